import { setTimeout as sleep } from 'node:timers/promises';
import { money } from '@tradeyard/kernel';
import { deposit, transfer } from '@tradeyard/ledger';
import pg from 'pg';
import { v4 as uuid } from 'uuid';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { createTestApp, type TestApp } from '../../test/app.js';
import { auditLedger, booking } from '../../test/ledger.js';
import { LossyProxy, type Loss } from '../../test/lossy-proxy.js';
import { LedgerService } from './ledger.service.js';

let app: TestApp;
beforeAll(async () => {
  app = await startQuietly();
});
afterAll(() => app.close());

const killsMax = 12;

/** What goes wrong here is meant to, and need not be read. */
async function startQuietly(databaseUrl?: string): Promise<TestApp> {
  const started = await createTestApp(databaseUrl ? { databaseUrl } : {});
  started.nest.useLogger(false);
  return started;
}

const query = (statement: string, parameters: readonly unknown[] = []) => app.query(statement, parameters);
const euros = (minor: bigint) => money(minor, 'EUR');

async function balanceOf(book: string): Promise<bigint> {
  const [row] = await query('select sum(balance) as balance from account where book_id = $1', [book]);
  return BigInt(row.balance ?? 0);
}

describe('a connection that breaks', () => {
  let proxy: LossyProxy;
  let behind: TestApp;
  beforeAll(async () => {
    proxy = await LossyProxy.open(app.databaseUrl);
    behind = await startQuietly(proxy.url);
  });
  afterAll(async () => {
    await behind.close();
    await proxy.close();
  });

  it.each<[string, Loss[], boolean]>([
    ['after the commit, before its answer', ['answer'], true],
    ['before the commit arrives', ['request'], true],
    ['while the commit is on its way', ['late'], true],
    ['after a commit that the server takes for failed', ['flush'], true],
    ['again and again', ['request', 'request', 'late'], true],
    ['after the commit that opened the accounts', ['answer'], false],
    ['before the commit that opens the accounts arrives', ['request'], false],
    ['while the commit that opens the accounts is on its way', ['late'], false],
  ])('%s moves the money once, without any key', async (_, losses, known) => {
    const [from, to] = [uuid(), uuid()];
    const ledger = behind.get(LedgerService);
    if (known) await ledger.submit(booking(deposit(from, euros(100n))));
    proxy.lose(...losses);

    const ids = await Promise.all(
      Array.from({ length: 10 }, () =>
        ledger.submit(booking(known ? transfer(from, to, euros(10n)) : deposit(to, money(10n, uuid())))),
      ),
    );

    expect(proxy.pending).toBe(0);
    expect(await balanceOf(to)).toBe(100n);
    expect(await balanceOf(from)).toBe(0n);
    const [{ count }] = await query('select count(*)::int from journal where id = any ($1)', [ids]);
    expect(count).toBe(10);
    expect(await auditLedger(query)).toEqual([]);
  });

  it('by falling silent is given up, and storage is asked', async () => {
    const book = uuid();
    const ledger = behind.get(LedgerService);
    await ledger.submit(booking(deposit(book, euros(1n))));
    const realSetTimeout = globalThis.setTimeout;
    const soon = (run: () => void, ms?: number) => realSetTimeout(run, ms === 10_000 ? 100 : ms);
    const timers = vi.spyOn(globalThis, 'setTimeout').mockImplementation(soon);
    proxy.lose('silence');

    try {
      await ledger.submit(booking(deposit(book, euros(1n))));
    } finally {
      timers.mockRestore();
    }

    expect(proxy.pending).toBe(0);
    expect(await balanceOf(book)).toBe(2n);
  });

  it('in the middle of a group, again and again, loses nothing and doubles nothing', async () => {
    const actor = uuid();
    const ledger = app.get(LedgerService);
    await ledger.submit(booking(deposit(actor, euros(1n))));
    const killer = new pg.Client({ connectionString: app.databaseUrl, application_name: 'killer' });
    await killer.connect();
    let killed = 0;
    const killing = (async () => {
      while (killed < killsMax) {
        const { rowCount } = await killer.query(
          `select pg_terminate_backend(pid) from pg_stat_activity
           where datname = current_database() and application_name = 'tradeyard' and state <> 'idle'`,
        );
        killed += rowCount ?? 0;
        await sleep(25);
      }
      await killer.end();
    })();

    const answered = await Promise.all(
      Array.from({ length: 20 }, async () => {
        const ids: string[] = [];
        while (killed < killsMax) ids.push(await ledger.submit(booking(deposit(actor, euros(1n)))));
        return ids;
      }),
    );
    await killing;

    const ids = answered.flat();
    expect(new Set(ids).size).toBe(ids.length);
    const [{ count }] = await query('select count(*)::int from journal where id = any ($1)', [ids]);
    expect(count).toBe(ids.length);
    expect(await balanceOf(actor)).toBe(BigInt(ids.length) + 1n);
    expect(await auditLedger(query)).toEqual([]);
  }, 20_000);
});

describe('a database that stays away', () => {
  it('is waited for, then the caller is told to come again', async () => {
    const proxy = await LossyProxy.open(app.databaseUrl);
    const behind = await startQuietly(proxy.url);
    const ledger = behind.get(LedgerService);
    const book = uuid();
    await ledger.submit(booking(deposit(book, euros(1n))));
    await proxy.close();

    // More than one group waits, and nobody waits for longer than the first does.
    const waiting = Promise.allSettled(
      Array.from({ length: 1_200 }, () => ledger.submit(booking(deposit(book, euros(1n))))),
    );
    const early = await Promise.race([waiting, sleep(300)]);
    behind.clock.advance(21_000);
    const results = await waiting;

    expect(early).toBeUndefined();
    expect(results.every(({ status }) => status === 'rejected')).toBe(true);
    expect(results.map((result) => (result as PromiseRejectedResult).reason.code)).toEqual(
      results.map(() => 'service_unavailable'),
    );
    expect(await balanceOf(book)).toBe(1n);
    await behind.close();
  });

  it('is not waited for by a server that is told to stop', async () => {
    const proxy = await LossyProxy.open(app.databaseUrl);
    const behind = await startQuietly(proxy.url);
    await proxy.close();

    const answer = behind.get(LedgerService).submit(booking(deposit(uuid(), euros(1n))));
    const refused = expect(answer).rejects.toMatchObject({ code: 'service_unavailable' });
    await sleep(100);
    await behind.close();
    await refused;
  });
});

it('answers everybody who waits before the server ends', async () => {
  const leaving = await startQuietly(app.databaseUrl);
  const book = uuid();
  const answers = Array.from({ length: 1_500 }, () =>
    leaving.get(LedgerService).submit(booking(deposit(book, euros(1n)))),
  );
  await leaving.close();

  expect(new Set(await Promise.all(answers)).size).toBe(1_500);
  expect(await balanceOf(book)).toBe(1_500n);
});

it('gives up a transaction whose process has stopped in the middle of it', async () => {
  const [row] = await query('show idle_in_transaction_session_timeout');
  expect(row.idle_in_transaction_session_timeout).toBe('10s');
});
