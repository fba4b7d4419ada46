import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { formatDecimal, parseDecimal } from '@tradeyard/kernel';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestApp, type TestApp, type TestPerson } from '../../test/app.js';
import { TestClock } from '../../test/clock.js';
import { eventually } from '../../test/eventually.js';
import { EventsImportService } from './events-import.service.js';
import { MarketJob } from './market.job.js';
import { PricesImportService } from './prices-import.service.js';
import { QuotesService } from './quotes.service.js';
import { SplitsService } from './splits.service.js';
import { TicksService } from './ticks.service.js';

const clock = new TestClock();
const folder = mkdtempSync(join(tmpdir(), 'prices-'));
let app: TestApp;
let admin: TestPerson;
let ada: TestPerson;
beforeAll(async () => {
  clock.set('2020-08-31T12:00:00Z');
  app = await createTestApp({ clock });
  app.get(MarketJob).stop();
  admin = await app.register(); // who comes first
  ada = await app.register();
});
afterAll(async () => {
  await app.close();
  rmSync(folder, { recursive: true });
});

const events = '/instruments/AMZN/events';
const split = (day: string, ratio: string) => ({ kind: 'split', day, ratio, amount: null });
const dividend = (day: string, amount: string) => ({ kind: 'dividend', day, ratio: null, amount });

it('knows the splits of the shares that come along', async () => {
  expect((await ada.get('/instruments/AAPL/events')).body).toEqual({
    items: [
      split('2020-08-31', '4:1'),
      split('2014-06-09', '7:1'),
      split('2005-02-28', '2:1'),
      split('2000-06-21', '2:1'),
    ],
    next: null,
  });
  expect((await ada.get(events)).body.items).toEqual([split('2022-06-06', '20:1')]);
});

describe('an event', () => {
  it('is created, listed in pages and taken back', async () => {
    const first = await admin.post(events, { kind: 'dividend', day: '2022-06-06', amount: '0.8200' });
    expect([first.status, first.body]).toEqual([201, dividend('2022-06-06', '0.82')]);
    await admin.post(events, { kind: 'split', day: '2030-01-02', ratio: '1:10' });

    const page = (await ada.get(`${events}?limit=2`)).body;
    expect(page.items).toEqual([split('2030-01-02', '1:10'), split('2022-06-06', '20:1')]);
    expect((await ada.get(`${events}?limit=2&cursor=${page.next}`)).body).toEqual({
      items: [dividend('2022-06-06', '0.82')],
      next: null,
    });
    expect((await admin.delete(`${events}/2030-01-02/split`)).status).toBe(204);
    expect((await admin.delete(`${events}/2022-06-06/dividend`)).status).toBe(204);
    expect((await ada.get(events)).body.items).toEqual([split('2022-06-06', '20:1')]);
  });

  const body = { kind: 'split', day: '2024-01-02', ratio: '2:1' };
  it.each([
    ['the same again', { ...body, day: '2022-06-06' }, 409, 'event_exists', 'day'],
    ['no ratio', { ...body, ratio: undefined }, 422, 'event_malformed', 'ratio'],
    ['a ratio of nothing', { ...body, ratio: '0:1' }, 422, 'event_malformed', 'ratio'],
    ['a ratio that changes nothing', { ...body, ratio: '2:2' }, 422, 'event_malformed', 'ratio'],
    ['half a share', { ...body, ratio: '1.5:1' }, 422, 'event_malformed', 'ratio'],
    ['a split with an amount', { ...body, amount: '1' }, 422, 'event_malformed', 'ratio'],
    ['a dividend with a ratio', { ...body, kind: 'dividend', amount: '1' }, 422, 'event_malformed', 'amount'],
    [
      'a dividend of nothing',
      { kind: 'dividend', day: body.day, amount: '0' },
      422,
      'event_malformed',
      'amount',
    ],
    [
      'a dividend above the price',
      { kind: 'dividend', day: '2020-08-31', amount: '100000' },
      422,
      'event_malformed',
      'amount',
    ],
    ['no such day', { ...body, day: '2024-02-30' }, 400, 'validation_failed', 'day'],
    ['another kind', { ...body, kind: 'merger' }, 400, 'validation_failed', 'kind'],
  ])('is refused with %s', async (_, event, status, code, field) => {
    const before = (await ada.get(events)).body;
    const answer = await admin.post(events, event);
    expect([answer.status, answer.body.code, answer.body.errors?.[0]?.field]).toEqual([status, code, field]);
    expect((await ada.get(events)).body).toEqual(before);
  });

  it.each([
    ['/instruments/NOPE/events', 'instrument_not_found'],
    ['/instruments/AMZN/events/2024-01-02/split', 'event_not_found'],
    ['/instruments/AMZN/events/2022-06-06/merger', 'event_not_found'],
    ['/instruments/AMZN/events/yesterday/split', 'event_not_found'],
    ['/instruments/AMZN/events/nonsense/split', 'event_not_found'],
    ['/instruments/AMZN/events/2022-13-45/split', 'event_not_found'],
  ])('is not there: %s', async (path, code) => {
    const answer = path.endsWith('events') ? await ada.get(path) : await admin.delete(path);
    expect([answer.status, answer.body.code]).toEqual([404, code]);
  });
});

