import { describe, expect, it } from 'vitest';
import { seriesOf } from '../test/series.js';
import { benchmarkIndex, benchmarkPrices, sameMoneyIn } from './benchmark.js';
import { rangeOfSeries } from './ranges.js';
import { gainOfRange } from './simple-return.js';

it('has a price for every day, in the currency of the portfolio', () => {
  const prices = benchmarkPrices(Float64Array.of(NaN, 10, NaN, 20, 0), Float64Array.of(2, 2, 3, 3, 1));
  expect([...(prices ?? [])]).toEqual([20, 20, 30, 60, 20]);
  expect(benchmarkPrices(Float64Array.of(NaN, NaN), Float64Array.of(1, 1))).toBeNull();
});

it('starts its index at 1', () => {
  expect([...benchmarkIndex(Float64Array.of(5, 10, 20, 15), { start: 1, end: 3 })]).toEqual([1, 2, 1.5]);
});

describe('the same money in the benchmark', () => {
  it('buys and sells it when money came and went', () => {
    const series = seriesOf([{ inflow: 100 }, { price: 50 }, { inflow: 60 }, { outflow: 80 }]);
    // 10 units of 10; worth 200; 2 more of 30; 4 go at 20
    const { value, gain } = sameMoneyIn(
      series,
      Float64Array.of(9, 10, 20, 30, 20),
      rangeOfSeries('max', series),
    );
    expect([...value]).toEqual([0, 100, 200, 360, 160]);
    expect(gain).toBe(160 - 100 - 60 + 80);
  });

  it('opens with what was there, and may have to pay more out than it has', () => {
    const series = seriesOf([{ inflow: 100 }, { price: 100, outflow: 150 }, {}]);
    const { value, gain } = sameMoneyIn(series, Float64Array.of(1, 2, 1, 2), { start: 1, end: 3 });
    expect([...value]).toEqual([100, -100, -200]);
    expect(gain).toBe(-150);
  });

  it('gains the same as what is the benchmark', () => {
    const price = (day: number): number => 50 + 10 * Math.sin(day);
    const prices = Float64Array.from({ length: 41 }, (_, day) => price(day));
    let units = 0;
    const days = Array.from({ length: 40 }, (_, index) => {
      const change = price(index + 1) - price(index);
      const day = { price: units * change, inflow: index % 5 === 0 ? price(index + 1) : 0, fee: 0 };
      units += index % 5 === 0 ? 1 : 0;
      return day;
    });
    const series = seriesOf(days);
    const range = rangeOfSeries('max', series);
    const { value, gain } = sameMoneyIn(series, prices, range);
    expect(gain).toBeCloseTo(gainOfRange(series, range), 9);
    expect(value[40]).toBeCloseTo(series.value[40] ?? NaN, 9);
  });
});
