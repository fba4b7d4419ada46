import { setTimeout as sleep } from 'node:timers/promises';
import { minorMax, money } from '@tradeyard/kernel';
import {
  accountKey,
  conversion,
  deposit,
  isCustomer,
  transfer,
  withdrawal,
  type Journal,
} from '@tradeyard/ledger';
import fc from 'fast-check';
import { DataSource } from 'typeorm';
import { v4 as uuid } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestApp, type TestApp } from '../../test/app.js';
import { auditLedger, booking } from '../../test/ledger.js';
import { LedgerService } from './ledger.service.js';

// Two whole applications on one database, each with a writer and connections of its own.
let app: TestApp;
let other: TestApp;
let ledgers: readonly LedgerService[];
beforeAll(async () => {
  app = await createTestApp();
  other = await createTestApp({ databaseUrl: app.databaseUrl });
  ledgers = [app.get(LedgerService), other.get(LedgerService)];
});
afterAll(async () => {
  await other.close();
  await app.close();
});

const query = (statement: string, parameters: readonly unknown[] = []) => app.query(statement, parameters);
const ledger = (index: number): LedgerService => ledgers[index % ledgers.length] as LedgerService;
const euros = (minor: bigint) => money(minor, 'EUR');

/** Codes or messages of those that were refused. */
const refusals = (results: readonly PromiseSettledResult<unknown>[]): string[] =>
  results.flatMap((result) =>
    result.status === 'rejected' ? [(result.reason as { code?: string }).code ?? String(result.reason)] : [],
  );

const balancesOf = async (books: readonly string[]): Promise<Record<string, string>> => {
  const rows = await query(
    `select book_id as "bookId", kind, asset, balance from account where book_id = any ($1) and balance <> 0`,
    [books],
  );
  return Object.fromEntries(rows.map((row) => [accountKey(row), row.balance]));
};

const pick = <T>(list: readonly T[], index: number): T => list[index % list.length] as T;

const asks = fc.array(
  fc.record({
    kind: fc.constantFrom('deposit', 'withdrawal', 'transfer', 'conversion'),
    book: fc.nat(5),
    step: fc.integer({ min: 1, max: 5 }),
    currency: fc.nat(2),
    amount: fc.bigInt({ min: 1n, max: 100n }),
    bought: fc.bigInt({ min: 1n, max: 100n }),
  }),
  { minLength: 200, maxLength: 400 },
);

