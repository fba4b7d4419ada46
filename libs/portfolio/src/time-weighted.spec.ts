import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { seriesOf, type SeriesDay } from '../test/series.js';
import { flowsOf } from './flows.js';
import { rangeOfSeries } from './ranges.js';
import { simpleReturn } from './simple-return.js';
import { timeWeighted } from './time-weighted.js';

const all = (days: readonly SeriesDay[], keepsCash = true) => {
  const series = seriesOf(days, { keepsCash });
  return { series, range: rangeOfSeries('max', series) };
};
const rateOf = (days: readonly SeriesDay[], keepsCash = true): number | null => {
  const { series, range } = all(days, keepsCash);
  return timeWeighted(series, range).rate;
};

/** Days between the ones that are given: 1 for each day on which nothing happens. */
const quiet = (count: number): SeriesDay[] => Array.from({ length: count }, () => ({}));

describe('as published', () => {
  it.each([
    [
      // 1 + r of the parts is 160.26 / 177.94, 264.57 / (160.26 + 84) and 426.82 / (264.57 + 67)
      'Portfolio Performance manual, demo-portfolio-03, two years, two deposits',
      [{ inflow: 177.94 }, { price: 160.26 - 177.94 }, { inflow: 84, price: 264.57 - 160.26 - 84 }, { inflow: 67, price: 426.82 - 264.57 - 67 }], // prettier-ignore
      0.2558,
    ],
    [
      'the same manual: 1 %, a deposit of 9, 1 %, a deposit of 8.9',
      [{ inflow: 100 }, { price: 1 }, { inflow: 9 }, { price: 1.1 }, { inflow: 8.9 }],
      0.0201,
    ],
    [
      // the second year's 260 with 4 of dividends on 240: 22 % and 10 %
      'R package FinCal, twrr(ev = c(120, 260), bv = c(100, 240), cfr = c(2, 4)): a share of 100, one more of 120, sold at 130, 2 of dividends on each',
      [{ inflow: 100 }, { price: 20, dividend: 2, outflow: 2 }, { inflow: 120 }, { price: 20, dividend: 4, outflow: 264 }], // prettier-ignore
      1.22 * 1.1 - 1,
    ],
  ])('%s', (_, days, rate) => {
    expect(Math.abs((rateOf(days) ?? NaN) - rate)).toBeLessThan(6e-5);
  });

  it('a year at a time: 15.84 % a year (the same example: 0.1584472)', () => {
    const days = [{ inflow: 100 }, ...quiet(364), { price: 20, dividend: 2, outflow: 2 }, { inflow: 120 }, ...quiet(363), { price: 20, dividend: 4, outflow: 264 }]; // prettier-ignore
    const { series } = all(days);
    const { annual } = timeWeighted(series, { start: 1, end: 731 });
    expect(annual).toBeCloseTo(0.1584472, 6);
  });
});

describe('without prices on the way it is the Modified Dietz return', () => {
  it('of Wikipedia, Modified Dietz method: 100, in the middle 50, in the end 300, is 120 %', () => {
    // The price of 6 quiet days is missing; the flow of the fourth counts from its start, for 4 of 8 days: 150 / 125.
    const { series } = all([
      { inflow: 100 },
      ...Array.from({ length: 4 }, () => ({ isUnpriced: true })),
      { inflow: 50, isUnpriced: true },
      ...Array.from({ length: 2 }, () => ({ isUnpriced: true })),
      { price: 150 },
    ]);
    const { rate, index, bridged } = timeWeighted(series, { start: 1, end: 9 });
    expect(rate).toBeCloseTo(1.2, 12);
    expect(bridged).toBe(8);
    expect([...index]).toEqual([1, 1, 1, 1, 1, 1, 1, 1, expect.closeTo(2.2, 12)]);
  });

  it('weighs what went out by the days it was there, and takes a made-up price at the end of the range', () => {
    const { series } = all([
      { inflow: 100 },
      { isUnpriced: true, outflow: 40 },
      { isUnpriced: true },
      { isUnpriced: true, price: 9 },
    ]);
    // 100 for all of it, less 40 for 2 days of 3
    expect(timeWeighted(series, { start: 1, end: 4 }).rate).toBeCloseTo(9 / (100 - (40 * 2) / 3), 12);
  });
});

