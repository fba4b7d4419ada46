import { money, parseDecimal, ratio } from '@tradeyard/kernel';
import { deposit, withdrawal, type Journal, type Worth } from '@tradeyard/ledger';
import { v7 } from 'uuid';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { createTestApp, type TestApp, type TestPerson } from '../../test/app.js';
import { booking } from '../../test/ledger.js';
import { LedgerService } from './ledger.service.js';
import { DifferenceDto } from './verification.dto.js';
import { VerificationService } from './verification.service.js';

const tables = ['account', 'posting_cost'];
const dollars = (minor: bigint) => money(minor, 'USD');

let app: TestApp;
let ada: TestPerson;
/** Ada's dollars, and her pounds, of which nothing is left. */
let account: string;
let empty: string;
/** She gets 100 dollars worth 90 euros, takes 40 out at 40 and gets 10 at 9. */
let got: string;
let took: string;
let gotMore: string;
let tookAll: string;

const worth = (journal: Journal, asset: string, each: Worth): Journal => ({
  ...journal,
  lines: journal.lines.map((line) =>
    line.account.kind === 'customer' && line.account.asset === asset ? { ...line, worth: each } : line,
  ),
});
const euros = (minor: bigint): Worth => money(minor, 'EUR');

beforeAll(async () => {
  app = await createTestApp();
  ada = await app.register({ email: 'ada@example.org', displayName: 'Ada' });
  const ledger = app.get(LedgerService);
  const { id } = ada.user;
  got = await ledger.submit(booking(worth(deposit(id, dollars(100n)), 'USD', euros(90n))));
  took = await ledger.submit(booking(worth(withdrawal(id, dollars(40n)), 'USD', euros(40n))));
  gotMore = await ledger.submit(booking(worth(deposit(id, dollars(10n)), 'USD', euros(9n))));
  const pounds = money(5n, 'GBP');
  await ledger.submit(booking(worth(deposit(id, pounds), 'GBP', euros(6n))));
  tookAll = await ledger.submit(booking(worth(withdrawal(id, pounds), 'GBP', euros(7n))));
  account = await accountOf('USD');
  empty = await accountOf('GBP');
  await app.query('alter table posting_cost drop constraint posting_cost_not_negative');
  for (const table of tables) {
    await app.query(`alter table ${table} disable trigger all`);
    await app.query(`create table whole_${table} as table ${table}`);
  }
});
afterAll(() => app.close());

async function accountOf(asset: string): Promise<string> {
  const [row] = await app.query('select id from account where book_id = $1 and asset = $2', [
    ada.user.id,
    asset,
  ]);
  return row.id;
}

const verify = () => app.get(VerificationService).verify();

async function mend(): Promise<void> {
  for (const table of tables) {
    await app.query(`delete from ${table}`);
    await app.query(`insert into ${table} table whole_${table}`);
  }
}

afterEach(mend);

const of = (journal: string, owner = account) =>
  `where account_id = '${owner}' and journal_id = '${journal}'`;

it('finds nothing where nothing is wrong', async () => {
  expect((await verify()).differences).toEqual([]);
});

// What was done, how, and what the first difference says: the rule, the journal, what there should be, what there is.
type Told = [rule: string, journal: () => string, expected: string, found: string, sentence: RegExp];
it.each<[string, () => string, Told]>([
  [
    'a change of a cost was changed',
    () => `update posting_cost set cost = -35 ${of(took)}`,
    ['cost_after_wrong', () => took, '55 EUR', '54 EUR', /should have cost 0\.55 EUR .* says 0\.54 EUR\.$/],
  ],
  [
    'a first cost was changed',
    () => `update posting_cost set cost_after = 91 ${of(got)}`,
    ['cost_after_wrong', () => got, '90 EUR', '91 EUR', /should have cost 0\.90 EUR/],
  ],
  [
    'the last cost was changed, and the account with it',
    () =>
      `with c as (update posting_cost set cost_after = 64 ${of(gotMore)}) update account set cost = 64 where id = '${account}'`,
    ['cost_after_wrong', () => gotMore, '63 EUR', '64 EUR', /says 0\.64 EUR\.$/],
  ],
  [
    'one in the middle is gone',
    () => `delete from posting_cost ${of(took)}`,
    ['cost_after_wrong', () => gotMore, '99 EUR', '63 EUR', /should have cost 0\.99 EUR/],
  ],
  [
    'the last one is gone',
    () => `delete from posting_cost ${of(gotMore)}`,
    ['cost_wrong', () => took, '54 EUR', '63 EUR', /should have cost 0\.54 EUR .* account says 0\.63 EUR\.$/],
  ],
  [
    'all of an account are gone',
    () => `delete from posting_cost where account_id = '${account}'`,
    ['cost_wrong', () => 'null', 'nothing', '63 EUR', /should have cost nothing/],
  ],
  [
    'what the account cost was changed',
    () => `update account set cost = 64 where id = '${account}'`,
    ['cost_wrong', () => gotMore, '63 EUR', '64 EUR', /account says 0\.64 EUR/],
  ],
  [
    'what the account cost was taken away',
    () => `update account set cost = null, cost_currency = null where id = '${account}'`,
    ['cost_wrong', () => gotMore, '63 EUR', 'nothing', /account says nothing/],
  ],
  [
    'the currency of a cost was changed',
    () => `update account set cost_currency = 'CHF' where id = '${account}'`,
    ['cost_wrong', () => gotMore, '63 EUR', '63 CHF', /account says 0\.63 CHF/],
  ],
  [
    'a cost was left where nothing is',
    () =>
      `with c as (update posting_cost set cost = -5, cost_after = 1 ${of('TOOK_ALL', 'EMPTY')}) update account set cost = 1 where id = 'EMPTY'`,
    ['cost_without_balance', () => tookAll, '0', '1 EUR', /has nothing after .* a cost of 0\.01 EUR/],
  ],
  [
    'a cost is of no posting',
    () => `insert into posting_cost values ('${account}', '${v7()}', 'EUR', 0, 63, null)`,
    ['cost_without_posting', () => 'any', 'null', '63 EUR', /which did not move it/],
  ],
])('where %s is found out', async (_, damage, [rule, journal, expected, found, sentence]) => {
  await app.query(damage().replaceAll('EMPTY', empty).replaceAll('TOOK_ALL', tookAll));

  const [first] = (await verify()).differences;

  expect([first?.rule, String(first?.expected), String(first?.found)]).toEqual([rule, expected, found]);
  if (journal() !== 'any') expect(String(first?.journalId)).toBe(journal());
  expect(first?.account?.handle).toBe('ada');
  expect(first && DifferenceDto.from(first).explanation).toMatch(sentence);
});

it('takes no offence at an owner who counts in another currency, or a cost that is not known any more', async () => {
  const ledger = app.get(LedgerService);
  const rate = { from: 'EUR', to: 'CHF', rate: ratio(parseDecimal('2'), parseDecimal('1')) };
  const inFrancs = { ...money(11n, 'CHF'), from: rate };
  await ledger.submit(booking(worth(withdrawal(ada.user.id, dollars(7n)), 'USD', inFrancs)));
  await ledger.submit(booking(deposit(ada.user.id, money(5n, 'GBP'))));

  expect((await verify()).differences).toEqual([]);
  expect(
    await app.query(`select cost, cost_currency from account where id = any ($1) order by cost`, [
      [account, empty],
    ]),
  ).toEqual([
    { cost: '113', cost_currency: 'CHF' }, // twice 63, without 7 of 70
    { cost: null, cost_currency: null },
  ]);
});
