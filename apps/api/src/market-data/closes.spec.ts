import { dayNumber, parseDecimal } from '@tradeyard/kernel';
import type { CandleSource } from '@tradeyard/market';
import { DataSource } from 'typeorm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestApp, type TestApp } from '../../test/app.js';
import { TestClock } from '../../test/clock.js';
import { CandlePacksService } from './candle-packs.service.js';
import { CandlesJob } from './candles.job.js';
import { CandlesService } from './candles.service.js';
import { ClosesService } from './closes.service.js';
import { InstrumentEventsService } from './instrument-events.service.js';
import { MarketJob } from './market.job.js';

const clock = new TestClock();
let app: TestApp;
beforeAll(async () => {
  clock.set('2025-08-28T12:00:00Z');
  app = await createTestApp({ clock });
  app.get(MarketJob).stop();
  app.get(CandlesJob).stop();
});
afterAll(() => app.close());

async function list(symbol: string): Promise<void> {
  await app.query(
    `insert into instrument (symbol, name, exchange, class, currency, tick_size, provider, calendar, start_price,
       yearly_volatility_bp, spread_bp, daily_volume)
     values ($1, $1, 'NASDAQ', 'stock', 'USD', 0.01, 'yahoo', '24/7', 500, 2000, 2, 1000000)`,
    [symbol],
  );
}

async function write(
  symbol: string,
  closes: Record<string, string>,
  source: CandleSource = 'imported',
): Promise<void> {
  const candles = Object.entries(closes).map(([day, close]) => {
    const price = parseDecimal(close);
    const at = new Date(`${day}T00:00:00Z`);
    return { at, open: price, high: price, low: price, close: price, volume: parseDecimal('1') };
  });
  await app
    .get(DataSource)
    .transaction((manager) => app.get(CandlesService).writeDays(manager, symbol, candles, source));
}

async function load(symbol: string, first: string, last: string): Promise<number[] | undefined> {
  const found = await app
    .get(ClosesService)
    .load([symbol], { first: dayNumber(first), last: dayNumber(last) });
  const closes = found.get(symbol);
  return closes && [...closes];
}

const versionOf = async (name: string): Promise<number> => {
  const [row] = await app.query('select version from history_version where name = $1', [name]);
  return Number(row?.version ?? 0);
};

describe('closes of each day', () => {
  it('are as the shares of the last day count, and begin with the last one before', async () => {
    await list('TWO');
    await write('TWO', {
      '2024-12-31': '95',
      '2025-01-02': '100',
      '2025-01-03': '110.50',
      '2025-01-06': '60',
    });
    await app.get(InstrumentEventsService).create('TWO', { kind: 'split', day: '2025-01-06', ratio: '2:1' });
    // Two for one: what was paid before counts half.
    expect(await load('TWO', '2025-01-01', '2025-01-06')).toEqual([47.5, 50, 55.25, NaN, NaN, 60]);
    // Until the third nothing was split.
    expect(await load('TWO', '2025-01-01', '2025-01-03')).toEqual([95, 100, 110.5]);
    expect(await load('TWO', '2024-12-20', '2024-12-30')).toBeUndefined();
  });

  it('multiply several splits, and leave alone what never moved at one', async () => {
    await list('MORE');
    await write('MORE', { '2025-02-03': '120' }, 'simulated');
    await write('MORE', { '2025-02-04': '120', '2025-02-05': '60' });
    await app.get(InstrumentEventsService).create('MORE', { kind: 'split', day: '2025-02-05', ratio: '2:1' });
    await app
      .get(InstrumentEventsService)
      .create('MORE', { kind: 'split', day: '2025-02-06', ratio: '1:10' });
    expect(await load('MORE', '2025-02-03', '2025-02-06')).toEqual([120, 600, 600, NaN]);
  });

  it('are the same numbers from packs and from rows', async () => {
    await list('LONG');
    const first = dayNumber('2022-01-01');
    const closes: Record<string, string> = {};
    // Prices of every length, some longer than what fifteen digits hold.
    for (let day = 0; day < 1_200; day += day % 7 === 4 ? 3 : 1) {
      const text = `${1 + ((day * 7919) % 100_003)}`;
      const places = ['', '.5', '.25', '.125', '.00000001', '.123456789012'][day % 6] ?? '';
      closes[new Date((first + day) * 86_400_000).toISOString().slice(0, 10)] = text + places;
    }
    await write('LONG', closes);
    const expected = Array.from({ length: 1_200 }, (_, index) => {
      const day = new Date((first + index) * 86_400_000).toISOString().slice(0, 10);
      return Number(closes[day] ?? 'NaN');
    });
    expect(await load('LONG', '2022-01-01', '2025-04-14')).toEqual(expected);
    expect(await app.get(CandlePacksService).packDue(clock.now())).toBeGreaterThan(2);
    expect(await load('LONG', '2022-01-01', '2025-04-14')).toEqual(expected);
    expect(await load('LONG', '2023-05-05', '2024-06-06')).toEqual(
      expected
        .slice(489, 888)
        .map((close, index) => (index === 0 && Number.isNaN(close) ? expect.any(Number) : close)),
    );
  });

  it('of before 2001 have moments of fewer digits', async () => {
    await list('OLD');
    await write('OLD', { '1969-12-31': '1', '1970-01-01': '2', '2001-09-08': '3', '2001-09-10': '4' });
    expect(await load('OLD', '1969-12-31', '1970-01-02')).toEqual([1, 2, NaN]);
    expect(await load('OLD', '2001-09-08', '2001-09-10')).toEqual([3, NaN, 4]);
  });
});

describe('a history told anew', () => {
  it.each([
    ['a close of yesterday', { '2025-08-27': '10' }, 1],
    ['a close of today', { '2025-08-28': '10' }, 0],
  ])('is counted: %s', async (_, closes, steps) => {
    const before = await versionOf('TWO');
    await write('TWO', closes);
    expect(await versionOf('TWO')).toBe(before + steps);
  });

  it('is counted when a split is written or taken back', async () => {
    const before = await versionOf('TWO');
    await app.get(InstrumentEventsService).create('TWO', { kind: 'split', day: '2025-03-03', ratio: '3:1' });
    expect(await versionOf('TWO')).toBe(before + 1);
    await app.get(InstrumentEventsService).remove('TWO', '2025-03-03', 'split');
    expect(await versionOf('TWO')).toBe(before + 2);
  });
});
