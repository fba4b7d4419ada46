import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseDecimal, ratio } from '@tradeyard/kernel';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { RatesImportService } from '../src/currency/rates-import.service.js';
import { RatesService } from '../src/currency/rates.service.js';
import { MarketJob } from '../src/market-data/market.job.js';
import { PricesImportService } from '../src/market-data/prices-import.service.js';
import { createTestApp, type TestApp, type TestPerson } from '../test/app.js';
import { TestClock } from '../test/clock.js';

const folder = process.env['TRADEYARD_REAL_DATA'];
if (!folder) throw new Error('TRADEYARD_REAL_DATA must name the folder of the real files; see the README');

const clock = new TestClock();
let app: TestApp;
let ada: TestPerson;
beforeAll(async () => {
  clock.set('2026-04-15T12:00:00Z');
  app = await createTestApp({ clock });
  app.get(MarketJob).stop(); // time passes only when the test says so
  ada = await app.register();
});
afterAll(() => app.close());

const lines = (file: string): string[][] =>
  readFileSync(join(folder, file), 'utf8')
    .trim()
    .split('\n')
    .map((line) => line.split(','));

describe('the history of rates of the European Central Bank', () => {
  const file = 'eurofxref-hist.csv';
  const whole = { days: 6_983, rates: 217_555, first: '1999-01-04', last: '2026-04-13' };
  const importAll = () => app.get(RatesImportService).importEcbHistory(join(folder, file), () => undefined);
  const getRate = (from: string, to: string, on?: string) => app.get(RatesService).getRate(from, to, on);

  it('goes into an empty database as a whole', async () => {
    await app.query('delete from rate');

    expect(await importAll()).toEqual({ ...whole, inserted: whole.rates, updated: 0, unchanged: 0 });
    expect(await app.query('select count(*)::int, count(distinct date)::int as days from rate')).toEqual([
      { count: whole.rates, days: whole.days },
    ]);
  });

  it('changes nothing when it comes again', async () => {
    expect(await importAll()).toEqual({ ...whole, inserted: 0, updated: 0, unchanged: whole.rates });
  });

  it('agrees in every number with what is stored', async () => {
    const [[, ...codes] = [], ...days] = lines(file);
    const ofFile = days.flatMap(([day, ...rates]) =>
      rates.flatMap((rate, place) => (/\d/.test(rate) ? `${day} ${codes[place]} ${rate}` : [])),
    );
    const stored = await app.query(`select to_char(date, 'YYYY-MM-DD') as day, currency, per_euro from rate`);
    const ofTable = stored.map(({ day, currency, per_euro }) => `${day} ${currency} ${per_euro}`);

    // Sets, since a difference of two arrays of this size takes minutes to print.
    const known = new Set(ofTable);
    expect(ofFile.filter((rate) => !known.has(rate))).toEqual([]);
    expect(ofFile.length).toBe(ofTable.length);
  });

  it.each([
    ['EUR', 'USD', undefined, '1.1684', '1', '2026-04-13'],
    ['EUR', 'USD', '2026-04-12', '1.1711', '1', '2026-04-10'], // a Sunday takes Friday's
    ['EUR', 'USD', '1999-01-04', '1.1789', '1', '1999-01-04'],
    ['GBP', 'JPY', '2001-03-05', '111.14', '0.633', '2001-03-05'],
    ['JPY', 'GBP', '2001-03-05', '0.633', '111.14', '2001-03-05'],
    ['CHF', 'ROL', '2001-03-04', '25390', '1.5379', '2001-03-02'],
  ])('gives from %s to %s on %s exactly %s / %s, of %s', async (from, to, on, above, below, date) => {
    const found = await getRate(from, to, on);
    const exact = ratio(parseDecimal(above), parseDecimal(below));

    expect(found).toMatchObject({ date, source: 'ECB' });
    expect(found.rate.rate.numerator * exact.denominator).toBe(found.rate.rate.denominator * exact.numerator);
  });

  it.each([
    ['1999-01-03', 'USD', 'rate_unavailable'],
    ['2023-01-02', 'HRK', 'rate_unavailable'],
  ])('has nothing on %s for %s', async (on, to, code) => {
    await expect(getRate('EUR', to, on)).rejects.toMatchObject({ code });
  });
});

