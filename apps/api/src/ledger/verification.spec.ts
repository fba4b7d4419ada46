import { money } from '@tradeyard/kernel';
import { deposit, reserve, transfer } from '@tradeyard/ledger';
import fc from 'fast-check';
import { DataSource } from 'typeorm';
import { v7 } from 'uuid';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
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
/** Of Bob's euros. */
let bobs: string;
/** What Ada sent him. */
let sent: string;

beforeAll(async () => {
  app = await createTestApp();
  ada = await app.register({ email: 'ada@example.org', displayName: 'Ada' });
  bob = await app.register({ email: 'bob@example.org', displayName: 'Bob' });
  const ledger = app.get(LedgerService);
  await ledger.submit(booking(deposit(ada.user.id, euros(100n))));
  sent = await ledger.submit(booking(transfer(ada.user.id, bob.user.id, euros(30n))));
  await ledger.submit(booking(transfer(ada.user.id, bob.user.id, euros(20n))));
  await ledger.submit(booking(reserve(ada.user.id, euros(10n))));
  await app.query(
    `insert into hold (id, version, book_id, payee_book_id, currency, amount, captured, status, created_at, expires_at)
     values ($1, 0, $2, $3, 'EUR', 10, 0, 'open', now(), now())`,
    [v7(), ada.user.id, bob.user.id],
  );
  await ledger.submit(booking(deposit(ada.user.id, euros(5n))));
  await ledger.submit(booking(deposit(bob.user.id, money(7n, 'USD'))));
  const [row] = await app.query(`select id from account where book_id = $1 and asset = 'EUR'`, [bob.user.id]);
  bobs = row.id;
  // Nobody damages this ledger by accident: what keeps it whole has to be taken away first.
  await app.query('alter table account drop constraint account_customer_covered');
  for (const table of tables) {
    await app.query(`alter table ${table} disable trigger all`);
    await app.query(`create table whole_${table} as table ${table}`);
  }
});
afterAll(() => app.close());

const verify = (): Promise<Verification> => app.get(VerificationService).verify();

async function mend(): Promise<void> {
  for (const table of tables) {
    await app.query(`delete from ${table}`);
    await app.query(`insert into ${table} table whole_${table}`);
  }
}

const ofPosting = (account: string, journal: string) =>
  `where account_id = '${account}' and journal_id = '${journal}'`;

it('finds nothing in a sound ledger, and counts what it looked at', async () => {
  expect(await verify()).toEqual({
    accounts: 5,
    journals: 6,
    postings: 11,
    assets: 2,
    differences: [],
    seconds: expect.any(Number),
  });
});

it('finds nothing in an empty one', async () => {
  const empty = await createTestApp();

  const verification = await empty.get(VerificationService).verify();

  await empty.close();
  expect(verification).toMatchObject({ accounts: 0, journals: 0, postings: 0, assets: 0, differences: [] });
});

