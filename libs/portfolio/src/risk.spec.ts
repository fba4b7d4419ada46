import { dayNumber } from '@tradeyard/kernel';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { seriesOf } from '../test/series.js';
import { rangeOfSeries } from './ranges.js';
import {
  beta,
  correlation,
  downsideDeviation,
  jensenAlpha,
  riskOf,
  sharpeRatio,
  sortinoRatio,
  trackingError,
  valueAtRisk,
  volatility,
  weekdayReturns,
} from './risk.js';
import { timeWeighted } from './time-weighted.js';

const of = (...percents: number[]): Float64Array => Float64Array.from(percents, (percent) => percent / 100);

/**
 * Monthly returns of a portfolio and its benchmark of C. Bacon, "Practical Portfolio Performance Measurement and
 * Attribution", 2008, as the R package PerformanceAnalytics has them (`portfolio_bacon`), whose manual tells the results.
 */
const bacon = of(0.3, 2.6, 1.1, -1, 1.5, 2.5, 1.6, 6.7, -1.4, 4, -0.5, 8.1, 4, -3.7, -6.1, 1.7, -4.9, -2.2, 7, 5.8, -6.5, 2.4, -0.5, -0.9); // prettier-ignore
const baconBenchmark = of(0.2, 2.5, 1.8, -1.1, 1.4, 1.8, 1.4, 6.5, -1.5, 4.2, -0.6, 8.3, 3.9, -3.8, -6.2, 1.5, -4.8, 2.1, 6, 5.6, -6.7, 1.9, -0.3, 0); // prettier-ignore

describe('as published', () => {
  it.each([
    ['DownsideDeviation, MAR 0.5 %', downsideDeviation(bacon, 0.005), 0.0255, 5e-5],
    ['CAPM.jensenAlpha', jensenAlpha(bacon, baconBenchmark, { riskFree: 0, perYear: 12 }), -0.01416944, 5e-9],
    // beta x deviation of the benchmark / deviation, and FamaBeta the quotient of deviations
    ['FamaBeta', (volatility(bacon, 12) ?? NaN) / (volatility(baconBenchmark, 12) ?? NaN), 1.03, 5e-3],
  ] as const)('PerformanceAnalytics, %s', (_, value, expected, tolerance) => {
    expect(Math.abs((value ?? NaN) - expected)).toBeLessThan(tolerance);
  });
});

describe('by hand', () => {
  const own = of(1, -1, 3, 1);
  const other = of(2, 0, 4, 2);

  it.each([
    // mean 1 %, distances 0, -2, 2, 0: variance 8 / 3
    ['volatility', volatility(own, 4), 2 * Math.sqrt(8e-4 / 3)],
    ['Sharpe', sharpeRatio(own, 0, 1), 0.01 / Math.sqrt(8e-4 / 3)],
    ['Sharpe, above 1 % a period', sharpeRatio(own, 1.01 ** 4 - 1, 4), 0],
    // below 0 is -1 % alone: sqrt(1 / 4) %
    ['downside deviation', downsideDeviation(own, 0), 0.005],
    // below 2 % are -1, -3 and -1: sqrt(11 / 4) %
    ['downside deviation, of 2 %', downsideDeviation(own, 0.02), Math.sqrt(11 / 4) / 100],
    ['Sortino', sortinoRatio(own, 0, 4), 4],
    ['beta', beta(own, other), 1],
    ['beta of half the moves', beta(of(0.5, -0.5, 1.5), of(1, -1, 3)), 0.5],
    ['correlation', correlation(own, other), 1],
    ['correlation of the opposite', correlation(of(1, 2, 3), of(3, 2, 1)), -1],
    // distances -1, 0, 1 and 1, -2, 1
    ['correlation of nothing', correlation(of(1, 2, 3), of(3, 0, 3)), 0],
    ['tracking error, always 1 % behind', trackingError(own, other, 4), 0],
    // differences 1, -1: variance 2
    ['tracking error', trackingError(of(1, 1), of(0, 2), 4), 2 * Math.sqrt(2e-4)],
    // 10 % a year, the benchmark 20 % with beta 0.5, risk-free 2 %: 10 - 2 - 0.5 x 18
    [
      'alpha',
      jensenAlpha(of(0, 10), of(0, 20), { riskFree: 0.02, perYear: 2 }),
      0.1 - 0.02 - 0.5 * (0.2 - 0.02),
    ],
  ] as const)('%s', (_, value, expected) => {
    expect(value).toBeCloseTo(expected, 12);
  });
});