it.each([
  ['nothing held', quiet(3), null],
  ['held and nothing gained', [{ inflow: 10 }, {}], 0],
  ['bought and sold on a day', [{ inflow: 10, price: 1, outflow: 11 }], 0.1],
  ['all sold, and bought again', [{ inflow: 10, price: 1, outflow: 11 }, {}, { inflow: 5, price: 5 }], 1.2],
  ['a withdrawal of a day counts to its end', [{ inflow: 100 }, { price: 10, outflow: 60 }], 0.1],
  ['a short that lost more than all', [{ inflow: 10, price: -25 }, { price: 5 }], -1],
  ['a dividend after all was sold has no return', [{ inflow: 10, outflow: 10 }, { dividend: 3, outflow: 3 }], 0], // prettier-ignore
])('%s', (_, days, rate) => {
  expect(rateOf(days)).toEqual(rate === null ? null : expect.closeTo(rate, 12));
});

it('takes a fee that was paid from outside for money put in, as Portfolio Performance does', () => {
  // 150 of shares for 155
  expect(rateOf([{ inflow: 150, fee: 5 }], false)).toBeCloseTo(150 / 155 - 1, 12);
  expect(rateOf([{ inflow: 1, fee: 5 }], false)).toBeCloseTo(1 / 6 - 1, 12);
  // the portfolio paid it from its cash
  expect(rateOf([{ inflow: 155 }, { fee: 5 }])).toBeCloseTo(150 / 155 - 1, 12);
});

it('is told a year from 365 days on which something was held, not before', () => {
  const lasts = (days: number) => all([...quiet(30), { inflow: 100, price: 10 }, ...quiet(days - 1)]);
  const short = lasts(364);
  expect(timeWeighted(short.series, short.range)).toMatchObject({ days: 364, annual: null });
  const long = lasts(365);
  expect(timeWeighted(long.series, long.range)).toMatchObject({ days: 365, annual: expect.closeTo(0.1, 12) });
  const twice = lasts(730);
  expect(timeWeighted(twice.series, twice.range).annual).toBeCloseTo(Math.sqrt(1.1) - 1, 12);
});

it('is blind to what came and went: any flows around the same daily rates', () => {
  const day = fc.record({
    rate: fc.double({ min: -0.5, max: 0.5, noNaN: true }),
    inflow: fc.double({ min: 0, max: 1e4, noNaN: true }),
    keeps: fc.double({ min: 0.1, max: 1, noNaN: true }),
  });
  fc.assert(
    fc.property(fc.array(day, { minLength: 1, maxLength: 30 }), (steps) => {
      let value = 0;
      const days = steps.map(({ rate, inflow, keeps }) => {
        const start = value + inflow + 1;
        value = start * (1 + rate) * keeps;
        return { inflow: inflow + 1, price: start * rate, outflow: start * (1 + rate) * (1 - keeps) };
      });
      const linked = steps.reduce((product, { rate }) => product * (1 + rate), 1);
      expect(rateOf(days)).toBeCloseTo(linked - 1, 8);
    }),
  );
});

it('a simple return looks at the whole range as one day', () => {
  const { series, range } = all([{ inflow: 100 }, { price: 10, outflow: 60 }, { inflow: 50 }, { price: -5 }]);
  expect(simpleReturn(series, range)).toBeCloseTo(5 / 150, 12);
  expect(simpleReturn(series, { start: 2, end: 4 })).toBeCloseTo(-5 / 100, 12);
  expect(simpleReturn(series, { start: 0, end: 0 })).toBeNull();
});

it('finds no flow in the noise of floats, as sums over positions have it', () => {
  const { series, range } = all([{ inflow: 1e6 }, { price: 7.1 }, { dividend: 3 }, { price: -2 }]);
  series.value.forEach((value, index) => (series.value[index] = value * (1 + (index % 2 ? 1 : -1) * 4e-16)));
  expect(flowsOf(series, range)).toHaveLength(2);
});

it('finds the flows of a range', () => {
  const kept = all([{ inflow: 0.1 }, { dividend: 0.2 }, { price: 0.3, fee: 0.1 }, { outflow: 0.7 / 3 }]);
  expect(flowsOf(kept.series, kept.range).map(({ day }) => day)).toEqual([1, 4, 4]);
  const paid = all([{ inflow: 100, fee: 2 }, { dividend: 5 }, { outflow: 30 }, { price: 1 }], false);
  expect(flowsOf(paid.series, { start: 0, end: 4 })).toEqual([
    { day: 1, amount: -102 },
    { day: 2, amount: 5 },
    { day: 3, amount: 30 },
    { day: 4, amount: 71 },
  ]);
  expect(flowsOf(paid.series, { start: 2, end: 3 })).toEqual([
    { day: 2, amount: -100 },
    { day: 3, amount: 30 },
    { day: 3, amount: 70 },
  ]);
});
