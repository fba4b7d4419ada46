import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { RatesImportService } from '../src/currency/rates-import.service.js';
import { MarketJob } from '../src/market-data/market.job.js';
import { PricesImportService } from '../src/market-data/prices-import.service.js';
import { createTestApp, type TestApp, type TestPerson } from '../test/app.js';
import { TestClock } from '../test/clock.js';

/*
 * Ten years with real prices, real splits and the rates of the European Central Bank, in euros. Everything below was
 * worked out beside the product, from the files alone: closes as they were paid, dollars for a euro of the day or of the
 * bank's last day before.
 *
 *  day         what                    price         rate    euros        fee
 *  2015-06-01  buy 10 AAPL             130.535       1.0944  1,192.7540   5 USD = 4.5687
 *  2017-01-03  buy 0.5 BTC-USD         1,043.839966  1.0385    502.5710   -
 *  2018-03-01  buy 2 AMZN              1,493.45      1.2171  2,454.1122   5 USD = 4.1081
 *  2019-06-03  buy 10 TSLA             178.97        1.1185  1,600.0894   5 USD = 4.4703
 *  2020-08-31  AAPL 4 for 1, TSLA 5 for 1: 40 and 50 shares
 *  2020-09-15  sell 20 AAPL            115.54        1.1892  1,943.1551   5 USD = 4.2045
 *  2021-11-08  sell 0.5 BTC-USD        67,566.828125 1.1579 29,176.4523  10 USD = 8.6363
 *  2022-06-06  AMZN 20 for 1: 40 shares;  2022-08-25  TSLA 3 for 1: 150 shares
 *  2023-02-16  dividend of AAPL        4.60 USD      1.0700      4.2991   -
 *
 *  On 2025-08-28, a dollar at 1.1676 for a euro:
 *  20 AAPL at 232.56 = 3,983.5560, 40 AMZN at 231.60 = 7,934.2240, 150 TSLA at 345.98 = 44,447.5848: 56,365.3649
 */
const folder = process.env['TRADEYARD_REAL_DATA'] ?? '';
if (!folder) throw new Error('TRADEYARD_REAL_DATA must name the folder of the real files; see the README');

const clock = new TestClock();
let app: TestApp;
let ada: TestPerson;
let id: string;

/** The close of a day as the file has it. */
function closeOf(symbol: string, day: string): string {
  const [header = '', ...rows] = readFileSync(join(folder, 'prices', `${symbol}.csv`), 'utf8').split('\n');
  const row = rows.find((each) => each.startsWith(day)) ?? '';
  return row.split(',')[header.split(',').indexOf('Close')] ?? '';
}

/** The file goes on after the day of these tests. */
async function importRates(): Promise<void> {
  const [header = '', ...rows] = readFileSync(join(folder, 'eurofxref-hist.csv'), 'utf8').split('\n');
  const known = rows.filter((row) => row.slice(0, 10) <= '2025-08-28');
  const path = join(mkdtempSync(join(tmpdir(), 'rates-')), 'rates.csv');
  writeFileSync(path, [header, ...known].join('\n'));
  await app.get(RatesImportService).importEcbHistory(path, () => undefined);
  rmSync(dirname(path), { recursive: true });
}

const trades = [
  ['2015-06-01', 'buy', 'AAPL', '10', '5'],
  ['2017-01-03', 'buy', 'BTC-USD', '0.5', '0'],
  ['2018-03-01', 'buy', 'AMZN', '2', '5'],
  ['2019-06-03', 'buy', 'TSLA', '10', '5'],
  ['2020-09-15', 'sell', 'AAPL', '20', '5'],
  ['2021-11-08', 'sell', 'BTC-USD', '0.5', '10'],
] as const;

beforeAll(async () => {
  clock.set('2025-08-28T22:00:00Z');
  app = await createTestApp({ clock });
  app.get(MarketJob).stop(); // time passes only when the test says so
  await app.query('delete from rate');
  await importRates();
  for (const symbol of ['AAPL', 'AMZN', 'TSLA', 'BTC-USD']) {
    await app.get(PricesImportService).importDays(symbol, join(folder, 'prices', `${symbol}.csv`));
  }
  ada = await app.register({ baseCurrency: 'EUR' });
  id = (await ada.post('/portfolios', { kind: 'tracked', name: 'Ten years', currency: 'EUR' })).body.id;
  for (const [day, type, symbol, quantity, fee] of trades) {
    const price = closeOf(symbol, day);
    const body = { day, type, symbol, quantity, price, fee, currency: 'USD' };
    expect(await ada.post(`/portfolios/${id}/activities`, body)).toMatchObject({ status: 201 });
  }
  const dividend = { day: '2023-02-16', type: 'dividend', symbol: 'AAPL', amount: '4.60', currency: 'USD' };
  expect(await ada.post(`/portfolios/${id}/activities`, dividend)).toMatchObject({ status: 201 });
});
afterAll(() => app.close());

