import { DomainError, dayNumber, dayOfNumber, type Day, type DayNumber } from '@tradeyard/kernel';
import { type DaySeries } from './day-series.js';

export const rangeKeys = ['1d', 'wtd', 'mtd', 'ytd', '1y', '5y', 'max'] as const;
export type RangeKey = (typeof rangeKeys)[number];

/** Both days are counted: the opening is the evening before `from`. */
export type CustomRange = { readonly from: Day; readonly to: Day };
export type Range = RangeKey | CustomRange;

/** The value at `start` is the opening, the days from `start + 1` to `end` are counted. */
export type IndexRange = { readonly start: number; readonly end: number };

export const isRangeKey = (text: string): text is RangeKey => (rangeKeys as readonly string[]).includes(text);

const daysOfWeek = 7;
/** 1970-01-01 was a Thursday. */
const daysFromMonday = (day: DayNumber): number => (((day + 3) % daysOfWeek) + daysOfWeek) % daysOfWeek;

/** The same date so many years before; of 29 February the 28th, where there is none. */
function yearsBefore(day: DayNumber, years: number): DayNumber {
  const text = dayOfNumber(day);
  const year = `${Number(text.slice(0, 4)) - years}`.padStart(4, '0');
  const sameDate = dayNumber(`${year}${text.slice(4)}`);
  return dayOfNumber(sameDate).slice(5) === text.slice(5) ? sameDate : dayNumber(`${year}-02-28`);
}

/** The evening on which the range opens, before it is cut to what there is. */
function openingOf(range: RangeKey, { first, last }: { first: DayNumber; last: DayNumber }): DayNumber {
  const today = dayOfNumber(last);
  switch (range) {
    case '1d':
      return last - 1;
    case 'wtd':
      return last - daysFromMonday(last) - 1;
    case 'mtd':
      return dayNumber(`${today.slice(0, 7)}-01`) - 1;
    case 'ytd':
      return dayNumber(`${today.slice(0, 4)}-01-01`) - 1;
    case '1y':
      return yearsBefore(last, 1);
    case '5y':
      return yearsBefore(last, 5);
    case 'max':
      return first;
  }
}

/**
 * The indexes of a range in a series of the days `first` to `last` (today). `1d` opens yesterday, `wtd` on the Sunday
 * before this Monday, `mtd` and `ytd` on the last day before the month and the year, `1y` and `5y` on the same calendar
 * date, `max` at the beginning; none opens before the series does. Throws `date_out_of_range` when `from` is after `to`.
 */
export function rangeIndexes(range: Range, days: { first: DayNumber; last: DayNumber }): IndexRange {
  const length = days.last - days.first;
  const within = (index: number): number => Math.min(Math.max(index, 0), length);
  if (typeof range === 'string') {
    return { start: within(openingOf(range, days) - days.first), end: length };
  }
  if (range.from > range.to) {
    throw new DomainError('date_out_of_range', `${range.from} is after ${range.to}`, 'from');
  }
  return {
    start: within(dayNumber(range.from) - 1 - days.first),
    end: within(dayNumber(range.to) - days.first),
  };
}

/** As `rangeIndexes`, of all days of a series. */
export const rangeOfSeries = (range: Range, { first, value }: DaySeries): IndexRange =>
  rangeIndexes(range, { first, last: first + value.length - 1 });