describe('two applications on one database', () => {
  it('keep every sum and every chain, whatever is asked at once', async () => {
    const currencies = ['EUR', 'USD', 'JPY'];
    await fc.assert(
      fc.asyncProperty(asks, async (list) => {
        const books = Array.from({ length: 6 }, () => uuid());
        const journals = list.map(({ kind, book, step, currency, amount, bought }): Journal => {
          const from = pick(books, book);
          const moved = money(amount, pick(currencies, currency));
          if (kind === 'deposit') return deposit(from, moved);
          if (kind === 'withdrawal') return withdrawal(from, moved);
          if (kind === 'transfer') return transfer(from, pick(books, book + step), moved);
          return conversion(from, {
            sold: moved,
            fee: 0n,
            bought: money(bought, pick(currencies, currency + 1 + (step % 2))),
          });
        });

        const results = await Promise.allSettled(
          journals.map((journal, index) => ledger(index).submit(booking(journal))),
        );

        expect(refusals(results).filter((code) => code !== 'insufficient_funds')).toEqual([]);
        expect(await auditLedger(query)).toEqual([]);
        const expected: Record<string, bigint> = {};
        journals.forEach(({ lines }, index) => {
          if (results[index]?.status !== 'fulfilled') return;
          for (const { account, amount } of lines) {
            if (!isCustomer(account)) continue;
            expected[accountKey(account)] = (expected[accountKey(account)] ?? 0n) + amount;
          }
        });
        const kept = Object.entries(expected).filter(([, balance]) => balance !== 0n);
        expect(await balancesOf(books)).toEqual(
          Object.fromEntries(kept.map(([key, balance]) => [key, String(balance)])),
        );
      }),
      { numRuns: 8, endOnFailure: true },
    );
  });

  it('pay out no more than there is', async () => {
    const book = uuid();
    await ledger(0).submit(booking(deposit(book, euros(100n))));

    const results = await Promise.allSettled(
      Array.from({ length: 40 }, (_, index) => ledger(index).submit(booking(withdrawal(book, euros(10n))))),
    );

    expect(refusals(results)).toEqual(Array.from({ length: 30 }, () => 'insufficient_funds'));
    expect(await balancesOf([book])).toEqual({});
  });

  it('lock the same accounts in one order, whatever order they come in', async () => {
    const books = Array.from({ length: 11 }, () => uuid());
    for (const book of books) await ledger(0).submit(booking(deposit(book, euros(100n))));
    const chain = books.slice(1).map((book, index) => booking(transfer(pick(books, index), book, euros(1n))));
    const runner = app.get(DataSource).createQueryRunner();
    await runner.startTransaction();
    await runner.query('select from account where book_id = $1 for update', [books[5]]);

    // Both come as far as the account in the middle. Had one begun at the other end, they would now block each other.
    const written = Promise.all([
      ...chain.map((command) => ledger(0).submit(command)),
      ...chain.toReversed().map((command) => ledger(1).submit(command)),
    ]);
    await sleep(100);
    await runner.commitTransaction();
    await runner.release();
    await written;

    expect(Object.values(await balancesOf(books)).sort()).toEqual(
      ['102', '98', ...books.slice(2).map(() => '100')].sort(),
    );
    expect(await countDeadlocks()).toBe(0);
  });

  it('open the same accounts at once, in whatever order, without a deadlock', async () => {
    // The two groups have only accounts in common that nobody has opened: no row makes the one wait for the other.
    const givers = [uuid(), uuid()];
    for (const giver of givers) await ledger(0).submit(booking(deposit(giver, euros(1_000n))));
    const books = Array.from({ length: 40 }, () => uuid());
    const [gifts = [], others = []] = givers.map((giver) =>
      books.map((book) => booking(transfer(giver, book, euros(1n)))),
    );
    // Opening takes so long that both groups are at it at the same time.
    const hurry = await dawdle('account', 0.003);

    await Promise.all([
      ...gifts.map((command) => ledger(0).submit(command)),
      ...others.toReversed().map((command) => ledger(1).submit(command)),
    ]);

    await hurry();
    expect(Object.values(await balancesOf(books))).toEqual(books.map(() => '2'));
    expect(await auditLedger(query)).toEqual([]);
    expect(await countDeadlocks()).toBe(0);
  });
});

/** Makes every insert into the table take so many seconds longer; undone by what it answers. */
async function dawdle(table: string, seconds: number): Promise<() => Promise<unknown>> {
  await query(`create function dawdle() returns trigger language plpgsql as $$
    begin perform pg_sleep(${seconds}); return new; end $$`);
  await query(`create trigger dawdle before insert on ${table} for each row execute function dawdle()`);
  return () => query('drop function dawdle cascade');
}

/** Since the database was made; the statistics of a transaction may come a moment later. */
async function countDeadlocks(): Promise<number> {
  await query('select pg_stat_force_next_flush()');
  const [row] = await query('select deadlocks from pg_stat_database where datname = current_database()');
  return Number(row.deadlocks);
}