const read = async (path: string) => (await ada.get(`/portfolios/${id}/${path}`)).body;
const yearOf = async (year: string) =>
  (await read(`gains?year=${year}`)).portfolios[0].years.find((each: { year: string }) => each.year === year);
const eur = (amount: string) => ({ amount, currency: 'EUR' });

const effectNames = ['price', 'currency', 'dividend', 'fee'] as const;

/** A cent may be with another effect than rounding alone would have it, so that all of them add up. */
function expectNear(effects: Record<string, { amount: string }>, expected: readonly string[]): void {
  const off = effectNames.map((name, place) =>
    Math.abs(Number(effects[name]?.amount) - Number(expected[place])),
  );
  expect(Math.max(...off)).toBeLessThan(0.0101);
}

describe('a portfolio of real shares and a coin over ten years', () => {
  it('holds what the splits have made of it, at the closes of the day', async () => {
    const { positions, value } = await read('snapshot');
    const held = positions.map(({ symbol, quantity, value: worth }: never) => [symbol, quantity, worth]);
    expect(held).toEqual(
      expect.arrayContaining([
        ['AAPL', '20', eur('3983.56')],
        ['AMZN', '40', eur('7934.22')],
        ['TSLA', '150', eur('44447.58')],
      ]),
    );
    expect(value).toEqual(eur('56365.36'));
  });

  it('gained so much by prices, currencies and dividends, less fees, to the cent', async () => {
    // 80,419.7117 + 1,315.7338 + 4.2991 - 25.9879 = 81,713.7566: each day's change, day by day.
    const { total, parts } = await read('performance?range=max');
    expect(total.effects.total).toEqual(eur('81713.76'));
    expectNear(total.effects, ['80419.71', '1315.73', '4.30', '-25.99']);
    for (const { effects } of [total, ...parts]) {
      const cents = effectNames.map((name) => Math.round(Number(effects[name].amount) * 100));
      expect(cents.reduce((sum, each) => sum + each, 0)).toBe(Math.round(Number(effects.total.amount) * 100));
    }
  });

  it.each([
    ['AAPL', '4967.53', '-233.57', '4.30', '-8.77'],
    ['AMZN', '5458.38', '21.73', '0.00', '-4.11'],
    ['BTC-USD', '28543.14', '130.74', '0.00', '-8.64'],
    ['TSLA', '41450.66', '1396.84', '0.00', '-4.47'],
  ])('of which %s did its part', async (symbol, ...expected) => {
    const { parts } = await read('performance?range=max&by=position');
    expectNear(parts.find(({ key }: { key: string }) => key === symbol).effects, expected);
  });

  it('returned so much a year on the money that was in it, and day by day', async () => {
    // The rate at which -1,197.3227, -502.5710, -2,458.2204, -1,604.5597, +1,938.9506, +29,167.8159, +4.2991 on their
    // days and +56,365.3649 today are worth nothing: 55.98287 % a year. Linked day by day: 2,938.12934 %.
    const { moneyWeighted, timeWeighted } = (await read('performance?range=max')).total.methods;
    expect(moneyWeighted).toMatchObject({ kind: 'one', percent: '55.9829' });
    expect(timeWeighted).toBe('2938.1293');
  });

  it('realised these gains, first in, first out', async () => {
    // 20 of 40 AAPL cost half of 1,192.7540 + 4.5687 = 598.66, and brought 1,943.1551 - 4.2045 = 1,938.95.
    expect((await yearOf('2020')).disposals).toMatchObject([
      { symbol: 'AAPL', cost: eur('598.66'), proceeds: eur('1938.95'), gain: eur('1340.29') },
    ]);
    // Half a bitcoin cost 502.57 and brought 29,176.4523 - 8.6363 = 29,167.82.
    const { disposals, longTerm } = await yearOf('2021');
    expect(disposals).toMatchObject([
      { symbol: 'BTC-USD', cost: eur('502.57'), proceeds: eur('29167.82'), gain: eur('28665.25') },
    ]);
    expect(longTerm).toEqual(eur('28665.25'));
  });

  it('is the same when its file is imported again', async () => {
    const csv = await (
      await fetch(`${app.origin}/api/v1/portfolios/${id}/export?format=csv`, {
        headers: { authorization: `Bearer ${ada.accessToken}` },
      })
    ).text();
    const again = (await ada.post('/portfolios', { kind: 'tracked', name: 'Again', currency: 'EUR' })).body
      .id;
    const answer = await fetch(`${app.origin}/api/v1/portfolios/${again}/import`, {
      method: 'POST',
      body: csv,
      headers: { authorization: `Bearer ${ada.accessToken}`, 'content-type': 'text/csv' },
    });
    expect(await answer.json()).toMatchObject({ added: trades.length + 1, faults: [] });
    const figures = async (which: string) => {
      const { total, parts, series } = (await ada.get(`/portfolios/${which}/performance?range=max`)).body;
      return { effects: total.effects, methods: total.methods, parts, series };
    };
    expect(await figures(again)).toEqual(await figures(id));
  });
});
