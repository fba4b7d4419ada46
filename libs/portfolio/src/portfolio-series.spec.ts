import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cashLegOf, type CourseActivity } from './course-activity.js';
import { gainOf, type DaySeries } from './day-series.js';
import { followPosition, type PositionCourse } from './position-course.js';
import { portfolioSeries, sumSeries } from './portfolio-series.js';

const days = 12;

const activity = fc.record({
  id: fc.constant(''),
  day: fc.integer({ min: 1, max: days - 1 }),
  atMs: fc.constant(0),
  type: fc.constantFrom('buy', 'buy', 'sell', 'dividend', 'fee', 'transfer_in', 'transfer_out') satisfies fc.Arbitrary<CourseActivity['type']>, // prettier-ignore
  quantity: fc.double({ min: 0.001, max: 100, noNaN: true }),
  price: fc.double({ min: 0.01, max: 1000, noNaN: true }),
  amount: fc.constant(0),
  fee: fc.double({ min: 0, max: 10, noNaN: true }),
});

const walk = (min: number, max: number) =>
  fc.array(fc.double({ min, max, noNaN: true }), { minLength: days, maxLength: days });

/** What was bought is never sold twice, so that it stays a long position. */
function neverShort(activities: readonly CourseActivity[]): CourseActivity[] {
  let held = 0;
  return activities
    .toSorted((a, b) => a.day - b.day)
    .map((each) => {
      if (each.type === 'dividend') return { ...each, amount: each.quantity };
      if (each.type === 'buy' || each.type === 'transfer_in') held += each.quantity;
      if (each.type !== 'sell' && each.type !== 'transfer_out') return each;
      const quantity = Math.min(held, each.quantity);
      held -= quantity;
      return { ...each, quantity };
    });
}

const position = fc.record({
  prices: walk(0.01, 1000).chain((prices) =>
    fc
      .array(fc.boolean(), { minLength: days, maxLength: days })
      .map((gaps) => prices.map((price, day) => (gaps[day] && day > 0 ? NaN : price))),
  ),
  activities: fc.array(activity, { maxLength: 15 }).map(neverShort),
});

const market = { symbol: 'A', currency: 'USD', isPricedByHand: false, first: 0 };

/** Values that grow with `size` may differ by its rounding. */
const expectNear = (got: number, wanted: number, size: number) =>
  expect(Math.abs(got - wanted)).toBeLessThanOrEqual(1e-9 * (1 + size));

describe('the effects of a day', () => {
  it('are what its value changed by, less what flowed, of every position', () => {
    fc.assert(
      fc.property(position, walk(0.2, 5), fc.boolean(), ({ prices, activities }, rates, isShort) => {
        const own = isShort ? activities.map(turn) : activities;
        const course = followPosition({
          ...{ ...market, kind: 'asset' as const, activities: own },
          ...{ prices: Float64Array.from(prices), rates: Float64Array.from(rates) },
        });
        const { series } = course;
        for (let day = 1; day < days; day++) {
          const [before, after] = [series.value[day - 1] ?? 0, series.value[day] ?? 0];
          const exposure = (series.inflow[day] ?? 0) - (series.outflow[day] ?? 0);
          const flow = isShort ? -exposure : exposure;
          const effects = (series.priceEffect[day] ?? 0) + (series.currencyEffect[day] ?? 0);
          expectNear(effects, after - before - flow, Math.abs(before) + Math.abs(after) + Math.abs(flow));
          expect(series.capital[day]).toBe(Math.abs(after));
        }
      }),
    );
  });

  it('are what the value of a portfolio that keeps its cash changed by, less what crossed its border', () => {
    fc.assert(
      fc.property(position, walk(0.2, 5), ({ prices, activities }, rates) => {
        const deposit: CourseActivity = {
          ...{ id: '', day: 1, atMs: 0, type: 'deposit', quantity: 0, price: 0, fee: 0 },
          amount: 1_000_000,
        };
        const legs = activities.flatMap((each) => cashLegOf(each) ?? []);
        const follow = (kind: 'asset' | 'cash', own: readonly CourseActivity[]) =>
          followPosition({
            ...{ ...market, kind, activities: own },
            ...{ prices: Float64Array.from(prices), rates: Float64Array.from(rates) },
          });
        const courses = [follow('asset', activities), follow('cash', [deposit, ...legs])];
        const series = portfolioSeries(courses, { keepsCash: true }) as DaySeries;
        for (let day = 1; day < days; day++) {
          const [before, after] = [series.value[day - 1] ?? 0, series.value[day] ?? 0];
          const flow = (series.inflow[day] ?? 0) - (series.outflow[day] ?? 0);
          expectNear(gainOf(series, day), after - before - flow, 5e6 + Math.abs(before) + Math.abs(after));
          expect(series.capital[day]).toBe(after);
        }
        // Only what was deposited and transferred crosses.
        const transferred = activities.some(({ type }) => type.startsWith('transfer'));
        if (!transferred) expect(series.inflow[1]).toBeCloseTo(1e6 * (rates[1] ?? 0), 4);
        if (!transferred) expect(Math.max(...series.outflow)).toBe(0);
      }),
    );
  });
});

const turned: Partial<Record<CourseActivity['type'], CourseActivity['type']>> = {
  buy: 'short',
  sell: 'cover',
  transfer_in: 'transfer_out',
  transfer_out: 'transfer_in',
};

/** A purchase becomes a short of as much, a sale the cover of it. */
const turn = (each: CourseActivity): CourseActivity => ({ ...each, type: turned[each.type] ?? each.type });

it('adds positions up, day by day, and says where any of them has no price', () => {
  const of = (prices: number[], quantity: number): PositionCourse =>
    followPosition({
      ...{ ...market, kind: 'asset', prices: Float64Array.from(prices), rates: Float64Array.from([1, 1, 2]) },
      activities: [{ id: '', day: 1, atMs: 0, type: 'buy', quantity, price: 10, amount: 0, fee: 1 }],
    });
  const courses = [of([10, 10, 11], 2), of([NaN, NaN, 5], 1)];
  const total = portfolioSeries(courses, { keepsCash: false });
  expect(sumSeries(courses.map(({ series }) => series))).toEqual(total);
  expect([...(total?.value ?? [])]).toEqual([0, 25, 54]);
  expect([...(total?.inflow ?? [])]).toEqual([0, 30, 0]);
  expect([...(total?.fee ?? [])]).toEqual([0, 2, 0]);
  expect([...(total?.unpriced ?? [])]).toEqual([0, 1, 0]);
  expect(portfolioSeries([], { keepsCash: false })).toBeNull();
  expect(sumSeries([])).toBeNull();
});