describe('a damaged ledger', () => {
  afterEach(mend);

  it('is named by the account of which it is first wrong, then by the journal, then by the asset', async () => {
    await app.query(`update posting set amount = amount + 1 ${ofPosting(bobs, sent)}`);
    await app.query(`update account set balance = balance + 1 where asset = 'USD' and kind = 'customer'`);

    const { differences } = await verify();

    expect(differences.map(({ rule, asset }) => [rule, asset])).toEqual([
      ['balance_after_wrong', 'EUR'],
      ['balance_wrong', 'USD'],
      ['journal_not_zero', 'EUR'],
      ['asset_not_zero', 'USD'],
    ]);
    expect(differences.map((each) => DifferenceDto.from(each).explanation)).toEqual([
      `The customer account of @bob in EUR (book ${bob.user.id}) should have 0.31 EUR after the journal ${sent}, its posting says 0.30 EUR.`,
      expect.stringMatching(/should have 0.07 USD by its last posting .* the account says 0.08 USD\.$/),
      expect.stringMatching(/should come to zero, it comes to 0.01 EUR\.$/),
      'All accounts in USD should come to zero, they come to 0.01 USD.',
    ]);
  });

  it('has no account in a difference that is of none, whoever else differs', async () => {
    await app.query(
      `insert into hold select gen_random_uuid(), 0, owner, payee_book_id, 'USD', 3, 0, 'open', null, now(), now()
       from hold, unnest($1::uuid[]) as owner`,
      [[ada.user.id, bob.user.id]],
    );

    const { differences } = await verify();

    expect(differences.map(({ account }) => account?.handle)).toEqual([undefined, 'bob']);
    expect(differences.map((each) => DifferenceDto.from(each).explanation)).toEqual([
      'An account in USD that does not exist should have 0.03 USD held for open holds, the account says 0.00 USD.',
      expect.stringMatching(
        /^The customer account of @bob in USD .* 0.03 USD held .* the account says 0.00 USD\.$/,
      ),
    ]);
  });

  it('does not hide one changed amount, whichever it is and whatever it becomes', async () => {
    const postings = await app.query('select account_id, journal_id, amount from posting');
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...postings),
        fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
        async ({ account_id, journal_id, amount }, other) => {
          fc.pre(BigInt(amount) !== other);
          const change = `update posting set amount = $1 ${ofPosting(account_id, journal_id)}`;
          await app.query(change, [String(other)]);

          const { differences } = await verify();

          await app.query(change, [amount]);
          expect(differences[0]).toMatchObject({
            rule: 'balance_after_wrong',
            accountId: account_id,
            journalId: journal_id,
          });
          expect(differences).toContainEqual(expect.objectContaining({ rule: 'journal_not_zero' }));
        },
      ),
      { numRuns: 40 },
    );
  });
});

describe('a verification', () => {
  it('is sound while others go on to write', async () => {
    const ledger = app.get(LedgerService);
    const work = { isOver: false };
    const writing = (async () => {
      while (!work.isOver) await ledger.submit(booking(deposit(bob.user.id, euros(1n))));
    })();

    const counted: number[] = [];
    for (let turn = 0; turn < 10; turn += 1) {
      const { differences, journals } = await verify();
      expect(differences).toEqual([]);
      counted.push(journals);
    }
    work.isOver = true;
    await writing;

    expect(counted.at(-1)).toBeGreaterThan(counted[0] ?? 0);
  });

  it('sees nothing of what happens meanwhile', async () => {
    const hindrance = app.get(DataSource).createQueryRunner();
    await hindrance.query('begin');
    await hindrance.query('lock table hold');
    const verifying = verify();
    await vi.waitUntil(async () => {
      const waiting = await app.query(
        `select from pg_locks where relation = 'hold'::regclass and not granted`,
      );
      return waiting.length > 0;
    });
    await app.query(`update account set balance = balance + 1 where kind = 'outside'`);
    await hindrance.query('commit');
    await hindrance.release();

    const { differences } = await verifying;

    const later = await verify();
    await app.query(`update account set balance = balance - 1 where kind = 'outside'`);
    expect(differences).toEqual([]);
    expect(later.differences).toContainEqual(expect.objectContaining({ rule: 'asset_not_zero' }));
  });

  it('serves everybody who asks while it is under way', async () => {
    const [one, other] = await Promise.all([verify(), verify()]);
    const later = await verify();

    expect(other).toBe(one);
    expect(later).not.toBe(one);
  });

  it('gives up when a statement takes too long, and leaves its connection as it was', async () => {
    const hindrance = app.get(DataSource).createQueryRunner();
    await hindrance.query('begin');
    await hindrance.query('lock table posting');

    await expect(app.get(VerificationService).verify(100)).rejects.toMatchObject({ code: '57014' });

    await hindrance.query('commit');
    await hindrance.release();
    expect((await app.query(`select current_setting('statement_timeout') as t`))[0].t).toBe('0');
    expect((await verify()).differences).toEqual([]);
  });
});
