import { addDays, compareDecimals, dayOf, formatDecimal, parseDecimal } from '@tradeyard/kernel';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { simulateHistory } from './simulate-history.js';

const instrument = {
  symbol: 'AAPL',
  class: 'stock' as const,
  tickSize: '0.01',
  yearlyDriftBp: 0,
  simulatedSessions: 'always' as const,
  yearlyVolatilityBp: 2800,
  spreadBp: 2,
  dailyVolume: '50000000',
};
const question = { seed: '1', lastDay: '2025-08-28', days: 730, endPrice: parseDecimal('232.56') };

it('ends on the given day at the given price, oldest first', () => {
  const history = simulateHistory({ ...instrument, class: 'crypto' }, question);
  expect(history).toHaveLength(730);
  expect(history.map(({ at }) => dayOf(at))).toEqual(
    Array.from({ length: 730 }, (_, index) => addDays('2025-08-28', index - 729)),
  );
  expect(history.slice(-1).map(({ close }) => formatDecimal(close))).toEqual(['232.56']);
});

it('leaves the weekends of a stock out', () => {
  const days = simulateHistory(instrument, { ...question, lastDay: '2025-08-31', days: 9 }).map(({ at }) =>
    dayOf(at),
  );
  expect(days).toEqual(['2025-08-25', '2025-08-26', '2025-08-27', '2025-08-28', '2025-08-29']);
});

it('is the same every time, and another for another seed', () => {
  expect(simulateHistory(instrument, question)).toEqual(simulateHistory(instrument, question));
  expect(simulateHistory(instrument, { ...question, seed: '2' })).not.toEqual(
    simulateHistory(instrument, question),
  );
});

it('is as volatile as it should be', () => {
  const closes = simulateHistory(instrument, question).map(({ close }) => Number(close.digits));
  const squares = closes.slice(1).map((close, index) => Math.log(close / (closes[index] ?? 0)) ** 2);
  const yearly = Math.sqrt((squares.reduce((sum, square) => sum + square, 0) / squares.length) * 252);
  expect(yearly).toBeCloseTo(0.28, 1);
});

it('keeps every price on the grid, above zero and in order, even of the wildest instrument', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 2 ** 31 - 1 }),
      fc.integer({ min: 0, max: 200_000 }),
      fc.bigInt({ min: 1n, max: 10n ** 10n }),
      (seed, yearlyVolatilityBp, cents) => {
        const endPrice = { digits: cents, scale: 2 };
        for (const { open, high, low, close, volume } of simulateHistory(
          { ...instrument, yearlyVolatilityBp },
          { ...question, seed: String(seed), days: 40, endPrice },
        )) {
          for (const price of [open, close]) {
            expect(compareDecimals(low, price)).toBeLessThanOrEqual(0);
            expect(compareDecimals(price, high)).toBeLessThanOrEqual(0);
          }
          expect(low.digits).toBeGreaterThan(0n);
          expect(volume.digits).toBeGreaterThanOrEqual(0n);
        }
      },
    ),
  );
});
