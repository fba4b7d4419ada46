import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { formatDecimal } from '@tradeyard/kernel';
import type { Candle } from '@tradeyard/market';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestApp, type TestApp, type TestPerson } from '../../test/app.js';
import { TestClock } from '../../test/clock.js';
import { ProviderServer } from '../../test/provider-server.js';
import { MarketJob } from './market.job.js';
import { PricesImportService } from './prices-import.service.js';
import { ProvidersJob } from './providers.job.js';
import { QuotesService } from './quotes.service.js';
import { TicksService } from './ticks.service.js';

const clock = new TestClock();
const server = new ProviderServer();
let app: TestApp;
let restarted: TestApp;
let person: TestPerson;

async function start(databaseUrl?: string): Promise<TestApp> {
  const env = {
    FINNHUB_KEY: 'a-secret-token',
    FINNHUB_URL: `ws://127.0.0.1:${server.port}/`,
    MARKET_REPLAY_SPEED: '1',
  };
  const begun = await createTestApp({ clock, env, ...(databaseUrl && { databaseUrl }) });
  begun.get(MarketJob).stop();
  return begun;
}

beforeAll(async () => {
  clock.set('2025-08-28T14:30:00.000Z');
  await server.start();
  server.plays = [{ refuse: '503 Service Unavailable' }];
  app = await start();
  const folder = await mkdtemp(join(tmpdir(), 'tradeyard-restart-'));
  const file = join(folder, 'prices.csv');
  await writeFile(
    file,
    'Date,Open,High,Low,Close,Volume\n2025-08-26,100,120,90,110,7\n2025-08-27,110,112,80,104.5,9',
  );
  for (const symbol of ['AAPL', 'TSLA']) await app.get(PricesImportService).importDays(symbol, file);
  await rm(folder, { recursive: true });
  await app.query(`update instrument set provider = 'finnhub' where symbol = 'AAPL'`);
  await app.query(`update instrument set provider = 'yahoo', status = 'halted' where symbol = 'TSLA'`);
  await app.query(`update instrument set status = 'halted' where symbol = 'ETH-USD'`);
  await app.query(`update instrument set provider = 'finnhub' where symbol = 'BTC-USD'`);
  await app.get(ProvidersJob).refresh();
  await app.get(MarketJob).save();
  clock.advance(60_000);
  restarted = await start(app.databaseUrl);
  person = await restarted.register();
});
afterAll(async () => {
  await restarted.close();
  await app.close();
  server.close();
});

const quoteOf = async (symbol: string) => (await person.get(`/quotes?symbols=${symbol}`)).body.items[0];

describe('after a restart', () => {
  it.each([
    ['that a provider has yet to price', 'AAPL', '104.5', 'imported'],
    ['that is halted', 'TSLA', '104.5', 'imported'],
  ])('an instrument %s is worth its newest stored close', async (_, symbol, price, source) => {
    expect(await quoteOf(symbol)).toMatchObject({
      price,
      source,
      previousClose: price,
      at: '2025-08-27T12:00:00.000Z',
      stale: true,
    });
    expect(() => restarted.get(QuotesService).getQuote(symbol)).toThrow(
      expect.objectContaining({ code: 'quote_unavailable' }),
    );
  });

  it('a halted instrument of the simulated market is worth what it was when it was halted', async () => {
    const [{ close }] = await app.query(
      `select close from candle where symbol = 'ETH-USD' and "interval" = '1d' order by at desc limit 1`,
    );
    const { price, source, stale } = await quoteOf('ETH-USD');
    expect([Number(price), source, stale]).toEqual([Number(close), 'simulated', true]);
  });

  it('nothing that was made up is a price of a provider', async () => {
    expect(await quoteOf('BTC-USD')).toBeUndefined();
  });

  it('the first tick is not late, however old, and begins its day', async () => {
    const quotes = restarted.get(QuotesService);
    const tick = { symbol: 'AAPL', price: '105', volume: '3', source: 'finnhub' } as const;
    const atMs = Date.parse('2025-08-27T11:00:00Z');

    expect(quotes.listDays('AAPL')).toEqual([]);
    expect(restarted.get(TicksService).publish({ ...tick, atMs })).toBe(true);
    expect(restarted.get(TicksService).publish({ ...tick, atMs: clock.now().getTime() - 1_000 })).toBe(true);
    const { open, high, low, volume } = quotes.listDays('AAPL').at(-1) as Candle;
    expect([open, high, low, volume].map(formatDecimal)).toEqual(['105', '105', '105', '3']);
    expect(await quoteOf('AAPL')).toMatchObject({ price: '105.00', source: 'finnhub', stale: false });
  });
});