describe('value at risk', () => {
  it('of 500 days at 99 % is the fifth worst, the shortfall the mean of five (Hull, 22.2)', () => {
    const returns = Float64Array.from({ length: 500 }, (_, day) => ((day * 7) % 500) / 1000 - 0.1);
    const { valueAtRisk: var99, expectedShortfall } = valueAtRisk(returns, 99) ?? {};
    expect(var99).toBeCloseTo(0.096, 12);
    expect(expectedShortfall).toBeCloseTo(0.098, 12);
  });

  it('needs a day beyond it: 20 for 95 %, 100 for 99 %', () => {
    const days = (count: number) => Float64Array.from({ length: count }, (_, day) => -day / 1000);
    expect(valueAtRisk(days(19), 95)).toBeNull();
    expect(valueAtRisk(days(20), 95)).toEqual({ valueAtRisk: 0.019, expectedShortfall: 0.019 });
    expect(valueAtRisk(days(99), 99)).toBeNull();
    expect(valueAtRisk(days(100), 99)?.valueAtRisk).toBeCloseTo(0.099, 12);
    // 5 % of 21 are 1.05: the second worst, as only one may lose more
    expect(valueAtRisk(days(21), 95)?.valueAtRisk).toBeCloseTo(0.019, 12);
  });
});

describe('weekday returns', () => {
  // 2024-05-10 is a Friday
  const friday = dayNumber('2024-05-10');

  it('have the weekend in that of Monday', () => {
    const index = Float64Array.of(1, 1.1, 1.21, 1.331, 1.331);
    expect([...weekdayReturns(index, friday)]).toEqual([expect.closeTo(0.331, 12), 0]);
  });

  it('compound to what the index does, from weekday to weekday', () => {
    const index = Float64Array.from({ length: 29 }, (_, day) => 1 + Math.sin(day) / 10);
    const product = weekdayReturns(index, friday).reduce((level, each) => level * (1 + each), 1);
    expect(product).toBeCloseTo((index[28] ?? 0) / (index[0] ?? 1), 12);
    expect(weekdayReturns(index, friday)).toHaveLength(20);
  });

  it('are of days with something at stake', () => {
    const index = Float64Array.of(1, 1, 1, 1, 1, 1.1, 1.1, 1.1, 1.1);
    // from Friday on: only Wednesday's and, of a weekend, Saturday's
    const exposed = Uint8Array.of(0, 0, 0, 0, 0, 1, 0, 0, 1);
    expect([...weekdayReturns(index, friday, exposed)]).toEqual([expect.closeTo(0.1, 12)]);
    const weekend = weekdayReturns(Float64Array.of(1, 2, 2, 2), friday, Uint8Array.of(0, 1, 0, 0));
    expect([...weekend]).toEqual([1]);
  });
});

it('says nothing where there is not enough, and is never no number', () => {
  const figure = fc.double({ min: -0.9, max: 2, noNaN: true });
  fc.assert(
    fc.property(
      fc.array(fc.oneof(figure, fc.constant(0)), { maxLength: 5 }),
      fc.double({ min: -0.5, max: 1, noNaN: true }),
      (values, rate) => {
        const returns = Float64Array.from(values);
        const flat = new Float64Array(values.length);
        const figures = [
        volatility(returns), sharpeRatio(returns, rate), sharpeRatio(flat, rate), sortinoRatio(returns, rate), beta(returns, flat),
        beta(flat, returns), correlation(returns, flat), jensenAlpha(returns, flat, { riskFree: rate }), trackingError(returns, flat),
      ]; // prettier-ignore
        for (const each of figures) expect(each === null || Number.isFinite(each)).toBe(true);
        if (values.length < 2) expect(figures).toEqual(figures.map(() => null));
      },
    ),
  );
  expect(beta(of(1, 2), of(1, 2, 3))).toBeNull();
  expect(trackingError(of(1, 2), of(1, 2, 3))).toBeNull();
});

describe('all of it', () => {
  const first = dayNumber('2024-01-01');

  it('of a portfolio that is its benchmark', () => {
    const price = (day: number): number => 100 * (1 + 0.1 * Math.sin(day / 3) + day / 1000);
    const days = Array.from({ length: 200 }, (_, day) => ({
      price: day < 60 ? 0 : price(day + 1) - price(day),
    }));
    const series = seriesOf(
      days.map((day, index) => (index === 59 ? { inflow: price(60) } : day)),
      { first },
    );
    const benchmark = Float64Array.from({ length: 201 }, (_, day) => price(day));
    const risk = riskOf(timeWeighted(series, rangeOfSeries('max', series)), { benchmark });
    expect(risk).toMatchObject({
      beta: expect.closeTo(1, 2),
      correlation: expect.closeTo(1, 2),
      returns: 101, // 2024-03-01 to 2024-07-19, both Fridays
      drawdown: { depth: expect.any(Number), peak: expect.any(String) },
    });
    expect(risk.valueAtRisk99).not.toBeNull();
    // 60 flat days before are no part of it
    const late = riskOf(timeWeighted(series, { start: 60, end: 200 }), { benchmark: benchmark.subarray(60) });
    expect(late.volatility).toBeCloseTo(risk.volatility ?? NaN, 2);
  });

  it('of nothing is nothing', () => {
    const series = seriesOf([{}, {}, {}], { first });
    const risk = riskOf(timeWeighted(series, rangeOfSeries('max', series)), {
      benchmark: new Float64Array(4),
    });
    expect(Object.values(risk)).toEqual([0, ...Array.from({ length: 10 }, () => null)]);
  });
});
