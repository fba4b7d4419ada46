import { money } from '@tradeyard/kernel';
import { deposit, type Command } from '@tradeyard/ledger';
import { v4 as uuid, v7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestApp, type TestApp } from '../../test/app.js';
import { auditLedger, booking } from '../../test/ledger.js';
import { LossyProxy, type Loss } from '../../test/lossy-proxy.js';
import { LedgerService } from './ledger.service.js';

// Rows of the log of day trading stand for any that a command takes away.

const table = 'daytrading_log';

let app: TestApp;
beforeAll(async () => {
  app = await createTestApp();
  app.nest.useLogger(false); // what goes wrong here is meant to
});
afterAll(() => app.close());

/** Gives a book a cent, and takes the row away. */
function removing(book: string, id: string): Command<string> {
  const paying = booking(deposit(book, money(1n, 'EUR')));
  return {
    ...paying,
    decide: (unit) => {
      unit.remove({ table, id });
      return paying.decide(unit);
    },
  };
}

async function addRow(): Promise<string> {
  const [id, other] = [v7(), uuid()];
  await app.query(
    `insert into ${table} (id, workload_id, trader_id, transaction, happenings) values ($1, $2, $2, 1, '[]')`,
    [id, other],
  );
  return id;
}

const isThere = async (id: string): Promise<boolean> =>
  (await app.query(`select from ${table} where id = $1`, [id])).length === 1;
const balanceOf = async (book: string): Promise<number> =>
  (await app.query('select sum(balance)::int as sum from account where book_id = $1', [book]))[0].sum ?? 0;
const sound = async () => expect(await auditLedger(app.query.bind(app))).toEqual([]);

it('goes with the money', async () => {
  const [book, id] = [uuid(), await addRow()];
  await app.get(LedgerService).submit(removing(book, id));
  expect([await isThere(id), await balanceOf(book)]).toEqual([false, 1]);
  await sound();
});

it('that is not there fails its command and nobody else’s of the group', async () => {
  const ledger = app.get(LedgerService);
  const books = Array.from({ length: 20 }, () => uuid());
  const results = await Promise.allSettled(
    books.map(async (book, index) =>
      ledger.submit(index === 7 ? removing(book, v7()) : booking(deposit(book, money(1n, 'EUR')))),
    ),
  );
  expect(results.map(({ status }) => status)).toEqual(
    books.map((_, index) => (index === 7 ? 'rejected' : 'fulfilled')),
  );
  expect(await Promise.all(books.map(balanceOf))).toEqual(books.map((_, index) => (index === 7 ? 0 : 1)));
  await sound();
});

it('that two take away at once goes once, and the other’s money stays', async () => {
  const ledger = app.get(LedgerService);
  const other = await createTestApp({ databaseUrl: app.databaseUrl });
  other.nest.useLogger(false);
  const [book, id] = [uuid(), await addRow()];
  const doors = [ledger, other.get(LedgerService)];
  const results = await Promise.allSettled(doors.map((door) => door.submit(removing(book, id))));
  await other.close();
  expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  expect([await isThere(id), await balanceOf(book)]).toEqual([false, 1]);
  await sound();
});

describe('where the connection breaks', () => {
  let proxy: LossyProxy;
  let behind: TestApp;
  beforeAll(async () => {
    proxy = await LossyProxy.open(app.databaseUrl);
    behind = await createTestApp({ databaseUrl: proxy.url });
    behind.nest.useLogger(false);
  });
  afterAll(async () => {
    await behind.close();
    await proxy.close();
  });

  it.each<[string, Loss[]]>([
    ['after the commit, before its answer', ['answer']],
    ['before the commit arrives', ['request']],
    ['while the commit is on its way', ['late']],
    ['after a commit that the server takes for failed', ['flush']],
    ['again and again', ['request', 'late', 'answer']],
  ])('%s it goes once', async (_, losses) => {
    const [book, id] = [uuid(), await addRow()];
    proxy.lose(...losses);
    await behind.get(LedgerService).submit(removing(book, id));
    expect([await isThere(id), await balanceOf(book)]).toEqual([false, 1]);
    await sound();
  });
});
