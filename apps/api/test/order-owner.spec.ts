import { setTimeout as sleep } from 'node:timers/promises';
import { formatMinor } from '@tradeyard/kernel';
import pg from 'pg';
import { afterAll, beforeAll, expect, inject, it, vi } from 'vitest';
import { findFreePort, startBuiltApi, type BuiltApi } from './built-api.js';
import { TestClient } from './client.js';
import { createTestDatabase, type TestDatabase } from './database.js';
import { auditLedger } from './ledger.js';
import { ProviderServer, sayJson } from './provider-server.js';

// Two real processes on one database, each with a connection to the same exchange, which falls through the limits of many
// orders. The process that watches prices for them is killed while that goes on; what the price reaches before the other
// one takes over, and leaves again, is filled all the same: each order once.

const ordersMax = 120;
/** In cents: each order's limit is a dollar below the one before. */
const highest = 4_200_000;
const stepMs = 15;
const takeOverMsMax = 5_000;

let database: TestDatabase;
let exchange: ProviderServer;
let apis: BuiltApi[] = [];
let ada: TestClient;
let db: pg.Client;

beforeAll(async () => {
  database = await createTestDatabase(inject('databaseServerUrl'));
  exchange = new ProviderServer();
  exchange.answer = sayJson([]);
  await exchange.start();
  const env = {
    BINANCE_URL: `http://127.0.0.1:${exchange.port}/`,
    BINANCE_STREAM_URL: `ws://127.0.0.1:${exchange.port}/`,
  };
  for (let count = 0; count < 2; count += 1)
    apis.push(await startBuiltApi(database.url, await findFreePort(), env));
  db = new pg.Client({ connectionString: database.url });
  await db.connect();
  await db.query(
    `update instrument set provider = 'binance', provider_symbol = 'BTCUSDT' where symbol = 'BTC-USD'`,
  );
}, 60_000);

afterAll(async () => {
  for (const api of apis) await api.kill();
  await db.end();
  exchange.close();
  await database.drop();
}, 30_000);

/** Everybody who is connected hears of a new best bid and ask. */
function say(askCents: number): void {
  const text = (cents: number): string => formatMinor(BigInt(cents), 2);
  const data = { s: 'BTCUSDT', b: text(askCents - 1), a: text(askCents) };
  for (const socket of exchange.sockets) socket.send(JSON.stringify({ stream: 'btcusdt@bookTicker', data }));
}

async function walk(from: number, to: number, step = 50): Promise<void> {
  const sign = Math.sign(to - from);
  for (let at = from; sign * (to - at) >= 0; at += sign * step) {
    say(at);
    await sleep(stepMs);
  }
}

async function signUp(): Promise<void> {
  const origin = apis[1]?.origin ?? '';
  const { body } = await new TestClient(origin).post('/auth/register', {
    ...{
      email: 'ada@example.org',
      password: 'correct horse battery staple',
      displayName: 'Ada',
      baseCurrency: 'USD',
    },
  });
  ada = new TestClient(origin, { authorization: `Bearer ${body.accessToken}` });
  await ada.post('/wallet/deposits', { amount: { amount: '1000000', currency: 'USD' } });
}

const limitOf = (index: number): number => highest - index * 100;

async function placeAll(): Promise<void> {
  for (let index = 0; index < ordersMax; index += 1) {
    const { status, body } = await ada.post('/orders', {
      ...{ symbol: 'BTC-USD', side: 'buy', type: 'limit', timeInForce: 'gtc', quantity: '0.001' },
      ...{ limitPrice: formatMinor(BigInt(limitOf(index)), 2), clientOrderId: String(index) },
    });
    if (status !== 201) throw new Error(`${index}: ${JSON.stringify(body)}`);
  }
}

const filledCount = async (): Promise<number> =>
  Number((await db.query(`select count(*) from "order" where status = 'filled'`)).rows[0].count);

it(
  'fills what the price reached while nobody watched, each once, within seconds',
  { timeout: 90_000 },
  async () => {
    await vi.waitFor(() => expect(exchange.sockets).toHaveLength(2), 20_000);
    await signUp();
    say(highest + 1_000);
    await vi.waitFor(async () => {
      const quotes = await ada.get('/quotes?symbols=BTC-USD');
      expect(quotes.body.items[0]?.source).toBe('binance');
    }, 20_000);
    await placeAll();
    // The exchange's book has no clock: its prices are taken for a second old, and none older than an order counts for it.
    await sleep(1_500);

    // The first forty are reached while both processes are there.
    await walk(highest + 1_000, limitOf(39));
    // Whoever starts first is the one that watches: it has the lock before it listens.
    const [owner] = apis;
    await owner?.kill();
    const diedAt = Date.now();
    apis = apis.filter((api) => api !== owner);

    // Nobody watches: down to the eightieth, and back to where it came from.
    await walk(limitOf(39), limitOf(79), 200);
    await walk(limitOf(79), highest, 400);
    await vi.waitFor(async () => expect(await filledCount()).toBe(80), { timeout: 10_000, interval: 50 });
    expect(Date.now() - diedAt).toBeLessThan(takeOverMsMax);

    // And on, with the other one alone.
    await walk(highest, limitOf(99), 300);
    await vi.waitFor(async () => expect(await filledCount()).toBe(100), 10_000);

    const { rows } = await db.query(
      `select o.client_order_id::int as index, o.status, count(f.id) as fills, max(f.price) as price, max(f.ask) as ask
     from "order" o left join fill f on f.order_id = o.id group by o.id order by 1`,
    );
    rows.forEach(({ index, status, fills, price, ask }) => {
      const isReached = index < 100;
      expect([index, status, fills]).toEqual([index, isReached ? 'filled' : 'open', isReached ? '1' : '0']);
      if (isReached) expect(Number(price)).toBeLessThanOrEqual(Math.min(limitOf(index) / 100, Number(ask)));
    });
    expect(
      await auditLedger(
        async (statement, parameters = []) => (await db.query(statement, [...parameters])).rows,
      ),
    ).toEqual([]);
  },
);
