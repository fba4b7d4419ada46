import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { WebSocket } from 'ws';
import { createTestApp, type TestApp, type TestPerson } from '../../test/app.js';
import { TestClock } from '../../test/clock.js';
import { eventually } from '../../test/eventually.js';
import { ProviderServer, sayJson } from '../../test/provider-server.js';
import type { ReadyDto } from '../platform/health.controller.js';
import { CandlesJob } from './candles.job.js';
import { HistoriesJob } from './histories.job.js';
import { MarketJob } from './market.job.js';
import { OutsideCandlesService } from './outside-candles.service.js';
import { ProvidersJob } from './providers.job.js';
import { QuotesService } from './quotes.service.js';

const clock = new TestClock();
const server = new ProviderServer();
const now = '2025-08-28T14:30:00.000Z';
let app: TestApp;
let admin: TestPerson;
let person: TestPerson;
let socket: WebSocket | undefined;
let trades = 0;

beforeAll(async () => {
  clock.set(now);
  // It stores by a timer of its own, sooner or later than these tests get to the day's end.
  vi.spyOn(OutsideCandlesService.prototype, 'save').mockResolvedValue();
  await server.start();
  server.plays = [{ connected: (connected) => (socket = connected) }];
  server.answer = sayJson([]);
  const origin = `127.0.0.1:${server.port}`;
  app = await createTestApp({
    clock,
    env: {
      BINANCE_STREAM_URL: `ws://${origin}/`,
      BINANCE_URL: `http://${origin}/`,
      FINNHUB_KEY: 'a-secret-token',
    },
  });
  app.get(MarketJob).stop();
  app.get(CandlesJob).stop(); // a close of today would count, or not, by how long the test took
  admin = await app.register();
  person = await app.register();
});
afterAll(async () => {
  await app.close();
  server.close();
});

async function change(symbol: string, changes: object): Promise<void> {
  const { status, body } = await admin.patch(`/instruments/${symbol}`, changes);
  expect([status, body]).toEqual([200, expect.objectContaining(changes)]);
  await app.get(ProvidersJob).refresh();
}

async function trade(price: string): Promise<void> {
  await eventually(() => expect(socket?.readyState).toBe(1));
  trades += 1;
  const atMs = clock.now().getTime();
  const data = { e: 'trade', E: atMs, s: 'BTCUSDT', t: trades, p: price, q: '0.5', T: atMs };
  socket?.send(JSON.stringify({ stream: 'btcusdt@trade', data }));
}

const quoteOf = async (symbol: string) => (await person.get(`/quotes?symbols=${symbol}`)).body.items[0];
const readyz = async () => (await fetch(`${app.origin}/readyz`)).json() as Promise<ReadyDto>;
const providerOf = async (name: string) =>
  (await admin.get('/admin/market/providers')).body.items.find(
    ({ provider }: { provider: string }) => provider === name,
  );

describe('an instrument that a provider prices from now on', () => {
  it('has no price until the provider says one, and none of the simulated market any more', async () => {
    const kline = ['2025-08-27', '40000', '43000', '39000', '42000.5', '12.5'];
    server.answer = sayJson([[Date.parse(kline[0] as string), ...kline.slice(1)]]);
    await change('BTC-USD', { provider: 'binance', providerSymbol: 'BTCUSDT' });

    expect(await quoteOf('BTC-USD')).toBeUndefined();
    expect(() => app.get(QuotesService).getQuote('BTC-USD')).toThrow(
      expect.objectContaining({ code: 'quote_unavailable' }),
    );
    clock.advance(60_000);
    await app.get(MarketJob).tick();
    expect(await quoteOf('BTC-USD')).toBeUndefined();
    expect(await quoteOf('ETH-USD')).toMatchObject({ source: 'simulated', stale: false });
  });

  it('gets the history of its provider instead of the simulated one', async () => {
    await app.get(HistoriesJob).whenIdle();
    const { body } = await person.get('/instruments/BTC-USD/candles?from=2025-01-01');

    expect(body.items.map(({ at, close, source }: Record<string, string>) => [at, close, source])).toEqual([
      ['2025-08-27T00:00:00.000Z', '42000.5', 'binance'],
    ]);
  });

  it('is quoted from the first price on, against the last real close', async () => {
    await trade('42420.50500000');
    await eventually(async () => expect(await quoteOf('BTC-USD')).toBeDefined());

    expect(await quoteOf('BTC-USD')).toMatchObject({
      price: '42420.505',
      bid: '42420.505',
      previousClose: '42000.5',
      changePercent: '1.00',
      volume: '0.5',
      at: clock.now().toISOString(),
      source: 'binance',
      stale: false,
    });
  });

  it('is stale when nothing comes for a minute', async () => {
    clock.advance(60_001);
    expect(await quoteOf('BTC-USD')).toMatchObject({ stale: true });
    await trade('42420.60');
    await eventually(async () => expect(await quoteOf('BTC-USD')).toMatchObject({ stale: false }));
  });
});

