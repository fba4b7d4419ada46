import { type DaySeries } from './day-series.js';
import { flowsOf, type DatedFlow } from './flows.js';
import { type DayFlow } from './present-value.js';
import { type IndexRange } from './ranges.js';
import { findRateRoots } from './rate-roots.js';
import { daysPerYear } from './time-weighted.js';

/** Why there is no rate: nothing flowed, all in one direction, all on one day, or no rate makes the flows worth nothing. */
export type NoRate = 'no_flows' | 'one_sign' | 'one_day' | 'no_rate';

export type MoneyWeighted =
  /** `rate` a year; `periodRate` is the same for the span of the flows, to be shown where that is less than a year. */
  | { readonly kind: 'one'; readonly rate: number; readonly periodRate: number }
  | { readonly kind: 'none'; readonly why: NoRate }
  /** Rates a year, ascending. */
  | { readonly kind: 'several'; readonly rates: readonly number[] };

/** Beyond it a year's growth, `exp` of it, is no number any more. */
const growthMax = 700;

/** A flow below this part of the largest is what floats leave of nothing; as the first or last it would make a rate. */
const noise = 1e-13;

/** One flow per day, those of nothing left out, counted from the first. */
function byDay(flows: readonly DatedFlow[]): DayFlow[] {
  const isSorted = flows.every(({ day }, index) => day >= (flows[index - 1]?.day ?? day));
  const sorted = isSorted ? flows : flows.toSorted((a, b) => a.day - b.day);
  const days: { after: number; amount: number }[] = [];
  let largest = 0;
  for (const { day, amount } of sorted) {
    const last = days.at(-1);
    if (last?.after === day) last.amount += amount;
    else days.push({ after: day, amount });
    largest = Math.max(largest, Math.abs(amount));
  }
  const net = days.filter(({ amount }) => Math.abs(amount) > noise * largest);
  const first = net[0]?.after ?? 0;
  for (const flow of net) flow.after -= first;
  return net;
}

/**
 * The money-weighted return: the rate a year at which the flows are worth nothing today, with the days between them
 * over 365, as Excel's XIRR. Put in is below zero, got out above, in any order and of any signs. Finds every rate above
 * -100 %, or says why there is none: `several` is an answer, as none of them is the right one (J. Lorie and L. Savage,
 * "Three Problems in Rationing Capital", 1955). Cost O(flows) for flows with one rate.
 */
export function moneyWeighted(flows: readonly DatedFlow[]): MoneyWeighted {
  const found = findGrowths(flows);
  if ('why' in found) return { kind: 'none', why: found.why };
  const { growths, years } = found;
  const [growth] = growths;
  if (growth === undefined) return { kind: 'none', why: 'no_rate' };
  if (growths.length > 1) return { kind: 'several', rates: growths.map(Math.expm1) };
  const periodRate = Math.min(Math.expm1(growth * years), Number.MAX_VALUE);
  return { kind: 'one', rate: Math.expm1(growth), periodRate };
}

/** As `moneyWeighted`, but rates as `ln(1 + rate)` a year: near -100 % a rate itself has no digits left to tell. */
export function findGrowths(
  flows: readonly DatedFlow[],
): { readonly why: NoRate } | { readonly growths: readonly number[]; readonly years: number } {
  const net = byDay(flows);
  const signs = signsOf(flows);
  if (signs.size === 0) return { why: 'no_flows' };
  if (signs.size === 1) return { why: 'one_sign' };
  if (net.length <= 1) return { why: 'one_day' };
  if (signsOf(net).size === 1) return { why: 'one_sign' };
  const growths = findRateRoots(net, growthMax / daysPerYear).map((force) => force * daysPerYear);
  return { growths, years: (net.at(-1)?.after ?? 0) / daysPerYear };
}

function signsOf(flows: readonly { readonly amount: number }[]): Set<number> {
  const signs = new Set<number>();
  for (const { amount } of flows) if (amount !== 0) signs.add(Math.sign(amount));
  return signs;
}

/** Of a range of a series: its opening is bought, its closing sold. */
export const moneyWeightedOf = (series: DaySeries, range: IndexRange): MoneyWeighted =>
  moneyWeighted(flowsOf(series, range));
