import { type DayNumber } from '@tradeyard/kernel';
import { gainOf, type DaySeries } from './day-series.js';
import { putToWork, takenFromWork } from './flows.js';
import { type IndexRange } from './ranges.js';

/** ACT/365, as XIRR counts: a year that has 366 days is a little longer than one. */
export const daysPerYear = 365;

export type TimeWeighted = {
  /** Of the whole range; null when nothing was ever held in it. */
  readonly rate: number | null;
  /** Per year; null for less than a year, as GIPS (CFA Institute, 2020) forbids to annualise what is shorter. */
  readonly annual: number | null;
  /** From the first one with something at stake to the end of the range. */
  readonly days: number;
  /** The day of `index[0]`. */
  readonly first: DayNumber;
  /** What 1 at the opening became, a figure a day. */
  readonly index: Float64Array;
  /** 1 on days with something at stake. */
  readonly exposed: Uint8Array;
  /** Days that are estimated for want of a price. */
  readonly bridged: number;
};

/** A part of the range with one return: a day, or several that had no price but on the last. Indexes of the series. */
export type ReturnPeriod = {
  readonly from: number;
  readonly to: number;
  readonly capital: number;
  readonly gain: number;
  readonly factor: number;
};

/** What is left of 1: a loss of more than all that was at stake (a short) is one of all, and no gain comes back from it. */
const factorOf = (gain: number, capital: number): number =>
  capital > 0 ? Math.max(0, 1 + gain / capital) : 1;

/**
 * Capital at work in the days `from + 1` to `to`, by the Modified Dietz method (P. Dietz, "Pension Funds: Measuring
 * Investment Performance", 1966; GIPS: flows weighted by the days they were there). What came in is there from the
 * start of its day, what went out until the end of it, so that for a single day it is the capital of the evening before
 * and all that came in.
 */
function averageCapital(series: DaySeries, from: number, to: number): number {
  const days = to - from;
  let capital = series.capital[from] ?? 0;
  for (let index = from + 1; index <= to; index++) {
    capital += (putToWork(series, index) * (to - index + 1)) / days;
    if (index < to) capital -= (takenFromWork(series, index) * (to - index)) / days;
  }
  return capital;
}

/** Cuts a range into periods that each have a return: days, but where prices were missing. Visits them in order. */
export function visitReturnPeriods(
  series: DaySeries,
  { start, end }: IndexRange,
  visit: (period: ReturnPeriod) => void,
): void {
  let from = start;
  let gain = 0;
  for (let to = start + 1; to <= end; to++) {
    gain += gainOf(series, to);
    if (series.unpriced[to] === 1 && to < end) continue;
    const capital =
      to === from + 1
        ? (series.capital[from] ?? 0) + putToWork(series, to)
        : averageCapital(series, from, to);
    visit({ from, to, capital, gain, factor: factorOf(gain, capital) });
    from = to;
    gain = 0;
  }
}

/**
 * The time-weighted return: gain / (capital of the evening before + what came in), day by day, linked. What comes in is
 * there from the start of its day and what goes out until its end, which is the convention of Portfolio Performance
 * (manual, "Time-Weighted Rate of Return", implementation: 1 + r = (MVE + CFout) / (MVB + CFin)); a fee that is paid from
 * outside is part of what came in. Gains of a day on which nothing was at stake (a late dividend) have no return.
 */
export function timeWeighted(series: DaySeries, range: IndexRange): TimeWeighted {
  const { start, end } = range;
  const index = new Float64Array(end - start + 1).fill(1);
  const exposed = new Uint8Array(index.length);
  let level = 1;
  let bridged = 0;
  let firstExposed = -1;
  visitReturnPeriods(series, range, ({ from, to, capital, factor }) => {
    if (to - from > 1) index.fill(level, from + 1 - start, to - start);
    level *= factor;
    index[to - start] = level;
    if (to - from > 1) bridged += to - from;
    if (capital > 0) {
      exposed.fill(1, from + 1 - start, to + 1 - start);
      if (firstExposed < 0) firstExposed = from;
    }
  });
  const days = firstExposed < 0 ? 0 : end - firstExposed;
  return {
    rate: days > 0 ? level - 1 : null,
    annual: days >= daysPerYear ? level ** (daysPerYear / days) - 1 : null,
    days,
    first: series.first + start,
    index,
    exposed,
    bridged,
  };
}
