import { dayNumber } from '@tradeyard/kernel';
import { describe, expect, it } from 'vitest';
import { cashLegOf, type CourseActivity, type PositionInput } from './course-activity.js';
import type { DaySeries } from './day-series.js';
import { followPosition } from './position-course.js';

const first = dayNumber('2024-03-03');
const nothing = { id: '', atMs: 0, quantity: 0, price: 0, amount: 0, fee: 0 };

/** An activity of the day with this index: what it has besides a type. */
const on = (index: number, type: CourseActivity['type'], more: Partial<CourseActivity>): CourseActivity => ({
  ...nothing,
  day: first + index,
  type,
  ...more,
});

/** Follows activities over days that have these prices and rates. */
function follow(
  prices: readonly number[],
  rates: readonly number[],
  activities: readonly CourseActivity[],
  more: Partial<PositionInput> = {},
) {
  const market = { prices: Float64Array.from(prices), rates: Float64Array.from(rates) };
  const asset = { symbol: 'A', currency: 'USD', kind: 'asset' as const, isPricedByHand: false };
  return followPosition({ ...asset, first, ...market, activities, ...more });
}

const buy = (index: number, quantity: number, price: number, more: Partial<CourseActivity> = {}) =>
  on(index, 'buy', { quantity, price, ...more });
const sell = (index: number, quantity: number, price: number, more: Partial<CourseActivity> = {}) =>
  on(index, 'sell', { quantity, price, ...more });

const evenRates = [1, 1, 1, 1];

describe('what is held and what it cost', () => {
  it.each([
    // worked by hand: activities, then quantity, invested, realised
    ['nothing', [], 0, 0, 0],
    ['two purchases', [buy(1, 2, 10), buy(2, 2, 20)], 4, 60, 0],
    ['half sold: at 30, bought at 15 on average', [buy(1, 2, 10), buy(2, 2, 20), sell(3, 2, 30)], 2, 30, 30],
    ['all sold', [buy(1, 3, 10), sell(2, 3, 12)], 0, 0, 6],
    // 4 of 8 sold at 12 (cost 10), then 4 more at 16: a sale is measured by all that was bought, (80 + 64) / 12 = 12
    ['sold, bought and sold', [buy(1, 8, 10), sell(1, 4, 12), buy(2, 4, 16), sell(3, 2, 13)], 6, 78, 10],
    ['bought anew after all was sold: the old average is gone', [buy(1, 1, 10), sell(2, 1, 12), buy(2, 1, 50), sell(3, 1, 49)], 0, 0, 1], // prettier-ignore
    ['a short, half covered', [on(1, 'short', { quantity: 2, price: 10 }), on(2, 'cover', { quantity: 1, price: 7 })], -1, -10, 3], // prettier-ignore
    ['a sell from nothing is a short', [sell(1, 2, 10), sell(2, 2, 20)], -4, -60, 0],
    ['more sold than held: the rest is short at the price of the sale', [buy(1, 1, 10), sell(2, 3, 12)], -2, -24, 2], // prettier-ignore
    ['more bought than short', [sell(1, 1, 10), buy(2, 3, 8)], 2, 16, 2],
    ['a transfer in at what it had cost', [on(1, 'transfer_in', { quantity: 2, price: 4 })], 2, 8, 0],
    ['a transfer in of unknown cost: at the close', [on(1, 'transfer_in', { quantity: 2, price: NaN })], 2, 22, 0], // prettier-ignore
    ['a transfer out: what it gained by the close stays', [buy(1, 2, 10), on(2, 'transfer_out', { quantity: 1 })], 1, 10, 2], // prettier-ignore
    ['paid 10 for 3 of 3.33: the amount counts', [buy(1, 3, 3.33, { amount: 10 })], 3, 10, 0],
    ['money that came in about it: no units of it', [on(1, 'deposit', { amount: 100 })], 0, 0, 0],
    ['an item', [on(1, 'item', { quantity: 1, price: 500 })], 1, 500, 0],
    ['a dividend moves nothing', [buy(1, 1, 10), on(2, 'dividend', { amount: 3 })], 1, 10, 0],
    ['of tomorrow: it counts as of today', [on(9, 'buy', { quantity: 1, price: 10 })], 1, 10, 0],
  ])('%s', (_, activities, quantity, invested, realised) => {
    const { book } = follow([10, 11, 12, 13], evenRates, activities);
    expect(book).toMatchObject({ quantity });
    expect(book.invested).toBeCloseTo(invested, 12);
    expect(book.realised).toBeCloseTo(realised, 12);
  });

  it('is nothing where floats leave dust: ten times 0.1 bought, and 1 sold', () => {
    const tenths = Array.from({ length: 10 }, () => buy(1, 0.1, 7));
    const { book } = follow([7, 7, 7, 7], evenRates, [...tenths, sell(2, 1, 8)]);
    expect(tenths.reduce((sum, { quantity }) => sum + quantity, 0)).not.toBe(1);
    expect(book).toMatchObject({ quantity: 0, invested: 0, investedInBase: 0, opened: 0 });
  });

  it('is nothing after thousands of purchases and sales of all sizes', () => {
    const sizes = Array.from({ length: 3000 }, (_, index) => ((index * 7919) % 1000) / 10 + 0.1);
    const bought = sizes.map((quantity) => buy(1, quantity, 7));
    const sold = sizes.toSorted((a, b) => b - a).map((quantity) => sell(2, quantity, 8));
    const { book } = follow([7, 7, 7, 7], evenRates, [...bought, ...sold]);
    const summed = [...sizes, ...sold.map(({ quantity }) => -quantity)].reduce((sum, each) => sum + each, 0);
    expect(Math.abs(summed)).toBeGreaterThan(0.1 * 1e-13);
    expect(book).toMatchObject({ quantity: 0, invested: 0 });
  });

  it('keeps a billionth, however much there was', () => {
    const { book } = follow([7, 7, 7, 7], evenRates, [buy(1, 1000, 7), sell(2, 999.999999999, 8)]);
    expect(book.quantity).toBeCloseTo(1e-9, 12);
  });

  it('costs what it did at the rates of its days', () => {
    const { book } = follow([10, 10, 10, 10], [1, 2, 4, 8], [buy(1, 2, 10, { fee: 1 }), buy(2, 1, 10), sell(3, 1, 12)]); // prettier-ignore
    // 40 + 40, of which a third left; realised 12 x 8 - 80 / 3
    expect(book.investedInBase).toBeCloseTo(160 / 3, 12);
    expect(book.realisedInBase).toBeCloseTo(96 - 80 / 3, 12);
    expect(book).toMatchObject({ fees: 1, feesInBase: 2 });
  });
});

