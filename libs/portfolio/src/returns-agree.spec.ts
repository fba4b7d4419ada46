import { describe, expect, it } from 'vitest';
import { cashLegOf, type CourseActivity, type PositionInput } from './course-activity.js';
import type { DaySeries } from './day-series.js';
import { effectsOf } from './effects.js';
import { paidInOf, takenOutOf } from './flows.js';
import { moneyWeightedOf } from './money-weighted.js';
import { portfolioSeries } from './portfolio-series.js';
import { followPosition } from './position-course.js';
import { gainOfRange, simpleReturn } from './simple-return.js';
import { timeWeighted } from './time-weighted.js';

const last = 5;
const all = { start: 0, end: last };

const on = (day: number, type: CourseActivity['type'], more: Partial<CourseActivity>): CourseActivity => ({
  ...{ id: '', day, atMs: 0, type, quantity: 0, price: 0, amount: 0, fee: 0 },
  ...more,
});

/** A tenth more on the second and on the fourth day. */
const rising = [100, 100, 110, 110, 121, 121];

const follow = (
  kind: PositionInput['kind'],
  activities: readonly CourseActivity[],
  { prices = rising, rate = 1 }: { prices?: readonly number[]; rate?: number } = {},
) =>
  followPosition({
    ...{ symbol: kind, currency: 'USD', kind, isPricedByHand: false, first: 0, activities },
    prices: Float64Array.from(prices),
    rates: new Float64Array(last + 1).fill(rate),
  });

/** The asset by itself, and with the cash that it is paid from. */
function both(deposit: number, activities: readonly CourseActivity[]): [string, DaySeries | null][] {
  const asset = follow('asset', activities);
  const legs = activities.flatMap((each) => cashLegOf(each) ?? []);
  const cash = follow('cash', [on(1, 'deposit', { amount: deposit }), ...legs]);
  return [
    ['without cash', portfolioSeries([asset], { keepsCash: false })],
    ['with cash', portfolioSeries([asset, cash], { keepsCash: true })],
  ];
}

function tell(series: DaySeries | null) {
  if (!series) throw new Error('Nothing happened');
  const mwr = moneyWeightedOf(series, all);
  const { price, dividend, currency, fee, total } = effectsOf(series, all);
  let [paidIn, takenOut] = [0, 0];
  for (let day = 1; day <= last; day++) {
    paidIn += paidInOf(series, day);
    takenOut += takenOutOf(series, day);
  }
  expect(price + dividend + currency + fee).toBeCloseTo(gainOfRange(series, all), 9);
  expect((series.value[last] ?? 0) - paidIn + takenOut).toBeCloseTo(total, 9);
  return {
    ...{ total, paidIn, takenOut },
    twr: timeWeighted(series, all).rate,
    mwr: mwr.kind === 'one' ? mwr.periodRate : mwr.kind,
    simple: simpleReturn(series, all),
  };
}

describe('with one flow in, at its beginning, all methods say the same', () => {
  it.each(both(1000, [on(1, 'buy', { quantity: 10, price: 100 })]))('of a purchase, %s', (_, series) => {
    const near = expect.closeTo(0.21, 9);
    expect(tell(series)).toMatchObject({ total: 210, paidIn: 1000, takenOut: 0, twr: near, mwr: near, simple: near }); // prettier-ignore
  });

  it.each(both(1005, [on(1, 'buy', { quantity: 10, price: 100, fee: 5 })]))('of a fee, %s', (_, series) => {
    const near = expect.closeTo(205 / 1005, 9);
    expect(tell(series)).toMatchObject({ total: 205, paidIn: 1005, twr: near, mwr: near, simple: near });
  });

  it.each(both(100, [on(1, 'buy', { quantity: 3, price: 33.33, amount: 100 })]))(
    'of a price that was told rounded, %s: what was paid counts',
    (_, series) => {
      const near = expect.closeTo(2.63, 9);
      expect(tell(series)).toMatchObject({ total: 263, paidIn: 100, takenOut: 0, twr: near, mwr: near, simple: near }); // prettier-ignore
    },
  );

  it('of a deposit of which a fee was kept', () => {
    const deposit = on(1, 'deposit', { amount: 1000, fee: 10 });
    const cash = follow('cash', [deposit, ...[cashLegOf(deposit) ?? []].flat()]);
    const near = expect.closeTo(-0.01, 9);
    const told = tell(portfolioSeries([cash], { keepsCash: true }));
    expect(told).toMatchObject({ total: -10, paidIn: 1000, takenOut: 0, twr: near, mwr: near, simple: near });
  });

  it('of a conversion: what it lost is lost, and was not taken out', () => {
    const own = follow('cash', [
      on(1, 'deposit', { amount: 1000 }),
      on(2, 'transfer_out', { amount: 1000, isInternal: true }),
    ]);
    // 1080 worth 0.9 each are 972
    const price = 1000 / (1080 * 0.9);
    const other = follow('cash', [on(2, 'transfer_in', { amount: 1080, price, isInternal: true })], { rate: 0.9 }); // prettier-ignore
    const near = expect.closeTo(-0.028, 9);
    const told = tell(portfolioSeries([own, other], { keepsCash: true }));
    expect(told).toMatchObject({ total: expect.closeTo(-28, 9), paidIn: 1000, takenOut: expect.closeTo(0, 9), twr: near, mwr: near, simple: near }); // prettier-ignore
  });
});

it('a short that lost has lost by every method: twice a tenth', () => {
  const short = [on(1, 'short', { quantity: 10, price: 100 }), on(4, 'cover', { quantity: 10, price: 121 })];
  const [[, alone], [, withCash]] = both(1000, short) as [[string, DaySeries], [string, DaySeries]];
  const { total, twr, mwr, simple } = tell(alone);
  expect(total).toBe(-210);
  expect(twr).toBeCloseTo(0.9 * 0.9 - 1, 9);
  expect(simple).toBeCloseTo(-0.21, 9);
  expect(mwr).toBeLessThan(-0.17);
  expect(mwr).toBeGreaterThan(-0.21);
  const near = expect.closeTo(-0.21, 9);
  expect(tell(withCash)).toMatchObject({ total: -210, paidIn: 1000, twr: near, mwr: near, simple: near });
});

it('a debt beside an asset is no capital of it: the money-weighted return is that of the asset', () => {
  const asset = follow('asset', [on(1, 'buy', { quantity: 10, price: 100 })]);
  const debt = follow('liability', [
    on(1, 'liability', { amount: 500 }),
    on(3, 'liability', { amount: -500 }),
  ]);
  const { twr, mwr } = tell(portfolioSeries([asset, debt], { keepsCash: false }));
  expect(twr).toBeCloseTo(0.21, 9);
  expect(mwr).toBeCloseTo(0.21, 9);
});
