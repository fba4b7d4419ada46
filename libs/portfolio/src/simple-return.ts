import { gainOf, type DaySeries } from './day-series.js';
import { putToWork } from './flows.js';
import { type IndexRange } from './ranges.js';

/** What a range gained, all effects together, in whole units. */
export function gainOfRange(series: DaySeries, { start, end }: IndexRange): number {
  let gain = 0;
  for (let index = start + 1; index <= end; index++) gain += gainOf(series, index);
  return gain;
}

/** What was put to work: the capital at the opening and all that came in after. */
export function capitalPutIn(series: DaySeries, { start, end }: IndexRange): number {
  let capital = series.capital[start] ?? 0;
  for (let index = start + 1; index <= end; index++) capital += putToWork(series, index);
  return capital;
}

/**
 * Gain / (opening capital + what came in), blind to time: (MVE + CFout) / (MVB + CFin) - 1 with the whole range as one
 * holding period (Portfolio Performance manual, "Time-Weighted Rate of Return", Eq 1). Null when nothing was put in.
 */
export function simpleReturn(series: DaySeries, range: IndexRange): number | null {
  const capital = capitalPutIn(series, range);
  return capital > 0 ? gainOfRange(series, range) / capital : null;
}
