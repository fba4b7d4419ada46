import { money } from '@tradeyard/kernel';
import { deposit, reserve, transfer } from '@tradeyard/ledger';
import { v7 } from 'uuid';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { createTestApp, type TestApp, type TestPerson } from '../../test/app.js';
import { booking } from '../../test/ledger.js';
import { LedgerService } from './ledger.service.js';
import { DifferenceDto } from './verification.dto.js';
import { VerificationService, type Verification } from './verification.service.js';

const tables = ['account', 'journal', 'posting', 'hold'];
const euros = (minor: bigint) => money(minor, 'EUR');

let app: TestApp;
let ada: TestPerson;
let bob: TestPerson;
/** Of Ada's euros and of Bob's. */
let adas: string;
let bobs: string;
/** Ada gets 100, sends Bob 30 and then 20, has 10 held, gets 5. */
let got: string;
let sent: string;
let sentMore: string;
let held: string;
let gotMore: string;

beforeAll(async () => {
  app = await createTestApp();
  ada = await app.register({ email: 'ada@example.org', displayName: 'Ada' });
  bob = await app.register({ email: 'bob@example.org', displayName: 'Bob' });
  const ledger = app.get(LedgerService);
  got = await ledger.submit(booking(deposit(ada.user.id, euros(100n))));
  sent = await ledger.submit(booking(transfer(ada.user.id, bob.user.id, euros(30n))));
  sentMore = await ledger.submit(booking(transfer(ada.user.id, bob.user.id, euros(20n))));
  held = await ledger.submit(booking(reserve(ada.user.id, euros(10n))));
  await app.query(
    `insert into hold (id, version, book_id, payee_book_id, currency, amount, captured, status, created_at, expires_at)
     values ($1, 0, $2, $3, 'EUR', 10, 0, 'open', now(), now())`,
    [v7(), ada.user.id, bob.user.id],
  );
  gotMore = await ledger.submit(booking(deposit(ada.user.id, euros(5n))));
  await ledger.submit(booking(deposit(bob.user.id, money(7n, 'USD'))));
  adas = await accountOf(ada, 'EUR');
  bobs = await accountOf(bob, 'EUR');
  // Nobody damages this ledger by accident: what keeps it whole has to be taken away first.
  await app.query('alter table account drop constraint account_customer_covered');
  for (const table of tables) {
    await app.query(`alter table ${table} disable trigger all`);
    await app.query(`create table whole_${table} as table ${table}`);
  }
});
afterAll(() => app.close());

async function accountOf({ user }: TestPerson, asset: string): Promise<string> {
  const [row] = await app.query('select id from account where book_id = $1 and asset = $2', [user.id, asset]);
  return row.id;
}

it('finds a reservation of day trading that nothing is held for', async () => {
  await app.query(
    `insert into daytrading_reservation
     select gen_random_uuid(), $1, 'pending', side, symbol, 3, 3, 2, null, 1, now(), null, false
     from (values ('buy', 'S'), ('sell', 'ABC')) as r (side, symbol)`,
    [bob.user.id],
  );
  const { differences } = await verify();
  await app.query('delete from daytrading_reservation');

  const told = differences.map(({ rule, account, expected, found }) => [
    rule,
    account?.asset,
    expected,
    found,
  ]);
  expect(told.map((each) => each.map(String)).toSorted()).toEqual([
    ['holds_not_held', 'USD', '3', '0'],
    ['holds_not_held', expect.stringMatching(/dayshare:ABC|undefined/), '2', '0'],
  ]);
  expect((await verify()).differences).toEqual([]);
});

const verify = (): Promise<Verification> => app.get(VerificationService).verify();

async function mend(): Promise<void> {
  for (const table of tables) {
    await app.query(`delete from ${table}`);
    await app.query(`insert into ${table} table whole_${table}`);
  }
}

const none = '00000000-0000-7000-8000-0000000000ff';
const ofPosting = (account: string, journal: string) =>
  `where account_id = '${account}' and journal_id = '${journal}'`;

