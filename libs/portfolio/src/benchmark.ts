import { type DaySeries } from './day-series.js';
import { paidInOf, takenOutOf } from './flows.js';
import { type IndexRange } from './ranges.js';

/**
 * A price for every day, in the portfolio's currency: the close times the rate of its day, days without a close (NaN) at
 * the last one before, those before the first at the first. Null where there is none at all.
 */
export function benchmarkPrices(closes: Float64Array, rates: Float64Array): Float64Array | null {
  let last = closes.find((close) => close > 0);
  if (last === undefined) return null;
  return closes.map((close, index) => {
    if (close > 0) last = close;
    return (last ?? 0) * (rates[index] ?? 1);
  });
}

/** What 1 in the benchmark at the opening became, a figure for each day of the range. */
export function benchmarkIndex(prices: Float64Array, { start, end }: IndexRange): Float64Array {
  const opening = prices[start] ?? 1;
  return prices.slice(start, end + 1).map((price) => price / opening);
}

/**
 * What the same money would be worth in the benchmark: its opening value buys the benchmark, as does all that came in, at
 * the close of its day; all that was taken out sells it. (A. Long and C. Nickels, "A Private Investment Benchmark", 1996:
 * the index comparison method.) `prices` has one of every day of the series. `value` has a figure for each day of the
 * range, in whole units; below zero where more was taken out than the benchmark would have had. `gain` is that of it all.
 */
export function sameMoneyIn(
  series: DaySeries,
  prices: Float64Array,
  { start, end }: IndexRange,
): { readonly value: Float64Array; readonly gain: number } {
  const opening = series.value[start] ?? 0;
  const value = new Float64Array(end - start + 1);
  let units = opening / (prices[start] ?? 1);
  let putIn = opening;
  value[0] = opening;
  for (let index = start + 1; index <= end; index++) {
    const price = prices[index] ?? 1;
    const flow = paidInOf(series, index) - takenOutOf(series, index);
    units += flow / price;
    putIn += flow;
    value[index - start] = units * price;
  }
  return { value, gain: (value[end - start] ?? 0) - putIn };
}
