import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestApp, type TestApp, type TestPerson } from '../../test/app.js';
import { TestClock } from '../../test/clock.js';
import { MarketJob } from './market.job.js';
import { QuotesService } from './quotes.service.js';

const symbols = ['AAPL', 'ADA-USD', 'AMZN', 'BTC-USD', 'ETH-USD', 'TSLA'];
const noon = '2025-08-29T12:00:00.000Z';
const stepMs = 1000;

const clock = new TestClock();
let app: TestApp;
let ada: TestPerson;
beforeAll(async () => {
  clock.set(noon);
  app = await start();
  ada = await app.register();
});
afterAll(() => app.close());

/** Another process of the product, on its own database or on that of another. */
async function start(databaseUrl?: string): Promise<TestApp> {
  const env = { MARKET_TICK_MS: '60000', ...(databaseUrl && { DATABASE_URL: databaseUrl }) };
  const started = await createTestApp({ clock, env });
  started.get(MarketJob).stop(); // time passes only when the test says so
  return started;
}

async function pass(minutes: number, ...apps: readonly TestApp[]): Promise<void> {
  clock.advance(minutes * 60 * stepMs);
  for (const each of apps) await each.get(MarketJob).tick();
}

const quotesOf = (of: TestApp) => of.get(QuotesService).listQuotes();

describe('instruments', () => {
  it('are there from the start', async () => {
    const { body } = await ada.get('/instruments');
    expect(body.items.map(({ symbol }: { symbol: string }) => symbol)).toEqual(symbols);
    expect(body.items[0]).toEqual({
      symbol: 'AAPL',
      name: 'Apple Inc.',
      sector: 'Technology',
      country: 'US',
      exchange: 'NASDAQ',
      class: 'stock',
      currency: 'USD',
      base: null,
      tickSize: '0.01',
      status: 'active',
      calendar: 'XNAS',
      timeZone: 'America/New_York',
      provider: 'simulated',
      session: { isOpen: true, until: null },
    });
  });

  it.each([
    ['aapl', ['AAPL']],
    ['app', ['AAPL']],
    ['inc', ['AAPL', 'AMZN', 'TSLA']],
    ['inc tes', ['TSLA']],
    ['btc-u', ['BTC-USD']],
    ['usd', ['ADA-USD', 'BTC-USD', 'ETH-USD']],
    ['pple', []],
    [`!'&|:*`, []],
    [`a':*`, ['AAPL', 'ADA-USD', 'AMZN']],
    [' ', symbols],
  ])('are found by "%s"', async (query, found) => {
    const { status, body } = await ada.get(`/instruments?query=${encodeURIComponent(query)}`);
    expect(status).toBe(200);
    expect(body.items.map(({ symbol }: { symbol: string }) => symbol)).toEqual(found);
  });

  it('come in pages', async () => {
    const first = await ada.get('/instruments?query=usd&limit=2');
    const second = await ada.get(`/instruments?query=usd&limit=2&cursor=${first.body.next}`);
    expect([first, second].map(({ body }) => [body.items.length, body.next])).toEqual([
      [2, 'BTC-USD'],
      [1, null],
    ]);
  });

  it('are one by one, or not there', async () => {
    expect((await ada.get('/instruments/BTC-USD')).body).toMatchObject({ name: 'Bitcoin', class: 'crypto' });
    for (const path of ['/instruments/NOPE', '/instruments/NOPE/candles', '/quotes?symbols=AAPL,NOPE']) {
      const { status, body } = await ada.get(path);
      expect([path, status, body.code]).toEqual([path, 404, 'instrument_not_found']);
    }
  });
});

it.each(['/instruments', '/instruments/AAPL', '/instruments/AAPL/candles', '/quotes'])(
  '%s is closed without a session',
  async (path) => {
    expect((await app.anonymous.get(path)).status).toBe(401);
  },
);

describe('a fresh market', () => {
  it('has two years of simulated days that end at the start price', async () => {
    const { body } = await ada.get('/instruments/BTC-USD/candles?to=2025-08-28');
    expect(body.items).toHaveLength(730);
    expect(body.items[0].at).toBe('2023-08-30T00:00:00.000Z');
    expect(body.items.at(-1)).toMatchObject({
      at: '2025-08-28T00:00:00.000Z',
      close: '42618.63',
      source: 'simulated',
    });
  });

  it('has a quote of every instrument at once, marked as simulated', async () => {
    const { body } = await ada.get('/quotes');
    expect(body.items.map(({ symbol }: { symbol: string }) => symbol)).toEqual(symbols);
    expect(body.items[0]).toMatchObject({
      price: '232.56',
      currency: 'USD',
      previousClose: '232.56',
      change: '0.00',
      changePercent: '0.00',
      at: noon,
      source: 'simulated',
      stale: false,
    });
  });
});

