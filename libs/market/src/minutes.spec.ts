import { formatDecimal } from '@tradeyard/kernel';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { addTick, candleIntervalMs, type SourcedCandle } from './candle.js';
import {
  addTickToMinutes,
  candlesOfMinutes,
  listEnded,
  minutesOf,
  newestCandle,
  type Minutes,
} from './minutes.js';
import { rollUp } from './roll-up.js';
import type { Tick } from './tick.js';

const beginMs = Date.parse('2025-08-28T22:40:00Z');

const anyTicks = fc
  .array(
    fc.record({
      afterMs: fc.oneof(fc.integer({ min: 0, max: 40_000 }), fc.integer({ min: 0, max: 2_000_000 })),
      digits: fc.bigInt({ min: 1n, max: 500n }),
      scale: fc.constantFrom(0, 2),
    }),
    { minLength: 1, maxLength: 40 },
  )
  .map((moves) => {
    let atMs = beginMs;
    return moves.map(({ afterMs, digits, scale }): Tick => {
      atMs += afterMs;
      const price = { digits, scale };
      return { symbol: 'AAPL', bid: price, ask: price, price, volume: price, atMs, source: 'simulated' };
    });
  });

/** Each interval's candles, every one built from the ticks by itself. */
function build(ticks: readonly Tick[], interval: (typeof candlesOfMinutes)[number]): SourcedCandle[] {
  const candles: SourcedCandle[] = [];
  for (const tick of ticks) {
    const grown = addTick(candles.at(-1), tick, interval);
    if (grown.at.getTime() === candles.at(-1)?.at.getTime()) candles.pop();
    candles.push(grown);
  }
  return candles;
}

const text = ({ at, open, high, low, close, volume }: SourcedCandle): string =>
  [at.toISOString(), ...[open, high, low, close, volume].map(formatDecimal)].join(' ');

it('has at every tick the candles that the ticks alone make, and gives each once when it has ended', () => {
  fc.assert(
    fc.property(anyTicks, (ticks) => {
      let minutes: Minutes | undefined;
      const ended = new Map<string, SourcedCandle[]>(candlesOfMinutes.map((interval) => [interval, []]));
      for (const tick of ticks) {
        const next = addTickToMinutes(minutes, tick);
        for (const { interval, candle } of minutes ? listEnded(minutes, next) : []) {
          ended.get(interval)?.push(candle);
        }
        minutes = next;
      }
      for (const interval of candlesOfMinutes) {
        const newest = newestCandle(minutes as Minutes, interval);
        const all = [...(ended.get(interval) ?? []), newest];
        expect(all.map(text)).toEqual(build(ticks, interval).map(text));
      }
    }),
  );
});

it('goes on from stored minutes as if it had never stopped', () => {
  fc.assert(
    fc.property(anyTicks, anyTicks, (seen, missed) => {
      const lastMs = seen.at(-1)?.atMs ?? 0;
      const later = missed.map((tick) => ({ ...tick, atMs: tick.atMs - beginMs + lastMs }));
      let minutes = minutesOf(build(seen, '1m'));
      for (const tick of later) minutes = addTickToMinutes(minutes, tick);
      for (const interval of candlesOfMinutes) {
        const candles = rollUp(build([...seen, ...later], '1m'), candleIntervalMs[interval]);
        expect(text(newestCandle(minutes as Minutes, interval))).toBe(text(candles.at(-1) as SourcedCandle));
      }
    }),
  );
});

it('of nothing is nothing', () => {
  expect(minutesOf([])).toBeUndefined();
});