describe('a file of events', () => {
  const importText = (text: string) => app.get(EventsImportService).importRows(Readable.from([text]));
  const text = 'symbol,date,kind,value\nTSLA,2020-08-31,split,5:1\nTSLA,2021-03-01,dividend,0.5\n';

  it('is taken, and again, and corrected', async () => {
    expect(await importText(text)).toMatchObject({ rows: 2, created: 1, changed: 0, unchanged: 1 });
    expect(await importText(text)).toMatchObject({ created: 0, changed: 0, unchanged: 2 });
    expect(await importText(text.replace('0.5', '0.25'))).toMatchObject({
      created: 0,
      changed: 1,
      unchanged: 1,
    });
  });

  it('is refused as a whole, with what is wrong', async () => {
    const wrong = `${text}NOPE,2020-01-02,split,2:1\nTSLA,2020-08-31,split,4:1\nTSLA,soon,split,2:1\nTSLA,2020-01-02,split,2\n`;
    await expect(importText(wrong)).rejects.toMatchObject({
      code: 'csv_malformed',
      errors: [
        { field: 'line 4, column symbol' },
        { field: 'line 5, column date' },
        { field: 'line 6, column date' },
        { field: 'line 7, column value' },
      ],
    });
  });
});

// Facts: Apple's prices around its split, as they were paid.
const apple = `Date,Open,High,Low,Close,Volume
2020-08-27,508.57,509.94,495.33,500.04,38888096
2020-08-28,504.05,505.77,498.31,499.23,46907479
`;
const splitDay = '2020-08-31,127.58,131,126,129.04,225702688\n';
const adjusted = apple.replace(
  '504.05,505.77,498.31,499.23,46907479',
  '126.0125,126.4425,124.5775,124.8075,187629916',
);

