import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { formatPrice } from '@tradeyard/market';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { createTestApp, type TestApp, type TestPerson } from '../../test/app.js';
import { TestClock } from '../../test/clock.js';
import { MarketJob } from './market.job.js';
import { PricesImportService } from './prices-import.service.js';
import { QuotesService } from './quotes.service.js';

// Facts: Apple's last days of August 2025, newest first, and Cardano's of February 2022, oldest first.
const apple = `date,Open,High,Low,Close,Volume
2025-08-28,230.82,233.41,229.335,232.56,38074700.0
2025-08-27,228.61,230.9,228.26,230.49,31259513.0
2025-08-26,226.87,229.49,224.69,229.31,54575107.0
`;
const cardano = `Date,Adj Close,Close,High,Low,Open,Volume
2022-02-12,,,,,,
2022-02-13,1.0458190441131592,1.0458190441131592,1.0709439516067505,1.0356290340423584,1.0580079555511475,1066206015.0
2022-02-14,1.0475733280181885,1.0475733280181885,1.0525851249694824,1.0215286016464233,1.0435980558395386,1200370048.0
`;

const clock = new TestClock();
const folder = mkdtempSync(join(tmpdir(), 'prices-'));
let app: TestApp;
let ada: TestPerson;
beforeAll(async () => {
  clock.set('2025-09-01T12:00:00Z');
  app = await createTestApp({ clock });
  app.get(MarketJob).stop();
  ada = await app.register();
});
afterAll(async () => {
  await app.close();
  rmSync(folder, { recursive: true });
});
beforeEach(async () => {
  clock.advance(60_000);
  await app.get(MarketJob).tick();
});

function importText(symbol: string, text: string) {
  const path = join(folder, 'prices.csv');
  writeFileSync(path, text);
  return app.get(PricesImportService).importDays(symbol, path);
}

const days = async (symbol: string): Promise<string[]> => {
  const { body } = await ada.get(`/instruments/${symbol}/candles?limit=10000`);
  return body.items.map(
    ({ at, close, source }: Record<'at' | 'close' | 'source', string>) =>
      `${at.slice(0, 10)} ${close} ${source}`,
  );
};

const price = (symbol: string): string => formatPrice(app.get(QuotesService).getQuote(symbol).price);

const stateOf = (symbol: string) =>
  app.query('select generation, at, price from simulation where symbol = $1', [symbol]);

const appleDays = ['2025-08-26 229.31 imported', '2025-08-27 230.49 imported', '2025-08-28 232.56 imported'];

it('puts real days in the place of all simulated ones', async () => {
  expect(await days('AAPL')).toHaveLength(520);

  expect(await importText('AAPL', apple)).toEqual({
    rowsRead: 3,
    rowsWritten: 3,
    rowsEmpty: 0,
    firstDay: '2025-08-26',
    lastDay: '2025-08-28',
  });

  expect(await days('AAPL')).toEqual(appleDays);
  expect(await days('AMZN')).toHaveLength(520);
});

it('lets a running server go on from the last real close', async () => {
  await importText('AAPL', apple.replace('232.56', '230.00'));
  await app.get(MarketJob).save(); // as it does every two seconds

  expect(app.get(QuotesService).getQuote('AAPL').previousClose).toEqual({ digits: 23_000n, scale: 2 });
  expect(price('AAPL')).toBe('230.00');

  clock.advance(60_000);
  await app.get(MarketJob).tick();
  await app.get(MarketJob).save();
  expect(await days('AAPL')).toEqual([
    ...appleDays.slice(0, 2),
    '2025-08-28 230.00 imported',
    `2025-09-01 ${price('AAPL')} simulated`,
  ]);
});

it('is not undone by a server that walks on and has not noticed yet', async () => {
  await importText('AAPL', apple.replace('232.56', '150.00').replace('229.335', '149.00'));
  const imported = await stateOf('AAPL');
  clock.advance(60_000);
  await app.get(MarketJob).tick();
  expect(price('AAPL')).toMatch(/^2/);

  await app.get(MarketJob).save();

  expect(await stateOf('AAPL')).toEqual(imported);
  expect(await days('AAPL')).toHaveLength(3);
  expect(price('AAPL')).toMatch(/^1[45]/);
});

it('changes nothing when it is done again, and takes corrections', async () => {
  await importText('AAPL', apple);
  await importText('AAPL', apple);
  expect(await days('AAPL')).toEqual(appleDays);
});

it('skips empty rows, counts them, and keeps every digit', async () => {
  expect(await importText('ADA-USD', cardano)).toMatchObject({ rowsRead: 3, rowsWritten: 2, rowsEmpty: 1 });
  expect(await days('ADA-USD')).toEqual([
    '2022-02-13 1.0458190441131592 imported',
    '2022-02-14 1.0475733280181885 imported',
  ]);
  await app.get(MarketJob).save();
  expect(price('ADA-USD')).toBe('1.0476');
});

it('goes on from the newest real day, not from an older one that was loaded later', async () => {
  await importText('AAPL', apple);
  await importText(
    'AAPL',
    apple
      .split('\n')
      .filter((line) => !line.startsWith('2025-08-28'))
      .join('\n'),
  );
  expect(await days('AAPL')).toEqual(appleDays);
  await app.get(MarketJob).save();
  expect(price('AAPL')).toBe('232.56');
});

it('never lets the simulated market touch a real day, not even today', async () => {
  await importText('AAPL', `${apple}2025-09-01,232.00,233.00,231.00,232.50,100\n`);
  await app.get(MarketJob).save();
  const before = await stateOf('AAPL');
  clock.advance(5 * 60_000);
  await app.get(MarketJob).tick();
  await app.get(MarketJob).save();

  expect(await days('AAPL')).toEqual([...appleDays, '2025-09-01 232.50 imported']);
  expect(await stateOf('AAPL')).not.toEqual(before);
  expect((await ada.get('/quotes?symbols=AAPL')).body.items[0].dayHigh).not.toBe('233.00');
  expect(app.get(QuotesService).getQuote('AAPL').previousClose).toEqual({ digits: 23_250n, scale: 2 });
});

it.each([
  ['a malformed line', `${apple}2025-08-25,226.48,x,226.23,227.16,1\n`, 'line 5, column high'],
  ['a row that is too short', `${apple}2025-08-25,226.48\n`, 'line 5'],
  ['a quote that does not end', `${apple}2025-08-25,"226.48,1,1,1,1\n`, 'line 5'],
  ['a line without end', `${apple}${'9'.repeat(20_000)}\n`, 'line 5'],
  ['nothing', '', 'line 1'],
])('refuses a file with %s and leaves all as it was', async (_, text, field) => {
  const before = await days('TSLA');
  await expect(importText('TSLA', text)).rejects.toMatchObject({ code: 'csv_malformed', field });
  expect(await days('TSLA')).toEqual(before);
});

it('refuses a symbol or a file that is not there', async () => {
  await expect(importText('NOPE', apple)).rejects.toMatchObject({ code: 'instrument_not_found' });
  const missing = app.get(PricesImportService).importDays('AAPL', join(folder, 'missing.csv'));
  await expect(missing).rejects.toThrow('There is no file at');
});