describe('the days', () => {
  const rounded = (values: Float64Array | Uint8Array | undefined) =>
    [...(values ?? [])].map((value) => Math.round(value * 1e9) / 1e9 + 0);

  /** Only the figures that are not zero throughout. */
  function tell(series: DaySeries) {
    const { first: _, ...figures } = series;
    const told = Object.entries(figures).map(([name, values]) => [name, rounded(values)] as const);
    return Object.fromEntries(told.filter(([, values]) => values.some((value) => value !== 0)));
  }

  it.each([
    [
      'a purchase above the close, with a fee and a dividend, while the rate moves',
      // bought 2 at 10 (rate 2), close 9: -2 x 2; then 9 -> 12 at rate 3: 6 x 3, and 18 x 1 of the rate
      follow([8, 9, 12, 12], [1, 2, 3, 3], [buy(1, 2, 10, { fee: 1 }), on(3, 'dividend', { amount: 4 })]),
      {
        value: [0, 36, 72, 72],
        capital: [0, 36, 72, 72],
        invested: [0, 40, 40, 40],
        inflow: [0, 40, 0, 0],
        priceEffect: [0, -4, 18, 0],
        currencyEffect: [0, 0, 18, 0],
        fee: [0, 2, 0, 0],
        dividend: [0, 0, 0, 12],
        paidOut: [0, -2, 0, 12],
      },
    ],
    [
      'a sale: from yesterday to its price on what was sold, to the close on what is left',
      follow([10, 10, 14, 14], evenRates, [buy(1, 2, 10), sell(2, 1, 13)]),
      {
        value: [0, 20, 14, 14],
        capital: [0, 20, 14, 14],
        invested: [0, 20, 10, 10],
        inflow: [0, 20, 0, 0],
        outflow: [0, 0, 13, 0],
        priceEffect: [0, 0, 7, 0],
      },
    ],
    [
      'a short: below zero, and what was put at risk flows in',
      follow([10, 10, 8, 8], evenRates, [sell(1, 2, 10), buy(3, 2, 8)]),
      {
        value: [0, -20, -16, 0],
        capital: [0, 20, 16, 0],
        invested: [0, -20, -20, 0],
        inflow: [0, 20, 0, 0],
        outflow: [0, 0, 0, 16],
        priceEffect: [0, 0, 4, 0],
      },
    ],
    [
      'cash of another currency: only its rate moves',
      follow([NaN, NaN, NaN, NaN], [1, 2, 3, 3], [on(1, 'deposit', { amount: 10 }), on(3, 'withdrawal', { amount: 4 })], { kind: 'cash' }), // prettier-ignore
      {
        value: [0, 20, 30, 18],
        capital: [0, 20, 30, 18],
        invested: [0, 20, 20, 12],
        inflow: [0, 20, 0, 0],
        outflow: [0, 0, 0, 12],
        currencyEffect: [0, 0, 10, 0],
      },
    ],
    [
      'a debt: worth less than nothing, and nothing at stake',
      follow([NaN, NaN, NaN, NaN], evenRates, [on(1, 'liability', { amount: 50 }), on(3, 'liability', { amount: -20 })], { kind: 'liability' }), // prettier-ignore
      {
        value: [0, -50, -50, -30],
        invested: [0, -50, -50, -30],
        inflow: [0, 0, 0, 20],
        outflow: [0, 50, 0, 0],
      },
    ],
    [
      'without a price yet: that of today, and said so',
      follow([NaN, NaN, 12, NaN], evenRates, [buy(1, 1, 10)]),
      {
        value: [0, 12, 12, 12],
        capital: [0, 12, 12, 12],
        invested: [0, 10, 10, 10],
        inflow: [0, 10, 0, 0],
        priceEffect: [0, 2, 0, 0],
        unpriced: [0, 1, 0, 0],
      },
    ],
    [
      'by hand and without any price: what was last paid',
      follow([NaN, NaN, NaN, NaN], evenRates, [buy(1, 1, 10), buy(2, 1, 14)], { isPricedByHand: true }),
      {
        value: [0, 14, 28, 28],
        capital: [0, 14, 28, 28],
        invested: [0, 10, 24, 24],
        inflow: [0, 10, 14, 0],
        priceEffect: [0, 4, 0, 0],
        unpriced: [0, 1, 1, 1],
      },
    ],
    [
      'by hand, and none of today: what was last paid until the first price, and that from then on',
      follow([NaN, NaN, 12, NaN], evenRates, [buy(1, 1, 10)], { isPricedByHand: true }),
      {
        value: [0, 10, 12, 12],
        capital: [0, 10, 12, 12],
        invested: [0, 10, 10, 10],
        inflow: [0, 10, 0, 0],
        priceEffect: [0, 0, 2, 0],
        unpriced: [0, 1, 0, 0],
      },
    ],
    [
      'transfers flow at the close, whatever they had cost',
      follow([10, 10, 10, 10], evenRates, [on(1, 'transfer_in', { quantity: 2, price: 3 }), on(2, 'transfer_out', { quantity: 1 })]), // prettier-ignore
      {
        value: [0, 20, 10, 10],
        capital: [0, 20, 10, 10],
        invested: [0, 6, 3, 3],
        inflow: [0, 20, 0, 0],
        outflow: [0, 0, 10, 0],
      },
    ],
  ])('%s', (_, { series }, expected) => {
    expect(tell(series)).toEqual(expected);
  });

  it('leaves the prices of the caller as they are', () => {
    const prices = Float64Array.from([NaN, 10, NaN, 12]);
    followPosition({
      ...{ symbol: 'A', currency: 'USD', kind: 'asset', isPricedByHand: false, first, prices },
      rates: Float64Array.from(evenRates),
      activities: [buy(1, 1, 10)],
    });
    expect([...prices]).toEqual([NaN, 10, NaN, 12]);
  });
});

describe('the other side in cash', () => {
  it.each([
    ['buy', { quantity: 2, price: 10, fee: 1 }, 'sell', 21],
    [
      'buy, where what was paid is known better',
      { quantity: 3, price: 3.33, amount: 10, fee: 1 },
      'sell',
      11,
    ],
    ['sell', { quantity: 2, price: 10, fee: 1 }, 'buy', 19],
    ['short', { quantity: 2, price: 10, fee: 1 }, 'buy', 19],
    ['cover', { quantity: 2, price: 10 }, 'sell', 20],
    ['dividend', { amount: 10, fee: 3 }, 'buy', 7],
    ['interest', { amount: 10 }, 'buy', 10],
    ['fee', { fee: 5 }, 'sell', 5],
    ['deposit', { amount: 5 }, null, 0],
    ['deposit, of which a fee was kept', { amount: 5, fee: 1 }, 'sell', 1],
    ['transfer_in', { quantity: 5, price: 1 }, null, 0],
  ])('of %s', (name, more, type, amount) => {
    const leg = cashLegOf(on(1, name.split(',')[0] as CourseActivity['type'], more));
    expect(leg && { type: leg.type, amount: leg.amount }).toEqual(type && { type, amount });
  });
});
