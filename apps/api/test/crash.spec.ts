import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { formatMinor, parseMoney } from '@tradeyard/kernel';
import pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startPostgres } from '../../../tools/postgres.mjs';
import { listPostgres, signal, until } from '../../../tools/processes.mjs';
import { findFreePort, startBuiltApi, type BuiltApi } from './built-api.js';
import { TestClient, type Answer } from './client.js';
import { auditLedger } from './ledger.js';

// Real processes, and a Postgres that flushes to disk as a user's own does.

const clientsMax = 32;
const startMinor = 100_000n;
/** Answers between one crash and the next. */
const stretch = 400;

type Trader = {
  readonly http: TestClient;
  readonly handle: string;
  readonly email: string;
  /** In cents, by what was answered to this client and to those who paid it. */
  balance: bigint;
};

/** A request that is repeated with its key until somebody answers. */
type Booked = { readonly key: string; readonly id: string };

const home = mkdtempSync(join(tmpdir(), 'tradeyard-crash-'));
let postgres: Awaited<ReturnType<typeof startPostgres>>;
let api: BuiltApi;
let databasePort: number;
let apiPort: number;
/** What was started, the last first; to stop what has been killed does nothing. */
const stops: (() => Promise<unknown>)[] = [];

async function startDatabase(): Promise<void> {
  const durable = { ephemeral: false, dataDir: home, port: databasePort };
  postgres = await startPostgres(durable);
  stops.unshift(postgres.stop);
}

async function startApi(): Promise<void> {
  api = await startBuiltApi(postgres.url, apiPort);
  stops.unshift(api.kill);
}

beforeAll(async () => {
  databasePort = await findFreePort();
  await startDatabase();
  apiPort = await findFreePort();
  await startApi();
}, 60_000);
afterAll(async () => {
  for (const stop of stops) await stop();
  rmSync(home, { recursive: true, force: true });
}, 60_000);

const booked: Booked[] = [];
const refused: string[] = [];
let inFlight = 0;
let interrupted = 0;
let repeated = 0;
let finishing = false;

/**
 * Sends until there is an answer that says what happened; connections break and servers are away in between. Who is
 * in a hurry does not wait for the first answer, and so never knows whether the money moved.
 */
async function insist(
  http: TestClient,
  path: string,
  body: unknown,
  key: string,
  inHurry = false,
): Promise<Answer> {
  for (let attempt = 1; ; attempt += 1) {
    inFlight += 1;
    try {
      const sent = http.post(path, body, { 'idempotency-key': key });
      if (inHurry && attempt === 1) {
        sent.catch(() => undefined);
        await Promise.race([sent, sleep(1)]);
        throw new Error('lost');
      }
      const answer = await sent;
      if (answer.status < 500) return answer;
      interrupted += 1;
    } catch {
      interrupted += 1;
    } finally {
      inFlight -= 1;
    }
    await sleep(50);
  }
}

async function signUp(index: number): Promise<Trader> {
  const email = `trader-${index}@example.org`;
  const anonymous = new TestClient(api.origin);
  const { body } = await anonymous.post('/auth/register', {
    email,
    password: 'correct horse battery staple',
    displayName: `Trader ${index}`,
    baseCurrency: 'EUR',
  });
  const http = anonymous.with({ authorization: `Bearer ${body.accessToken}` });
  const key = `deposit-${index}`;
  const amount = { amount: formatMinor(startMinor, 2), currency: 'EUR' };
  const { body: deposit } = await insist(http, '/wallet/deposits', { amount }, key);
  booked.push({ key, id: deposit.id });
  return { http, email, handle: body.user.handle, balance: startMinor };
}

/** Pays others without a pause, and more than there is now and then. */
async function trade(traders: readonly Trader[], index: number): Promise<void> {
  const me = traders[index] as Trader;
  for (let turn = 1; !finishing; turn += 1) {
    const other = traders[
      (index + 1 + ((turn * 7 + index) % (traders.length - 1))) % traders.length
    ] as Trader;
    const minor = turn % 10 === 0 ? 100_000_000n : BigInt(1 + ((turn * 131 + index * 17) % 500));
    const key = `transfer-${index}-${turn}`;
    const amount = { amount: formatMinor(minor, 2), currency: 'EUR' };
    const to = turn % 2 ? other.handle : other.email;

    const { status, headers, body } = await insist(
      me.http,
      '/wallet/transfers',
      { to, amount },
      key,
      turn % 8 === 0,
    );

    if (status === 201) {
      booked.push({ key, id: body.id });
      me.balance -= minor;
      other.balance += minor;
      if (headers.get('idempotency-replayed')) repeated += 1;
    } else {
      expect(body.code).toBe('insufficient_funds');
      refused.push(key);
    }
  }
}

/** Waits for so many more answers, then until requests are under way. */
async function untilBusy(): Promise<void> {
  const goal = booked.length + stretch;
  const isBusy = () => booked.length >= goal && inFlight >= clientsMax / 2;
  if (!(await until(isBusy, 20_000, 1))) throw new Error(`Too few answers:\n${api.log()}`);
}

async function killPostgres(): Promise<void> {
  const cluster = join(realpathSync(home), 'postgres');
  const all = () => listPostgres(cluster, postgres.pid);
  expect(all().length).toBeGreaterThan(5);
  for (const pid of [postgres.pid, ...all()]) signal(pid, 'SIGKILL');
  await postgres.exited;
  expect(await until(() => all().length === 0, 5_000)).toBe(true);
}

it('loses and doubles nothing when the API and then Postgres are killed in the middle of transfers', async () => {
  const traders = await Promise.all(Array.from({ length: clientsMax }, (_, index) => signUp(index)));
  const trading = Promise.all(traders.map((_, index) => trade(traders, index)));

  await untilBusy();
  const before = interrupted;
  await api.kill();
  const cutOff = await until(() => interrupted - before >= clientsMax, 5_000);
  await startApi();

  await untilBusy();
  await killPostgres();
  await startDatabase();

  await untilBusy();
  finishing = true;
  await trading;

  expect(cutOff).toBe(true);
  await checkBooks(traders);
}, 90_000);

async function checkBooks(traders: readonly Trader[]): Promise<void> {
  const database = new pg.Client({ connectionString: postgres.url });
  await database.connect();
  const { rows: settings } = await database.query(
    `select current_setting('fsync') as fsync, current_setting('synchronous_commit') as commit`,
  );
  const { rows: journals } = await database.query(
    'select id, idempotency_key as key from journal order by key',
  );
  const faults = await auditLedger(async (statement) => (await database.query(statement)).rows);
  await database.end();

  expect(settings).toEqual([{ fsync: 'on', commit: 'on' }]);
  expect(booked.length).toBeGreaterThan(3 * stretch);
  expect(refused.length).toBeGreaterThan(50);
  // Every answered request is there once with the id that was answered, and nothing else is there.
  const byKey = (a: Booked, b: Booked) => (a.key < b.key ? -1 : 1);
  expect(journals.sort(byKey)).toEqual(booked.map(({ key, id }) => ({ id, key })).sort(byKey));
  expect(faults).toEqual([]);
  expect(repeated).toBeGreaterThan(20);
  const balances = await Promise.all(traders.map(({ http }) => http.get('/wallet/balances')));
  expect(balances.map(({ body }) => parseMoney(body.items[0].available.amount, 'EUR').minor)).toEqual(
    traders.map(({ balance }) => balance),
  );
  console.info(
    `${booked.length} booked, ${refused.length} refused, ${interrupted} cut off, ${repeated} of them had been booked`,
  );
}
