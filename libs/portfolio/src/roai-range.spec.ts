import { dayNumber } from '@tradeyard/kernel';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { CourseActivity } from './course-activity.js';
import { followPosition, type PositionCourse } from './position-course.js';
import { roaiRanges } from './roai-dates.js';
import { roaiTrail } from './gain-trails.js';
import { roaiOfRange, roaiStakesOf } from './roai-range.js';
import { snapshotOf } from './snapshot.js';

const today = dayNumber('2025-03-12');
const first = today - 500;
const context = { currency: 'EUR', first, today };

const trade = fc.record({
  day: fc.integer({ min: 1, max: 500 }),
  type: fc.constantFrom('buy' as const, 'sell' as const),
  quantity: fc.integer({ min: 1, max: 9 }),
  price: fc.integer({ min: 50, max: 150 }),
});

const courseOf = (symbol: string, trades: readonly { day: number }[]): PositionCourse =>
  followPosition({
    symbol,
    currency: 'USD',
    kind: 'asset',
    isPricedByHand: false,
    first,
    prices: Float64Array.from({ length: 501 }, (_, day) => 100 + 30 * Math.sin(day / 20 + symbol.length)),
    rates: Float64Array.from({ length: 501 }, (_, day) => 0.9 + day / 5_000),
    activities: trades
      .map((each, index) => ({ id: `${index}`, atMs: 0, amount: 0, fee: 1, ...each, day: first + each.day }))
      .sort((a, b) => a.day - b.day) as CourseActivity[],
  });

it('tells the ranges of a snapshot as the snapshot does, of the whole and of each position', () => {
  fc.assert(
    fc.property(
      fc.array(trade, { minLength: 1, maxLength: 20 }),
      fc.array(trade, { minLength: 1 }),
      (one, two) => {
        const courses = [courseOf('A', one), courseOf('BB', two)];
        const snapshot = snapshotOf(courses, context);
        for (const { key, start, end } of roaiRanges(first, today)) {
          const gainOf = roaiOfRange(courses, context, { start, end, isWhole: key === 'max' });
          const whole = snapshot.ranges[key];
          expect(gainOf(courses)).toEqual({
            net: whole?.net.withCurrency,
            percent: whole?.percent.withCurrency,
          });
          courses.forEach((course, place) => {
            expect(gainOf([course])).toEqual(snapshot.positions[place]?.ranges[key]);
            const trail = roaiTrail(roaiStakesOf(courses, context, { start, end, isWhole: key === 'max' }, [course])); // prettier-ignore
            const { percent } = gainOf([course]);
            // Of almost nothing at stake the last digits are noise.
            expect(Math.abs((trail.value ?? 0) - percent)).toBeLessThan(
              1e-7 * Math.max(1, Math.abs(percent)),
            );
          });
        }
      },
    ),
    { numRuns: 30 },
  );
});