afterEach(mend);

// What was done, how, and what the first difference says of it: the rule, whose account, the journal, what there
// should be and what there is.
type Told = [rule: string, handle: string | null, journal: () => string, expected: string, found: string];
it.each<[string, () => string, Told]>([
  [
    'an amount was changed',
    () => `update posting set amount = -31 ${ofPosting(adas, sent)}`,
    ['balance_after_wrong', 'ada', () => sent, '69', '70'],
  ],
  [
    'an amount was made as large as can be',
    () => `update posting set amount = 9223372036854775807 ${ofPosting(adas, sent)}`,
    ['balance_after_wrong', 'ada', () => sent, '9223372036854775907', '70'],
  ],
  [
    'a balance after a posting was changed',
    () => `update posting set balance_after = 71 ${ofPosting(adas, sent)}`,
    ['balance_after_wrong', 'ada', () => sent, '70', '71'],
  ],
  [
    'a balance after the last posting was changed, and the account with it',
    () =>
      `with p as (update posting set balance_after = 56 ${ofPosting(adas, gotMore)})
       update account set balance = 56 where id = '${adas}'`,
    ['balance_after_wrong', 'ada', () => gotMore, '55', '56'],
  ],
  [
    'what a posting holds was changed',
    () => `update posting set held = 9 ${ofPosting(adas, held)}`,
    ['held_after_wrong', 'ada', () => held, '9', '10'],
  ],
  [
    'what is held after a posting was changed',
    () => `update posting set held_after = 11 ${ofPosting(adas, gotMore)}`,
    ['held_after_wrong', 'ada', () => gotMore, '10', '11'],
  ],
  [
    'a posting in the middle is gone',
    () => `delete from posting ${ofPosting(adas, sent)}`,
    ['balance_after_wrong', 'ada', () => sentMore, '80', '50'],
  ],
  [
    'the first posting is gone',
    () => `delete from posting ${ofPosting(adas, got)}`,
    ['balance_after_wrong', 'ada', () => sent, '-30', '70'],
  ],
  [
    'the last posting is gone',
    () => `delete from posting ${ofPosting(adas, gotMore)}`,
    ['balance_wrong', 'ada', () => held, '50', '55'],
  ],
  [
    'all postings of an account are gone',
    () => `delete from posting where account_id = '${bobs}'`,
    ['account_without_posting', 'bob', () => 'null', 'null', '50'],
  ],
  [
    'a balance was changed',
    () => `update account set balance = 56 where id = '${adas}'`,
    ['balance_wrong', 'ada', () => gotMore, '55', '56'],
  ],
  [
    'a held amount was changed',
    () => `update account set held = 11 where id = '${adas}'`,
    ['held_wrong', 'ada', () => gotMore, '10', '11'],
  ],
  [
    'the last journal of an account was changed',
    () => `update account set last_journal_id = '${none}' where id = '${adas}'`,
    ['last_journal_wrong', 'ada', () => gotMore, 'gotMore', none],
  ],
  [
    'somebody went below zero, by what adds up',
    () =>
      `with p as (update posting set amount = amount - 80, balance_after = balance_after - 80 ${ofPosting(bobs, sent)}),
       q as (update posting set balance_after = balance_after - 80 ${ofPosting(bobs, sentMore)})
       update account set balance = balance - 80 where id = '${bobs}'`,
    ['account_not_covered', 'bob', () => sent, '0', '-50'],
  ],
  [
    'more is held than there is, by what adds up',
    () =>
      `with p as (update posting set held = 60, held_after = 60 ${ofPosting(adas, held)}),
       q as (update posting set held_after = 60 ${ofPosting(adas, gotMore)})
       update account set held = 60 where id = '${adas}'`,
    ['account_not_covered', 'ada', () => held, '60', '50'],
  ],
  [
    'the house holds something',
    () =>
      `with last as (select * from account where kind = 'outside' and asset = 'EUR'),
       p as (update posting set held = 1, held_after = 1 from last where account_id = last.id and journal_id = last.last_journal_id)
       update account set held = 1 where id = (select id from last)`,
    ['account_not_covered', null, () => gotMore, '1', '-105'],
  ],
  [
    'a posting has no account',
    () => `insert into posting values ('${none}', '${got}', 3, 0, 3, 0)`,
    ['posting_without_account', null, () => got, 'null', '3'],
  ],
  [
    'a posting has no journal',
    () =>
      `with p as (insert into posting values ('${bobs}', 'ffffffff-ffff-7fff-8000-000000000000', 3, 0, 53, 0))
       update account set balance = 53, last_journal_id = 'ffffffff-ffff-7fff-8000-000000000000' where id = '${bobs}'`,
    ['posting_without_journal', 'bob', () => 'ffffffff-ffff-7fff-8000-000000000000', 'null', '3'],
  ],
  [
    'a journal is gone',
    () => `delete from journal where id = '${held}'`,
    ['posting_without_journal', 'ada', () => held, 'null', '0'],
  ],
  [
    'a journal has no postings',
    () =>
      `insert into journal (id, kind, at, origin) values ('${none}', 'deposit', now(), 'somebody with a shell')`,
    ['journal_without_posting', null, () => none, 'null', 'null'],
  ],
  [
    'a journal is not zero, though its accounts add up',
    () =>
      `with p as (update posting set amount = amount + 1, balance_after = balance_after + 1 ${ofPosting(bobs, sentMore)})
       update account set balance = balance + 1 where id = '${bobs}'`,
    ['journal_not_zero', null, () => sentMore, '0', '1'],
  ],
  [
    'an account is gone',
    () => `delete from account where id = '${bobs}'`,
    ['posting_without_account', null, () => sentMore, 'null', '20'],
  ],
  [
    'an account is of another asset',
    () => `update account set asset = 'GBP' where id = '${bobs}'`,
    ['journal_not_zero', null, () => sent, '0', '-30'],
  ],
  [
    'more is open than is held',
    () => `update hold set amount = 11`,
    ['holds_not_held', 'ada', () => gotMore, '11', '10'],
  ],
  [
    'less is open than is held',
    () => `update hold set amount = 9`,
    ['holds_not_held', 'ada', () => gotMore, '9', '10'],
  ],
  [
    'a hold was closed by hand',
    () => `update hold set status = 'released', closed_at = now()`,
    ['holds_not_held', 'ada', () => gotMore, '0', '10'],
  ],
  ['a hold is gone', () => `delete from hold`, ['holds_not_held', 'ada', () => gotMore, '0', '10']],
  [
    'a hold is of somebody who holds nothing',
    () =>
      `insert into hold select gen_random_uuid(), 0, payee_book_id, book_id, currency, 3, 0, 'open', null, now(), now() from hold`,
    ['holds_not_held', 'bob', () => sentMore, '3', '0'],
  ],
  [
    'a hold is of money that was never there',
    () => `update hold set currency = 'CHF'`,
    ['holds_not_held', null, () => 'null', '10', '0'],
  ],
])('where %s is found out', async (_, damage, [rule, handle, journal, expected, found]) => {
  await app.query(damage());

  const {
    differences: [first],
  } = await verify();

  expect(first).toMatchObject({ rule });
  expect([String(first?.journalId), String(first?.expected), String(first?.found)]).toEqual([
    journal(),
    expected === 'gotMore' ? gotMore : expected,
    found,
  ]);
  if (handle !== null) {
    expect(first?.account).toEqual({
      id: handle === 'ada' ? adas : bobs,
      bookId: (handle === 'ada' ? ada : bob).user.id,
      handle,
      asset: 'EUR',
      kind: 'customer',
    });
    expect(first && DifferenceDto.from(first).explanation).toMatch(
      new RegExp(`customer account of @${handle} in EUR \\(book [0-9a-f-]{36}\\)`),
    );
  }
  expect(first && DifferenceDto.from(first).explanation).toMatch(/^(?!.*(undefined|null))[A-Z].*\.$/);
});