describe('prices around a split', () => {
  const importPrices = (text: string, options = {}) => {
    const path = join(folder, 'prices.csv');
    writeFileSync(path, text);
    return app.get(PricesImportService).importDays('AAPL', path, options);
  };
  const storedCloses = () =>
    app.query(`select close, source from candle where symbol = 'AAPL' and "interval" = '1d' order by at`);

  it('let the market go on at the price of the new shares, and the quote compare with it', async () => {
    await importPrices(apple);
    expect(await storedCloses()).toEqual([
      { close: '500.04', source: 'imported' },
      { close: '499.23', source: 'imported' },
    ]);
    await app.get(MarketJob).save();
    const quote = app.get(QuotesService).findQuote('AAPL');
    expect(quote?.previousClose && formatDecimal(quote.previousClose)).toBe('124.81');
    expect(quote && formatDecimal(quote.price)).toBe('124.81');
  });

  it('compare with it also when the day begins while prices come in', () => {
    const price = parseDecimal('499.23');
    const tick = { symbol: 'AAPL', bid: price, ask: price, price, volume: price, source: 'yahoo' as const };
    const quotes = app.get(QuotesService);
    const friday = Date.parse('2020-08-28T19:59:00Z');
    const day = {
      at: new Date('2020-08-28'),
      open: price,
      high: price,
      low: price,
      close: price,
      volume: price,
    };
    quotes.begin({ ...tick, atMs: friday }, { currency: 'USD', day, previousClose: null });
    const after = parseDecimal('127.58');
    app.get(TicksService).begin({ symbol: 'AAPL', class: 'stock', tickSize: '0.0001' });
    app
      .get(TicksService)
      .publish({ ...tick, bid: after, ask: after, price: after, atMs: Date.parse('2020-08-31T11:59:00Z') });
    expect(quotes.findQuote('AAPL')?.previousClose).toEqual(parseDecimal('124.8075'));
  });

  it('compare with what is known of it now, in every process, without a tick', async () => {
    const [price, close] = [parseDecimal('50'), parseDecimal('200')];
    const tick = {
      symbol: 'ETH-USD',
      bid: price,
      ask: price,
      price,
      volume: price,
      source: 'yahoo' as const,
    };
    const before = { price: close, atMs: Date.parse('2020-08-28'), source: 'imported' as const };
    const other = await createTestApp({ clock, databaseUrl: app.databaseUrl });
    other.get(MarketJob).stop();
    try {
      const all = [app, other].map((each) => each.get(QuotesService));
      const closes = () => all.map((quotes) => quotes.findQuote('ETH-USD')?.previousClose);
      const start = { currency: 'USD', day: undefined, previousClose: before };
      for (const quotes of all) quotes.begin({ ...tick, atMs: clock.now().getTime() }, start);
      expect(closes()).toEqual([close, close]);

      await admin.post('/instruments/ETH-USD/events', { kind: 'split', day: '2020-08-31', ratio: '4:1' });
      await eventually(() => expect(closes()).toEqual([price, price]));
      app.get(QuotesService).open('ETH-USD', start, before);
      expect(app.get(QuotesService).findQuote('ETH-USD')).toMatchObject({ price, bid: price, ask: price });
      await admin.delete('/instruments/ETH-USD/events/2020-08-31/split');
      await eventually(() => expect(closes()).toEqual([close, close]));
    } finally {
      await other.close();
    }
  });

  it('are taken as adjusted when they are, and stored as they were paid', async () => {
    const file = `${adjusted.replace('508.57,509.94,495.33,500.04,38888096', '127.1425,127.485,123.8325,125.01,155552384')}${splitDay}`;
    await importPrices(file, { adjusted: true });
    expect((await storedCloses()).map(({ close }) => Number(close))).toEqual([500.04, 499.23, 129.04]);
  });

  it.each([
    [
      'adjusted ones that are not said to be',
      adjusted,
      {},
      /do not jump by about 4:1 at the split of 2020-08-31.* say --adjusted/,
    ],
    [
      'raw ones that are said to be adjusted',
      apple,
      { adjusted: true },
      /jump by about 4:1 at the split of 2020-08-31.* leave --adjusted out/,
    ],
  ])('are refused where they contradict it: %s', async (_, text, options, message) => {
    const before = await storedCloses();
    await expect(importPrices(text + splitDay, options)).rejects.toThrow(message);
    expect(await storedCloses()).toEqual(before);
  });

  it('are corrected by a split that another process was told of', async () => {
    const other = await createTestApp({ clock, databaseUrl: app.databaseUrl });
    other.get(MarketJob).stop();
    try {
      await admin.post('/instruments/BTC-USD/events', { kind: 'split', day: '2020-09-01', ratio: '10:1' });
      expect(app.get(SplitsService).list('BTC-USD')).toHaveLength(1);
      await eventually(() => expect(other.get(SplitsService).list('BTC-USD')).toHaveLength(1));
    } finally {
      await other.close();
    }
  });
});
