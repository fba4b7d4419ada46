import pg from 'pg';
import { afterAll, afterEach, beforeAll, expect, inject, it, vi } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../test/database.js';
import { Config } from './config.js';
import { Signals } from './signals.js';

let database: TestDatabase;
let running: Signals[] = [];

beforeAll(async () => {
  database = await createTestDatabase(inject('databaseServerUrl'), { migrated: false });
});
afterEach(async () => {
  await Promise.all(running.map((signals) => signals.onModuleDestroy()));
  running = [];
});
afterAll(() => database.drop());

/** As in a process of its own; with what it heard of a topic. */
function start(topic = 'orders'): { signals: Signals; heard: string[]; gaps: () => number } {
  const signals = new Signals(
    new Config({ DATABASE_URL: database.url, AUTH_SECRET: 'a secret that only tests know, long enough' }),
  );
  running.push(signals);
  const heard: string[] = [];
  let gaps = 0;
  signals.on(topic, (payload) => heard.push(payload));
  signals.onGap(() => (gaps += 1));
  return { signals, heard, gaps: () => gaps };
}

async function ask(statement: string): Promise<number> {
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  const { rows } = await client.query<{ count: string }>(statement);
  await client.end();
  return Number(rows[0]?.count);
}

const listening = `from pg_stat_activity where application_name = 'tradeyard signals' and datname = current_database()`;
const countListening = (count: number) =>
  vi.waitFor(async () =>
    expect(await ask(`select count(*) ${listening} and query ilike 'listen%'`)).toBe(count),
  );

it('tells all processes, its own at once and only once', async () => {
  const [a, b, other] = [start(), start(), start('alerts')];
  await countListening(3);
  a.signals.publish('orders', 'ada');
  expect(a.heard).toEqual(['ada']);
  await vi.waitFor(() => expect(b.heard).toEqual(['ada']));
  b.signals.publish('orders', 'grace');
  await vi.waitFor(() => expect(a.heard).toEqual(['ada', 'grace']));
  expect([b.heard, other.heard]).toEqual([['ada', 'grace'], []]);
});

it('sends many as few, the same one once, and more than one notice holds', async () => {
  const [a, b] = [start(), start()];
  await countListening(2);
  const payloads = Array.from({ length: 2000 }, (_, number) => `user-${number}-${'x'.repeat(20)}`);
  for (const payload of [...payloads, ...payloads]) a.signals.publish('orders', payload);
  await vi.waitFor(() => expect(b.heard).toHaveLength(2000));
  expect(b.heard).toEqual(payloads);
});

it('comes back when its connection is lost, says so, and works', async () => {
  const [a, b] = [start(), start()];
  await countListening(2);
  await ask(`select count(pg_terminate_backend(pid)) ${listening}`);
  await vi.waitFor(() => expect([a.gaps(), b.gaps()]).toEqual([1, 1]), 5_000);
  a.signals.publish('orders', 'ada');
  await vi.waitFor(() => expect(b.heard).toEqual(['ada']));
});

it('keeps what is published while it is away', async () => {
  const [a, b] = [start(), start()];
  await countListening(2);
  await ask(`select count(pg_terminate_backend(pid)) ${listening} and pid = (select max(pid) ${listening})`);
  a.signals.publish('orders', 'ada');
  b.signals.publish('orders', 'grace');
  // Whoever was away heard no signal, but that there was a gap; what it published itself went out later.
  await vi.waitFor(() => {
    expect(a.gaps() + b.gaps()).toBe(1);
    expect((a.gaps() ? b : a).heard).toHaveLength(2);
  }, 5_000);
});

it.each(['not JSON', '{}', '{"from":"x","signals":[1]}'])(
  'passes over a notice that is none: %s',
  async (notice) => {
    const b = start();
    await countListening(1);
    await ask(`select count(pg_notify('tradeyard', '${notice}'))`);
    start().signals.publish('orders', 'ada');
    await vi.waitFor(() => expect(b.heard).toEqual(['ada']));
  },
);

it('connects for somebody who only publishes, and sends the last ones before it ends', async () => {
  const b = start();
  await countListening(1);
  const silent = new Signals(
    new Config({ DATABASE_URL: database.url, AUTH_SECRET: 'a secret that only tests know, long enough' }),
  );
  silent.publish('orders', 'ada');
  await silent.onModuleDestroy();
  await vi.waitFor(() => expect(b.heard).toEqual(['ada']));
});

it('does not let one listener keep a signal from the others', () => {
  const { signals, heard } = start('loud');
  signals.on('orders', () => {
    throw new Error('a mistake');
  });
  signals.on('orders', (payload) => heard.push(payload));
  signals.publish('orders', 'ada');
  expect(heard).toEqual(['ada']);
});