describe('a key', () => {
  it('that both applications get at the same instant moves money once, and all get one answer', async () => {
    const people = Array.from({ length: 20 }, () => uuid());

    const answers = await Promise.all(
      people.map((actor) =>
        Promise.all(
          Array.from({ length: 6 }, (_, index) =>
            ledger(index).submit(booking(deposit(actor, euros(5n)), { actor, key: 'pay day' })),
          ),
        ),
      ),
    );

    for (const same of answers) expect(new Set(same).size).toBe(1);
    expect(new Set(answers.flat()).size).toBe(20);
    expect(Object.values(await balancesOf(people))).toEqual(people.map(() => '5'));
    expect(await auditLedger(query)).toEqual([]);
  });

  it('that both applications get with different requests belongs to the first', async () => {
    const people = Array.from({ length: 20 }, () => uuid());

    // Different currencies have no account in common: only the key itself keeps them apart.
    const results = await Promise.all(
      people.map((actor) =>
        Promise.allSettled(
          ['CZK', 'DKK', 'GBP', 'HUF'].map((request, index) =>
            ledger(index).submit(booking(deposit(actor, money(5n, request)), { actor, key: 'k', request })),
          ),
        ),
      ),
    );

    for (const ofOne of results)
      expect(refusals(ofOne)).toEqual(Array.from({ length: 3 }, () => 'idempotency_key_reused'));
    expect(Object.values(await balancesOf(people))).toEqual(people.map(() => '5'));
    expect(await auditLedger(query)).toEqual([]);
  });

  it('that is written by another process at the same instant is looked up again', async () => {
    const actor = uuid();
    const pay = (currency: string) =>
      booking(deposit(actor, money(5n, currency)), { actor, key: 'k', request: currency });
    const hurry = await dawdle('idempotency', 0.05);

    const results = await Promise.allSettled([ledger(0).submit(pay('PLN')), ledger(1).submit(pay('RON'))]);

    await hurry();
    expect(refusals(results)).toEqual(['idempotency_key_reused']);
    expect(Object.values(await balancesOf([actor]))).toEqual(['5']);
  });

  it('tells its caller that the answer is a repeated one, also when the first was refused by another process', async () => {
    const actor = uuid();
    const replays: number[] = [];
    const submit = (index: number) =>
      ledger(index).submit(booking(withdrawal(actor, euros(5n)), { actor, key: 'k' }), {
        onReplay: () => replays.push(index),
      });

    await expect(submit(0)).rejects.toMatchObject({ code: 'insufficient_funds' });
    await ledger(1).submit(booking(deposit(actor, euros(5n))));
    const first = await submit(1);
    const second = await submit(0);

    expect(second).toBe(first);
    expect(replays).toEqual([0]);
  });
});

describe('a group', () => {
  it('shares one transaction among all that wait', async () => {
    const book = uuid();

    const ids = await Promise.all(
      Array.from({ length: 500 }, () => ledger(0).submit(booking(deposit(book, euros(1n))))),
    );

    const [{ transactions, order }] = await query(
      `select count(distinct xmin::text)::int as transactions, array_agg(id order by id) as order
       from journal where id = any ($1)`,
      [ids],
    );
    expect(transactions).toBe(1);
    expect(order).toEqual(ids); // ids sort in the order in which the commands came
  });

  it('is in storage for everybody before anybody is answered', async () => {
    const book = uuid();
    const seen = Array.from({ length: 50 }, async (_, index) => {
      const id = await ledger(0).submit(booking(deposit(book, euros(1n))));
      if (index % 10 > 0) return id;
      const [found] = await other.query('select id from journal where id = $1', [id]);
      return found?.id === id ? id : 'missing';
    });

    expect(await Promise.all(seen)).not.toContain('missing');
  });

  it('has room for the largest balance, and refuses more', async () => {
    const book = uuid();
    const half = money(minorMax / 2n, 'XRP');

    const results = [];
    for (const journal of [deposit(book, half), deposit(book, half), deposit(book, money(1n, 'XRP'))]) {
      results.push(...(await Promise.allSettled([ledger(0).submit(booking(journal))])));
    }

    expect(refusals(results)).toEqual(['balance_too_large']);
    expect(Object.values(await balancesOf([book]))).toEqual([String(minorMax)]);
    await ledger(0).submit(booking(withdrawal(book, money(minorMax, 'XRP'))));
  });
});
