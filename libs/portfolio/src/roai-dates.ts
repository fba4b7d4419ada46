import { dayNumber, dayOfNumber, type DayNumber } from '@tradeyard/kernel';
import { rangeIndexes, rangeKeys, type IndexRange, type RangeKey } from './ranges.js';

/** `2023` and the like are calendar years: from the evening of the last day of the year before to their own last. */
export type RoaiRangeKey = RangeKey | `${number}`;

/** Indexes of days: the evening on which it begins, and the last day of it. */
export type RoaiRange = IndexRange & { readonly key: RoaiRangeKey };

/** At most about so many dates are looked at, spread evenly; the last weeks more closely. */
const chartDatesMax = 365;

/**
 * The ranges that the method tells, for days from `first` to today, each clamped to them. Weeks begin on Monday, and a
 * range begins with the evening before its first day. Years that ended are ranges of their own.
 */
export function roaiRanges(first: DayNumber, today: DayNumber): RoaiRange[] {
  const yearOfToday = yearOf(today);
  const last = today - first;
  const clamp = (day: DayNumber) => Math.max(0, Math.min(day - first, last));
  const ranges = rangeKeys.map((key): RoaiRange => ({ key, ...rangeIndexes(key, { first, last: today }) }));
  for (let year = yearOf(first); year < yearOfToday; year++) {
    const [start, end] = [clamp(startOfYear(year) - 1), clamp(startOfYear(year + 1) - 1)];
    ranges.push({ key: `${year}`, start, end });
  }
  return ranges;
}

/**
 * The days that the method looks at, 1 where it does: those on which something happened (`marked`) or that are `looked`
 * at for another reason (both indexes), evenly spread ones,
 * every third of the last 90 and each of the last 30 where the others lie apart, the ends of ranges and years, today.
 */
export function chartDates(
  first: DayNumber,
  today: DayNumber,
  marked: Uint8Array,
  looked: readonly number[] = [],
): Uint8Array {
  const last = today - first;
  const dates = marked.slice();
  const step = Math.round(last / Math.min(last, chartDatesMax)) || 1;
  for (let day = 0; day <= last; day += step) dates[day] = 1;
  if (step > 1) {
    for (let day = last - 90; day <= last; day += 3) if (day >= 0) dates[day] = 1;
    dates.fill(1, Math.max(0, last - 30));
  }
  for (const day of looked) if (day >= 0 && day <= last) dates[day] = 1;
  for (const { start, end } of roaiRanges(first, today)) {
    dates[start] = 1;
    dates[end] = 1;
  }
  for (let year = yearOf(first); year <= yearOf(today); year++) {
    for (const day of [startOfYear(year), startOfYear(year + 1) - 1]) {
      if (day >= first && day <= today) dates[day - first] = 1;
    }
  }
  return dates;
}

const yearOf = (day: DayNumber): number => Number(dayOfNumber(day).slice(0, 4));
const startOfYear = (year: number): DayNumber => dayNumber(`${`${year}`.padStart(4, '0')}-01-01`);
