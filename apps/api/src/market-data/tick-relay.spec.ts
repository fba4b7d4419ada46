import { afterAll, beforeAll, expect, it } from 'vitest';
import type { WebSocket } from 'ws';
import { startRedis } from '../../../../tools/redis.mjs';
import { createTestApp, type TestApp } from '../../test/app.js';
import { findFreePort } from '../../test/built-api.js';
import { TestClock } from '../../test/clock.js';
import { eventually } from '../../test/eventually.js';
import { ProviderServer, sayJson } from '../../test/provider-server.js';
import type { ReadyDto } from '../platform/health.controller.js';
import { MarketJob } from './market.job.js';
import { MarketOwnerService } from './market-owner.service.js';
import { QuotesService } from './quotes.service.js';
import { TickRelayService } from './tick-relay.service.js';
import { TicksService } from './ticks.service.js';

const clock = new TestClock();
const server = new ProviderServer();
let port: number;
let redis: Awaited<ReturnType<typeof startRedis>>;
let one: TestApp;
let other: TestApp;
let socket: WebSocket | undefined;
let trades = 0;

beforeAll(async () => {
  clock.set('2025-08-28T14:30:00Z');
  await server.start();
  server.plays = [{ connected: (connected) => (socket = connected) }];
  server.answer = sayJson([]);
  port = await findFreePort();
  redis = await startRedis(port);
  one = await start();
  await one.query(
    `update instrument set provider = 'binance', provider_symbol = 'BTCUSDT' where symbol = 'BTC-USD'`,
  );
  other = await start(one.databaseUrl);
}, 120_000);
afterAll(async () => {
  await other.close();
  await one.close();
  server.close();
  await redis.stop();
});

async function start(databaseUrl?: string): Promise<TestApp> {
  const origin = `127.0.0.1:${server.port}`;
  const env = {
    REDIS_URL: `redis://127.0.0.1:${port}`,
    BINANCE_STREAM_URL: `ws://${origin}/`,
    BINANCE_URL: `http://${origin}/`,
  };
  const app = await createTestApp({ clock, env, ...(databaseUrl && { databaseUrl }) });
  app.get(MarketJob).stop();
  return app;
}

/** Says a price until it is heard: what is said while nobody listens is lost, as it is meant to be. */
async function trade(price: string, ...apps: TestApp[]): Promise<void> {
  await eventually(() => {
    trades += 1;
    clock.advance(1);
    const atMs = clock.now().getTime();
    const data = { e: 'trade', E: atMs, s: 'BTCUSDT', t: trades, p: price, q: '0.5', T: atMs };
    socket?.send(JSON.stringify({ stream: 'btcusdt@trade', data }));
    expect(apps.map(priceAt)).toEqual(apps.map(() => price));
  }, 100);
}

const quoteAt = (app: TestApp) => app.get(QuotesService).findQuote('BTC-USD');
const priceAt = (app: TestApp) => {
  const price = quoteAt(app)?.price;
  return price && `${price.digits / 100n}.${price.digits % 100n}`;
};
const partOf = async (app: TestApp, name: string) => {
  const { status, providers } = (await (await fetch(`${app.origin}/readyz`)).json()) as ReadyDto;
  return [status, providers.find((each) => each.name === name)?.state];
};
const isOwner = (app: TestApp) => app.get(MarketOwnerService).isOwner;

it('has one process ask the provider, and all hear it', async () => {
  await trade('42420.50', one, other);

  expect([isOwner(one), isOwner(other)]).toEqual([true, false]);
  expect(server.sockets.filter(({ readyState }) => readyState === 1)).toHaveLength(1);
  expect(quoteAt(other)).toEqual(quoteAt(one));
  expect(await partOf(one, 'binance')).toEqual(['ok', 'live']);
  expect(await partOf(other, 'binance')).toEqual(['ok', 'elsewhere']);
  expect(await partOf(other, 'redis')).toEqual(['ok', 'live']);
});

it('drops what cannot be read, as without Redis, and none of what comes with it', async () => {
  const malformed = () =>
    [one, other].map((app) => app.get(TicksService).countsOf('binance').dropped.malformed);
  const before = malformed();
  const relay = one.get(TickRelayService);
  clock.advance(1_000);
  const atMs = clock.now().getTime();
  const said = { symbol: 'BTC-USD', source: 'binance', isCounted: true } as const;
  relay.publish({ ...said, price: '42420.75', atMs: Infinity });
  relay.publish({ ...said, price: 7 as unknown as string, atMs });
  relay.publish({ ...said, price: '42420.75', atMs });

  await eventually(() => expect([one, other].map(priceAt)).toEqual(['42420.75', '42420.75']));
  expect(malformed()).toEqual(before.map((count) => count + 2));
});

it('pauses prices while Redis is away, serves on, and goes on by itself', async () => {
  await redis.stop();
  await eventually(async () => expect(await partOf(one, 'redis')).toEqual(['degraded', 'waiting']));
  clock.advance(61_000);
  expect([quoteAt(one)?.stale, quoteAt(other)?.stale]).toEqual([true, true]);
  expect((await one.anonymous.get('/currencies')).status).toBe(200);

  redis = await startRedis(port);
  await trade('42421.25', one, other);
  expect([quoteAt(one)?.stale, quoteAt(other)?.stale]).toEqual([false, false]);
});

it('has another process ask soon after the end of the first', async () => {
  // As when the process dies: its connection to Postgres ends, and nothing is said.
  await one.query(
    `select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'tradeyard market owner'`,
  );
  await eventually(() => expect([isOwner(one), isOwner(other)].filter(Boolean)).toHaveLength(1));
  await trade('42422.75', one, other);
});
