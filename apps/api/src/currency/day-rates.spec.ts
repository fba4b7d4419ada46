import { dayNumber } from '@tradeyard/kernel';
import { DataSource } from 'typeorm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestApp, type TestApp } from '../../test/app.js';
import { TestClock } from '../../test/clock.js';
import { setRates } from '../../test/euro-rates.js';
import { quote } from '../../test/market.js';
import { DayRatesService } from './day-rates.service.js';
import { ReferenceRatesService } from './reference-rates.service.js';

const clock = new TestClock();
let app: TestApp;
beforeAll(async () => {
  clock.set('2025-03-07T12:00:00Z');
  app = await createTestApp({ clock });
  await app.query('delete from rate');
  await setRates(app, '2025-02-28', { USD: '1.04', CHF: '0.94' });
  await setRates(app, '2025-03-04', { USD: '1.05' });
  await setRates(app, '2025-03-06', { USD: '1.08', GBP: '0.84' });
  await app.query(`delete from candle where symbol = 'BTC-USD'`);
  await app.query(`delete from candle_pack where symbol = 'BTC-USD'`);
  await app.query(
    `insert into candle (symbol, "interval", at, open, high, low, close, volume, source)
     values ('BTC-USD', '1d', '2025-03-05T00:00:00Z', 80000, 80000, 80000, 80000, 1, 'imported')`,
  );
  quote(app, 'BTC-USD', '90000.00', '90001.00');
});
afterAll(() => app.close());

const range = { first: dayNumber('2025-03-02'), last: dayNumber('2025-03-07') };

const load = async (currencies: string[], to: string): Promise<Record<string, number[]>> => {
  const rates = await app.get(DayRatesService).load(currencies, to, range);
  return Object.fromEntries([...rates].map(([currency, series]) => [currency, [...series]]));
};

describe('rates of each day', () => {
  it('are as last known, and before the first known as that', async () => {
    expect(await load(['USD', 'GBP', 'EUR'], 'EUR')).toEqual({
      EUR: [1, 1, 1, 1, 1, 1],
      USD: [1 / 1.04, 1 / 1.04, 1 / 1.05, 1 / 1.05, 1 / 1.08, 1 / 1.08],
      GBP: Array.from({ length: 6 }, () => 1 / 0.84),
    });
  });

  it('cross over the euro', async () => {
    const { CHF } = await load(['CHF'], 'USD');
    expect(CHF).toEqual([1.04, 1.04, 1.05, 1.05, 1.08, 1.08].map((usd) => usd / 0.94));
  });

  it('are of a coin by its price, today by the newest', async () => {
    const { BTC } = await load(['BTC'], 'EUR');
    const expected = [80000 / 1.04, 80000 / 1.04, 80000 / 1.05, 80000 / 1.05, 80000 / 1.08, 90000 / 1.08];
    BTC?.forEach((rate, index) => expect(rate).toBeCloseTo(expected[index] ?? NaN, 6));
    expect(BTC).toHaveLength(6);
  });

  it('are not there where nobody has told one, and one where nothing is exchanged', async () => {
    expect(await load(['THB'], 'EUR')).toEqual({ EUR: [1, 1, 1, 1, 1, 1] });
    expect(await load([], 'USD')).toEqual({ USD: [1, 1, 1, 1, 1, 1] });
  });

  it('are counted when one is told anew, and not when it is told again', async () => {
    const versionOf = async () => {
      const [row] = await app.query(`select version from history_version where name = 'rates'`);
      return Number(row?.version ?? 0);
    };
    const store = (perEuro: string) =>
      app
        .get(DataSource)
        .transaction((manager) =>
          app
            .get(ReferenceRatesService)
            .store(manager, 'ECB', [{ currency: 'USD', date: '2025-03-03', perEuro }]),
        );
    const before = await versionOf();
    await store('1.045');
    await store('1.045');
    expect(await versionOf()).toBe(before + 1);
    await store('1.046');
    expect(await versionOf()).toBe(before + 2);
  });
});