it('lists quotes in pages, by symbol', async () => {
  const first = (await ada.get('/quotes?limit=4')).body;
  const second = (await ada.get(`/quotes?limit=4&cursor=${first.next}`)).body;

  expect(first.items.map(({ symbol }: { symbol: string }) => symbol)).toEqual(symbols.slice(0, 4));
  expect(second.items.map(({ symbol }: { symbol: string }) => symbol)).toEqual(symbols.slice(4));
  expect(second.next).toBeNull();
});

describe('candles', () => {
  it('come in pages, oldest first', async () => {
    const all = (await ada.get('/instruments/AAPL/candles?limit=10000&to=2025-08-28')).body;
    expect(all.next).toBeNull();
    const paged: unknown[] = [];
    let cursor: string | null = '2000-01-01T00:00:00.000Z';
    while (cursor) {
      const { body } = await ada.get(`/instruments/AAPL/candles?limit=200&to=2025-08-28&cursor=${cursor}`);
      paged.push(...body.items);
      cursor = body.next;
    }
    expect(paged).toEqual(all.items);
  });

  it('are those of the range, both ends among them', async () => {
    const { body } = await ada.get('/instruments/BTC-USD/candles?from=2025-08-01&to=2025-08-03');
    expect(body.items.map(({ at }: { at: string }) => at.slice(0, 10))).toEqual([
      '2025-08-01',
      '2025-08-02',
      '2025-08-03',
    ]);
  });

  it.each([
    ['limit=10001', 'limit'],
    ['limit=0', 'limit'],
    ['interval=7m', 'interval'],
    ['from=yesterday', 'from'],
    ['to=2025-02-30', 'to'],
    ['cursor=AAPL', 'cursor'],
    ['since=2025-01-01', 'since'],
  ])('refuse ?%s', async (query, field) => {
    const { status, body } = await ada.get(`/instruments/AAPL/candles?${query}`);
    expect([status, body.code, body.errors[0].field]).toEqual([400, 'validation_failed', field]);
  });
});

describe('the simulated market', () => {
  it('moves on, and its day is stored', async () => {
    const before = quotesOf(app);
    await pass(5, app);
    await app.get(MarketJob).save();

    for (const [index, quote] of quotesOf(app).entries()) {
      expect(quote.at.getTime() - (before[index]?.at.getTime() ?? 0)).toBe(5 * 60 * stepMs);
      expect(quote.price).not.toEqual(before[index]?.price);
    }
    const { body: quotes } = await ada.get('/quotes?symbols=AAPL');
    const { body: candles } = await ada.get('/instruments/AAPL/candles?from=2025-08-29');
    const [{ price, dayHigh, dayLow, volume }] = quotes.items;
    const [{ close, high, low, volume: traded }] = candles.items;
    expect([close, high, low, traded].map(Number)).toEqual([price, dayHigh, dayLow, volume].map(Number));
  });

  it('is the same in a process that starts later, and after one that was killed', async () => {
    await app.get(MarketJob).save();
    await pass(7, app); // not stored: a process that is killed now takes it along
    const later = await start(app.databaseUrl);
    try {
      expect(quotesOf(later)).toEqual(quotesOf(app));
      await pass(60, app, later);
      await later.get(MarketJob).save();
      expect(quotesOf(later)).toEqual(quotesOf(app));
    } finally {
      await later.close();
    }
  });

  it('ends its day at midnight in UTC, also for a process that starts afterwards', async () => {
    await pass(5 * 60, app);
    await pass(5 * 60, app);
    await app.get(MarketJob).save();
    clock.set('2025-08-29T23:59:30Z');
    await app.get(MarketJob).tick();
    const last = quotesOf(app);
    await pass(1, app);

    expect(quotesOf(app).map(({ previousClose }) => previousClose)).toEqual(last.map(({ price }) => price));
    await app.get(MarketJob).save();
    const later = await start(app.databaseUrl);
    expect(quotesOf(later)).toEqual(quotesOf(app));
    await later.close();
  });

  it('says when a price is too old, and then nobody trades on it', async () => {
    const quotes = app.get(QuotesService);
    expect(quotes.getQuote('AAPL').stale).toBe(false);
    await pass(6);
    expect((await ada.get('/quotes?symbols=AAPL')).body.items[0].stale).toBe(true);
    expect(() => quotes.getQuote('AAPL')).toThrow(expect.objectContaining({ code: 'quote_unavailable' }));
    expect(() => quotes.getQuote('NOPE')).toThrow(expect.objectContaining({ code: 'quote_unavailable' }));
    await pass(0, app);
    expect(quotes.getQuote('AAPL').stale).toBe(false);
  });

  it('goes on from where it was after a long pause, in all processes alike', async () => {
    const asleep = await start(app.databaseUrl);
    await app.get(MarketJob).save();
    const before = quotesOf(app).map(({ price }) => price);
    await pass(3 * 24 * 60, app);

    expect(quotesOf(app).map(({ price }) => price)).toEqual(before);
    expect(quotesOf(app).every(({ stale }) => !stale)).toBe(true);
    await pass(10, app, asleep);
    expect(quotesOf(asleep)).toEqual(quotesOf(app));
    await asleep.close();
  });
});