describe('administrators', () => {
  it('see who prices what, and how well that works', async () => {
    expect(await providerOf('binance')).toMatchObject({
      state: 'live',
      instruments: 1,
      accepted: 2,
      dropped: [],
      reconnects: 0,
      lastError: null,
      lastTickAt: clock.now().toISOString(),
    });
    expect(await providerOf('simulated')).toMatchObject({ state: 'live', instruments: 5 });
    expect(await providerOf('finnhub')).toMatchObject({ state: 'off', instruments: 0 });
    expect(await readyz()).toMatchObject({
      status: 'ok',
      providers: [
        { name: 'simulated', state: 'live' },
        { name: 'binance', state: 'live' },
      ],
    });
  });

  it('see what was not believed, and can believe it', async () => {
    clock.advance(1_000);
    await trade('4242.06');
    await trade('0.00');
    await eventually(async () =>
      expect((await admin.get('/admin/market/quarantine')).body.items).toHaveLength(2),
    );
    const first = (await admin.get('/admin/market/quarantine?limit=1')).body;
    const second = (await admin.get(`/admin/market/quarantine?limit=1&cursor=${first.next}`)).body;

    expect(first.items[0]).toMatchObject({ reason: 'not_positive', price: '0.00', acceptable: false });
    expect(second).toMatchObject({
      items: [
        {
          provider: 'binance',
          symbol: 'BTC-USD',
          reason: 'jump',
          price: '4242.06',
          bid: null,
          lastPrice: '42420.60',
          at: clock.now().toISOString(),
          status: 'open',
          acceptable: true,
        },
      ],
      next: null,
    });
    expect(await quoteOf('BTC-USD')).toMatchObject({ price: '42420.60' });
    const accept = (id: string) => admin.post(`/admin/market/quarantine/${id}/accept`);
    expect(await accept(first.items[0].id)).toMatchObject({ status: 422, body: { code: 'tick_impossible' } });
    expect(await accept('7')).toMatchObject({ status: 404, body: { code: 'not_found' } });

    expect(await accept(second.items[0].id)).toMatchObject({ status: 200, body: { status: 'accepted' } });
    expect(await quoteOf('BTC-USD')).toMatchObject({ price: '4242.06', bid: '4242.06', ask: '4242.06' });
    expect(await accept(second.items[0].id)).toMatchObject({ status: 200, body: { status: 'accepted' } });
    expect(await providerOf('binance')).toMatchObject({
      dropped: [
        { fault: 'not_positive', count: 1 },
        { fault: 'jump', count: 1 },
      ],
    });
  });

  it('cannot believe what a newer price has settled', async () => {
    clock.advance(1_000);
    await trade('1.00');
    await eventually(async () =>
      expect((await admin.get('/admin/market/quarantine')).body.items).toHaveLength(3),
    );
    clock.advance(1_000);
    await trade('4242.07');
    await eventually(async () => expect(await quoteOf('BTC-USD')).toMatchObject({ price: '4242.07' }));
    const [{ id }] = (await admin.get('/admin/market/quarantine')).body.items;

    expect(await admin.post(`/admin/market/quarantine/${id}/accept`)).toMatchObject({
      status: 422,
      body: { code: 'quarantine_closed' },
    });
  });

  it.each([
    ['get', '/admin/market/providers'],
    ['get', '/admin/market/quarantine'],
    ['post', '/admin/market/quarantine/7/accept'],
  ] as const)('alone may %s %s', async (method, path) => {
    expect((await person[method](path)).status).toBe(403);
    expect((await app.anonymous[method](path)).status).toBe(401);
  });
});

it('serves on while a provider is away, and says so', async () => {
  server.plays = [{ refuse: '503 Service Unavailable' }];
  socket?.terminate();
  await eventually(async () => {
    const { status, providers } = await readyz();
    expect([status, providers[0]?.state]).toEqual(['degraded', 'live']);
    expect(['waiting', 'connecting']).toContain(providers[1]?.state);
  });
  expect((await fetch(`${app.origin}/readyz`)).status).toBe(200);
  await eventually(async () =>
    expect((await providerOf('binance')).lastError).toBe('refused the connection with status 503'),
  );

  server.plays = [{ connected: (connected) => (socket = connected) }];
  await trade('4242.08');
  await eventually(async () => expect(await quoteOf('BTC-USD')).toMatchObject({ price: '4242.08' }));
  expect((await readyz()).status).toBe('ok');
});

describe('nobody trades on the price', () => {
  const reasonOf = (symbol: string) => {
    try {
      app.get(QuotesService).getQuote(symbol);
      return null;
    } catch (error) {
      return (error as Error).message;
    }
  };

  it('of a halted instrument, which keeps it', async () => {
    await app.get(MarketJob).tick();
    expect(reasonOf('ETH-USD')).toBeNull();
    await change('ETH-USD', { status: 'halted' });
    const before = await quoteOf('ETH-USD');
    clock.advance(60_000);
    await app.get(MarketJob).tick();

    expect(reasonOf('ETH-USD')).toBe('ETH-USD is halted');
    expect(await quoteOf('ETH-USD')).toEqual({ ...before, stale: true });
    await change('ETH-USD', { status: 'active' });
    await app.get(MarketJob).tick();
    expect(reasonOf('ETH-USD')).toBeNull();
  });

  it('while its market is closed, where it keeps its hours', async () => {
    await change('AAPL', { simulatedSessions: 'calendar' });
    await app.get(MarketJob).save();
    expect(reasonOf('AAPL')).toBeNull();
    clock.set('2025-08-28T20:00:00Z'); // four in the afternoon in New York
    await app.get(MarketJob).tick();
    const { price, at } = await quoteOf('AAPL');

    expect(reasonOf('AAPL')).toBe('The market of AAPL is closed');
    expect(reasonOf('TSLA')).toBeNull();
    clock.set('2025-08-28T20:30:00Z');
    await app.get(MarketJob).tick();
    expect(await quoteOf('AAPL')).toMatchObject({ price, at, stale: true });
    await change('AAPL', { simulatedSessions: 'always' });
    await app.get(MarketJob).save();
    await app.get(MarketJob).tick();
    expect(reasonOf('AAPL')).toBeNull();
  });
});

it('goes back to the simulated market from the last real close', async () => {
  await change('BTC-USD', { provider: 'simulated' });

  expect(await quoteOf('BTC-USD')).toMatchObject({ price: '42000.50', source: 'simulated', stale: false });
  expect(await providerOf('binance')).toMatchObject({ state: 'off', instruments: 0 });
});
