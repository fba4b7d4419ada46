import { money } from '@tradeyard/kernel';
import { deposit, type Command } from '@tradeyard/ledger';
import { v4 as uuid } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestApp, type TestApp } from '../../test/app.js';
import { auditLedger, booking, type TestRow } from '../../test/ledger.js';
import { LedgerService } from './ledger.service.js';

let app: TestApp;
beforeAll(async () => {
  app = await createTestApp();
  app.nest.useLogger(false); // what goes wrong here is meant to
});
afterAll(() => app.close());

const query = (statement: string, parameters: readonly unknown[] = []) => app.query(statement, parameters);
const euros = (minor: bigint) => money(minor, 'EUR');

async function balanceOf(book: string): Promise<bigint> {
  const [row] = await query('select sum(balance) as balance from account where book_id = $1', [book]);
  return BigInt(row.balance ?? 0);
}

describe('a command that cannot be written', () => {
  const rate = (perEuro: string): TestRow => ({
    table: 'rate',
    values: { currency: `X${uuid()}`, date: '2026-01-01', perEuro, source: 'test' },
  });
  const one = (book: string) => deposit(book, euros(1n));
  const strange = (book: string, answer: unknown): Command => ({
    ...booking(one(book), { actor: book, key: 'k' }),
    decide: (unit) => {
      unit.book(one(book));
      return answer;
    },
  });

  it.each<[string, number, (book: string) => Command]>([
    ['a row with a wrong value, first', 0, (book) => booking(one(book), { rows: [rate('no number')] })],
    ['a row that a check refuses, last', 99, (book) => booking(one(book), { rows: [rate('-1')] })],
    ['a row of no table', 50, (book) => booking(one(book), { rows: [{ table: 'nowhere', values: {} }] })],
    ['text that Postgres cannot hold', 33, (book) => booking({ ...one(book), memo: 'a\0b' })],
    ['an answer that is not JSON', 66, (book) => strange(book, { amount: 1n })],
    ['a book that is no book', 7, () => booking(one('no uuid'))],
  ])('(%s) fails alone in a group of 100', async (_, place, poisoned) => {
    const book = uuid();
    const commands = Array.from({ length: 100 }, (_, index) =>
      index === place ? poisoned(book) : booking(one(book), { rows: [rate('1.5')] }),
    );
    const ratesBefore = await query('select count(*)::int from rate');

    const results = await Promise.allSettled(commands.map((each) => app.get(LedgerService).submit(each)));

    expect(results.flatMap(({ status }, index) => (status === 'rejected' ? [index] : []))).toEqual([place]);
    expect(await balanceOf(book)).toBe(99n);
    expect((await query('select count(*)::int from rate'))[0].count - ratesBefore[0].count).toBe(99);
    expect(await auditLedger(query)).toEqual([]);
  });

  it('costs the others few further transactions', async () => {
    const book = uuid();
    const results = await Promise.allSettled(
      Array.from({ length: 512 }, (_, index) =>
        app.get(LedgerService).submit(booking(index === 300 ? { ...one(book), memo: '\0' } : one(book))),
      ),
    );

    const ids = results.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
    const [{ transactions }] = await query(
      'select count(distinct xmin::text)::int as transactions from journal where id = any ($1)',
      [ids],
    );
    expect(ids).toHaveLength(511);
    expect(transactions).toBeLessThan(12);
  });

  it('may have nothing to say', async () => {
    const actor = uuid();
    const submit = () => app.get(LedgerService).submit(strange(actor, undefined));

    expect([await submit(), await submit()]).toEqual([undefined, null]);
    expect(await balanceOf(actor)).toBe(1n);
  });
});

describe('a database that cannot', () => {
  const passing = ['53100', '53200', '58030', '25006', '55P03', '57P03', '40001', '40P01'];

  /** The first time that a posting is written (or its commit comes) Postgres raises the code. */
  async function makeTrouble(code: string, moment: 'write' | 'commit'): Promise<() => Promise<unknown>> {
    await query('create sequence trouble');
    await query(`create function make_trouble() returns trigger language plpgsql as $$ begin
      if nextval('trouble') = 1 then raise exception 'trouble' using errcode = '${code}'; end if;
      return null; end $$`);
    await query(
      moment === 'write'
        ? 'create trigger trouble after insert on posting for each statement execute function make_trouble()'
        : `create constraint trigger trouble after insert on posting deferrable initially deferred
           for each row execute function make_trouble()`,
    );
    return async () => {
      await query('drop function make_trouble cascade');
      await query('drop sequence trouble');
    };
  }

  it.each([
    ...passing.map((code) => ['write', code] as const),
    ['commit', '53100'] as const,
    ['commit', '40001'] as const,
    ['commit', 'XX000'] as const, // what nobody foresaw is no certain no
  ])('%s at the moment (%s) is asked again, and does it once', async (moment, code) => {
    const book = uuid();
    const over = await makeTrouble(code, moment);
    try {
      await app.get(LedgerService).submit(booking(deposit(book, euros(1n))));
    } finally {
      await over();
    }

    expect(await balanceOf(book)).toBe(1n);
    expect(await auditLedger(query)).toEqual([]);
  });

  it('commit one of a group fails that one alone', async () => {
    const book = uuid();
    await query(`create function refuse_memo() returns trigger language plpgsql as $$ begin
      if new.memo = 'no' then raise exception 'no' using errcode = '23514'; end if; return null; end $$`);
    await query(`create constraint trigger refuse_memo after insert on journal deferrable initially deferred
      for each row execute function refuse_memo()`);

    const results = await Promise.allSettled(
      ['yes', 'yes', 'no', 'yes'].map((memo) =>
        app.get(LedgerService).submit(booking({ ...deposit(book, euros(1n)), memo })),
      ),
    );
    await query('drop function refuse_memo cascade');

    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected', 'fulfilled']);
    expect(await balanceOf(book)).toBe(3n);
  });
});

describe('the database itself', () => {
  it.each([
    'update posting set amount = amount + 1',
    'delete from posting',
    'truncate posting',
    `update journal set memo = 'other'`,
    'delete from journal',
    'truncate journal',
    'delete from account',
    'truncate account',
    'truncate account, journal, posting',
    'delete from hold',
    'truncate hold',
    'insert into journal (id, kind, at) select id, kind, at from journal on conflict (id) do update set kind = excluded.kind',
  ])('refuses: %s', async (statement) => {
    await app.get(LedgerService).submit(booking(deposit(uuid(), euros(1n))));

    await expect(query(statement)).rejects.toMatchObject({ driverError: { code: '23001' } });
  });

  it.each([
    ['balance = -1', 'account_customer_covered'],
    ['held = 2', 'account_customer_covered'],
    ['held = -1', 'account_held_not_negative'],
  ])('refuses a customer’s account with %s', async (change, constraint) => {
    const book = uuid();
    await app.get(LedgerService).submit(booking(deposit(book, euros(1n))));

    await expect(query(`update account set ${change} where book_id = $1`, [book])).rejects.toMatchObject({
      driverError: { constraint },
    });
  });
});