describe('files of daily prices', () => {
  // Of each: rows, empty ones among them, the first and the last day with its close.
  const files: [string, number, number, [string, string], [string, string]][] = [
    ['AAPL', 6_496, 0, ['1999-11-01', '77.62'], ['2025-08-28', '232.56']],
    ['AMZN', 6_496, 0, ['1999-11-01', '69.13'], ['2025-08-28', '231.6']],
    ['TSLA', 3_816, 0, ['2010-06-29', '23.89'], ['2025-08-28', '345.98']],
    ['BTC-USD', 2_708, 0, ['2014-09-17', '457.3340148925781'], ['2022-02-14', '42618.63671875']],
    ['ETH-USD', 2_708, 1_149, ['2017-11-09', '320.8840026855469'], ['2022-02-14', '2948.5009765625']],
    ['ADA-USD', 2_708, 1_149, ['2017-11-09', '0.03205300122499466'], ['2022-02-14', '1.0475733280181885']],
  ];
  const prices = (symbol: string) => join('prices', `${symbol}.csv`);
  const stored = (symbol: string) =>
    app.query(
      `select to_char(at at time zone 'UTC', 'YYYY-MM-DD') as "Date", open::text as "Open", high::text as "High",
         low::text as "Low", close::text as "Close", volume::text as "Volume"
       from candle where symbol = $1 and source = 'imported' order by at`,
      [symbol],
    );

  /** The rows of a file that have prices, oldest first, by the names of its header. */
  function rowsOf(symbol: string): Record<string, string>[] {
    const [header = [], ...rows] = lines(prices(symbol));
    return rows
      .filter((cells) => cells[1] !== '')
      .map((cells) => Object.fromEntries(cells.map((cell, place) => [header[place], cell])))
      .map(({ date, Date = date, ...rest }) => ({ Date, ...rest }) as Record<string, string>)
      .sort((a, b) => String(a['Date']).localeCompare(String(b['Date'])));
  }

  const same = (a = '', b = '') => {
    const { numerator, denominator } = ratio(parseDecimal(a), parseDecimal('1'));
    const other = ratio(parseDecimal(b), parseDecimal('1'));
    return numerator * other.denominator === other.numerator * denominator;
  };

  it.each(files)(
    '%s is loaded as a whole, and again without a change',
    async (symbol, rowsRead, rowsEmpty, first, last) => {
      const importFile = () => app.get(PricesImportService).importDays(symbol, join(folder, prices(symbol)));
      const [firstDay, lastDay] = [first[0], last[0]];
      const summary = { rowsRead, rowsEmpty, rowsWritten: rowsRead - rowsEmpty, firstDay, lastDay };

      expect(await importFile()).toEqual(summary);
      const once = await stored(symbol);
      expect(await importFile()).toEqual(summary);

      expect(once).toHaveLength(summary.rowsWritten);
      expect([once[0], once.at(-1)].map(({ Date, Close }) => [Date, Close])).toEqual([first, last]);
      expect(await stored(symbol)).toEqual(once);
      const wrong = rowsOf(symbol).filter(
        (row, place) =>
          row['Date'] !== once[place]?.Date ||
          !['Open', 'High', 'Low', 'Close', 'Volume'].every((column) =>
            same(row[column], once[place]?.[column]),
          ),
      );
      expect(wrong).toEqual([]);
    },
  );

  it('leave a market on which an order is filled near the last real close', async () => {
    await app.get(MarketJob).save(); // as it does every two seconds
    clock.advance(1_000);
    await app.get(MarketJob).tick();
    await ada.post('/wallet/deposits', { amount: { amount: '1000.00', currency: 'EUR' } });
    const conversion = { from: { amount: '1000.00', currency: 'EUR' }, to: { currency: 'USD' } };
    const converted = await ada.post('/wallet/conversions', conversion);
    const order = { symbol: 'AAPL', side: 'buy', type: 'market', quantity: '2' };

    const { status, body } = await ada.post('/orders', order);

    expect(converted.body.changes).toContainEqual(
      expect.objectContaining({ asset: 'USD', amount: '1168.40', balanceAfter: '1168.40' }),
    );
    expect([status, body.status, body.filledQuantity]).toEqual([201, 'filled', '2.00000000']);
    const paid = Number(body.averagePrice);
    expect(paid).toBeGreaterThan(232.56 * 0.99);
    expect(paid).toBeLessThan(232.56 * 1.01);
    const [portfolio] = (await ada.get('/portfolios')).body.items;
    const positions = await ada.get(`/portfolios/${portfolio.id}/positions`);
    expect(positions.body.items).toMatchObject([{ symbol: 'AAPL', quantity: '2.00000000' }]);
    const balances = await ada.get('/wallet/balances');
    const left = balances.body.items.find(({ currency }: { currency: string }) => currency === 'USD');
    expect(Number(left.available.amount) + Number(body.amount.amount)).toBeCloseTo(1168.4, 6);
    const { body: candles } = await ada.get('/instruments/AAPL/candles?from=2025-08-28&to=2025-08-28');
    expect(candles.items).toMatchObject([{ close: '232.56', source: 'imported' }]);
  });
});
