import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { money } from '@tradeyard/kernel';
import { deposit, transfer } from '@tradeyard/ledger';
import { v4 as uuid } from 'uuid';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { startPostgres } from '../../../../tools/postgres.mjs';
import { listPostgres, signal } from '../../../../tools/processes.mjs';
import { createTestApp, type TestApp } from '../../test/app.js';
import { findFreePort } from '../../test/built-api.js';
import { auditLedger, booking } from '../../test/ledger.js';
import { LedgerService } from './ledger.service.js';
import { LedgerWriter } from './ledger-writer.service.js';

// A Postgres that flushes to disk as a user's own does, and is killed in the middle of groups.

const home = mkdtempSync(join(tmpdir(), 'tradeyard-killed-'));
let postgres: Awaited<ReturnType<typeof startPostgres>>;
let port: number;
let app: TestApp;
/** How many groups were ahead of the last one that was begun. */
let ahead = 0;

const startDatabase = async () => {
  const durable = { ephemeral: false, dataDir: home, port };
  postgres = await startPostgres(durable);
};

beforeAll(async () => {
  port = await findFreePort();
  await startDatabase();
  app = await createTestApp({ databaseUrl: postgres.url });
  app.nest.useLogger(false); // what goes wrong here is meant to
  const writer = app.get(LedgerWriter);
  const write = writer.write.bind(writer);
  vi.spyOn(writer, 'write').mockImplementation((commands, options) => {
    ahead = options?.ahead?.length ?? 0;
    return write(commands, options);
  });
}, 60_000);
afterAll(async () => {
  await app.close();
  await postgres.stop();
  rmSync(home, { recursive: true, force: true });
}, 60_000);

const euros = (minor: bigint) => money(minor, 'EUR');

async function killPostgres(): Promise<void> {
  const cluster = join(realpathSync(home), 'postgres');
  for (const pid of [postgres.pid, ...listPostgres(cluster, postgres.pid)]) signal(pid, 'SIGKILL');
  await postgres.exited;
}

it('loses and doubles nothing, keyed or not, when Postgres is killed with groups side by side', async () => {
  const [payer, payee, actor] = [uuid(), uuid(), uuid()];
  const ledger = app.get(LedgerService);
  const funds = 1_000_000n;
  await ledger.submit(booking(deposit(payer, euros(funds))));
  let isOver = false;
  let kills = 0;
  const client = async (name: number): Promise<string[]> => {
    const ids: string[] = [];
    for (let turn = 0; !isOver; turn += 1) {
      const key = name % 2 ? { actor, key: `${name} ${turn}` } : {};
      ids.push(await ledger.submit(booking(transfer(payer, payee, euros(1n)), key)));
    }
    return ids;
  };
  const clients = Promise.all(Array.from({ length: 1_500 }, (_, name) => client(name)));

  for (; kills < 3; kills += 1) {
    await sleep(400);
    await vi.waitUntil(() => ahead >= 1, { timeout: 10_000, interval: 0 });
    await killPostgres();
    await startDatabase();
  }
  await sleep(300);
  isOver = true;
  const ids = (await clients).flat();

  const [{ count }] = await app.query(`select count(*)::int from journal where kind = 'transfer'`);
  const [{ found }] = await app.query('select count(*)::int as found from journal where id = any ($1)', [
    ids,
  ]);
  expect(new Set(ids).size).toBe(ids.length);
  expect([count, found]).toEqual([ids.length, ids.length]);
  const [{ balance }] = await app.query('select balance from account where book_id = $1', [payee]);
  expect(balance).toBe(String(ids.length));
  expect(await auditLedger((statement) => app.query(statement))).toEqual([]);
}, 60_000);
