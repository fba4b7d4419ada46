import { type DayNumber } from '@tradeyard/kernel';
import { gainOf, type DaySeries } from './day-series.js';
import { type IndexRange } from './ranges.js';

/** What its owner put in (below zero) or got out (above) on a day. */
export type DatedFlow = { readonly day: DayNumber; readonly amount: number };

/** A remainder below this part of what was added up is the noise of floats, not money. */
const noise = 1e-11;

/**
 * What was paid out of the series on the day besides its outflow: dividends, less fees. Nothing where the portfolio
 * keeps its cash. It is what the day's value lacks: value before + inflow - outflow + gain - value.
 */
function paidOutOn(series: DaySeries, index: number): number {
  const before = series.value[index - 1] ?? 0;
  const inflow = series.inflow[index] ?? 0;
  const outflow = series.outflow[index] ?? 0;
  const gain = gainOf(series, index);
  const after = series.value[index] ?? 0;
  const rest = before + inflow - outflow + gain - after;
  const size = Math.abs(before) + inflow + outflow + Math.abs(gain) + Math.abs(after);
  return settledFlow(rest, size);
}

const settledFlow = (rest: number, size: number): number => (Math.abs(rest) <= noise * size ? 0 : rest);

/** What left on the day: its outflow and what was paid out besides. Below zero where fees were more than that. */
const leftOn = (series: DaySeries, index: number): number =>
  (series.outflow[index] ?? 0) + paidOutOn(series, index);

/** Put in on the day, zero or more. A fee is paid out of what a sale of the day brings; what is more comes from outside. */
export const paidInOf = (series: DaySeries, index: number): number =>
  (series.inflow[index] ?? 0) + Math.max(0, -leftOn(series, index));

/** Taken out on the day, dividends that were paid out among it and fees not; zero or more. */
export const takenOutOf = (series: DaySeries, index: number): number => Math.max(0, leftOn(series, index));

/** What the day before and its gain leave above the capital of the day; below zero where it took more. */
function releasedOn(series: DaySeries, index: number): number {
  const [before, after] = [series.capital[index - 1] ?? 0, series.capital[index] ?? 0];
  const gain = gainOf(series, index);
  return settledFlow(before + gain - after, Math.abs(before) + Math.abs(gain) + Math.abs(after));
}

/** Of the capital: what was closed on the day, and what was paid out besides. */
const closedOn = (series: DaySeries, index: number): number =>
  (series.outflow[index] ?? 0) + (series.paidOut[index] ?? 0);

/**
 * Put to work on the day, zero or more: what was opened, and fees that what was closed does not pay. Of what is held it
 * is what was paid in; of a short it is what was sold, and not what it took to buy it back.
 */
export const putToWork = (series: DaySeries, index: number): number =>
  (series.inflow[index] ?? 0) + Math.max(0, -closedOn(series, index));

/** Of what was at work, what was closed or paid out on the day; zero or more. */
export const takenFromWork = (series: DaySeries, index: number): number =>
  Math.max(0, closedOn(series, index));

/**
 * The flows of a range as its owner sees them, oldest first: the opening capital as if it was put in, all that joined or
 * left it at its day, the closing capital as if it was got out. What is held is worth its capital; a short ties as much
 * as it is worth, so that its loss takes from that and has to be made up for, and is no cheap money.
 */
export function flowsOf(series: DaySeries, { start, end }: IndexRange): DatedFlow[] {
  const flows: DatedFlow[] = [];
  const add = (index: number, amount: number): void => {
    if (amount !== 0) flows.push({ day: series.first + index, amount });
  };
  add(start, -(series.capital[start] ?? 0));
  for (let index = start + 1; index <= end; index++) add(index, releasedOn(series, index));
  add(end, series.capital[end] ?? 0);
  return flows;
}
