import { compareDecimals, formatDecimal, type Decimal } from '@tradeyard/kernel';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addTick, candleIntervalMs, candleIntervals, candleStartMs, type SourcedCandle } from './candle.js';
import { findStepMs, joinCandles, rollUp, stepStartMs } from './roll-up.js';
import type { Tick } from './tick.js';

const minuteMs = 60_000;
const beginMs = Date.parse('2025-08-28T14:00:00Z');

/** Several places, so that equal numbers are not always written alike. */
const anyDecimal = fc.record({
  digits: fc.bigInt({ min: 1n, max: 10_000n }),
  scale: fc.constantFrom(0, 1, 4),
});
const anySource = fc.constantFrom('simulated', 'binance', 'imported');

/** Ticks of some hours, oldest first, with minutes in which there is none. */
const anyTicks = fc
  .array(
    fc.record({ afterMs: fc.integer({ min: 0, max: 300_000 }), price: anyDecimal, volume: anyDecimal }),
    { maxLength: 60 },
  )
  .map((moves) => {
    let atMs = beginMs;
    return moves.map(({ afterMs, price, volume }): Tick => {
      atMs += afterMs;
      return { symbol: 'AAPL', bid: price, ask: price, price, volume, atMs, source: 'simulated' };
    });
  });

/** What a tape of ticks says of each stretch, without any candle in between. */
function naive(ticks: readonly Tick[], stepMs: number): string[] {
  const starts = [...new Set(ticks.map(({ atMs }) => Math.floor(atMs / stepMs) * stepMs))];
  return starts.map((startMs) => {
    const within = ticks.filter(({ atMs }) => atMs >= startMs && atMs < startMs + stepMs);
    const prices = within.map(({ price }) => price).toSorted(compareDecimals);
    const volume = within.reduce((sum, each) => sum + Number(formatDecimal(each.volume)), 0);
    const shown = [within[0]?.price, prices.at(-1), prices[0], within.at(-1)?.price].map((each) =>
      formatDecimal(each as Decimal),
    );
    return [new Date(startMs).toISOString(), ...shown, volume.toFixed(4)].join(' ');
  });
}

const text = ({ at, open, high, low, close, volume }: SourcedCandle): string =>
  [
    at.toISOString(),
    ...[open, high, low, close].map(formatDecimal),
    Number(formatDecimal(volume)).toFixed(4),
  ].join(' ');

function minutesOf(ticks: readonly Tick[]): SourcedCandle[] {
  const minutes: SourcedCandle[] = [];
  for (const tick of ticks) {
    const newest = minutes.at(-1);
    const next = addTick(newest, tick, '1m');
    if (newest && newest.at.getTime() === next.at.getTime()) minutes.pop();
    minutes.push(next);
  }
  return minutes;
}

const longer = ['5m', '15m', '1h', '1d'] as const;

it.each(longer)('makes of minutes the %s that the ticks themselves make', (interval) => {
  fc.assert(
    fc.property(anyTicks, (ticks) => {
      const stepMs = candleIntervalMs[interval];
      expect(rollUp(minutesOf(ticks), stepMs).map(text)).toEqual(naive(ticks, stepMs));
    }),
  );
});

it('comes to the same by way of each shorter interval', () => {
  fc.assert(
    fc.property(anyTicks, fc.array(anySource, { minLength: 1 }), (ticks, sources) => {
      const minutes = minutesOf(ticks).map((minute, index) => ({
        ...minute,
        source: sources[index % sources.length] ?? 'simulated',
      }));
      let rolled: SourcedCandle[] = minutes;
      for (const interval of longer) rolled = rollUp(rolled, candleIntervalMs[interval]);
      expect(rolled).toEqual(rollUp(minutes, candleIntervalMs['1d']));
    }),
  );
});

it.each([
  ['simulated', 'simulated', 'simulated'],
  ['simulated', 'binance', 'simulated'],
  ['binance', 'simulated', 'simulated'],
  ['binance', 'imported', 'imported'],
] as const)('says of %s and %s that both together are %s', (first, second, both) => {
  const price = { digits: 1n, scale: 0 };
  const candle = { at: new Date(beginMs), open: price, high: price, low: price, close: price, volume: price };
  expect(joinCandles({ ...candle, source: first }, { ...candle, source: second }).source).toBe(both);
});

describe('a step', () => {
  it.each([
    ['2025-08-28T14:59:59.999Z', 2 * 60 * minuteMs, '2025-08-28T14:00:00.000Z'],
    ['2025-08-28T23:00:00Z', 24 * 60 * minuteMs, '2025-08-28T00:00:00.000Z'],
    ['2025-08-28T14:00:00Z', 7 * 24 * 60 * minuteMs, '2025-08-25T00:00:00.000Z'], // a Monday
    ['1970-01-01T00:00:00Z', 7 * 24 * 60 * minuteMs, '1969-12-29T00:00:00.000Z'],
  ])('that holds %s and lasts %i ms begins at %s', (at, stepMs, start) => {
    expect(new Date(stepStartMs(Date.parse(at), stepMs)).toISOString()).toBe(start);
  });

  it('begins where the interval of the same length does', () => {
    fc.assert(
      fc.property(fc.nat({ max: 4e12 }), fc.constantFrom(...candleIntervals), (atMs, interval) => {
        expect(stepStartMs(atMs, candleIntervalMs[interval])).toBe(candleStartMs(atMs, interval));
      }),
    );
  });

  it.each([
    ['as many as may be', 100, '1m', 100, minuteMs],
    ['one too many', 101, '1m', 100, 2 * minuteMs],
    ['a hundred thousand minutes', 100_000, '1m', 1_000, 2 * 60 * minuteMs],
    ['fewer than asked for', 3, '1h', 10, 60 * minuteMs],
    ['quarters of an hour, of which no 20 minutes are made', 110, '15m', 100, 30 * minuteMs],
    ['ten years of days', 3_650, '1d', 500, 14 * 24 * 60 * minuteMs],
    ['all in one', 5_000, '1d', 1, 7 * 2 ** 11 * 24 * 60 * minuteMs],
  ] as const)('for %s is chosen', (_, count, interval, points, stepMs) => {
    const starts = Array.from({ length: count }, (__, index) => beginMs + index * candleIntervalMs[interval]);
    expect(findStepMs(starts, interval, points)).toBe(stepMs);
  });

  it('is not made longer by the times at which nothing is traded', () => {
    // Three hours of each day, so that four of five points would be wasted on the nights.
    const starts = Array.from(
      { length: 1_800 },
      (_, index) => beginMs + Math.floor(index / 180) * 86_400_000 + (index % 180) * minuteMs,
    );
    expect(findStepMs(starts, '1m', 900)).toBe(2 * minuteMs);
    expect(rollUp(candlesAt(starts), 2 * minuteMs)).toHaveLength(900);
  });
});

const candlesAt = (starts: readonly number[]): SourcedCandle[] =>
  starts.map((startMs) => {
    const price = { digits: 1n, scale: 0 };
    return {
      at: new Date(startMs),
      ...{ open: price, high: price, low: price, close: price, volume: price },
      source: 'imported',
    };
  });
