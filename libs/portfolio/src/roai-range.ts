import { dayOfNumber, type Day, type DayNumber } from '@tradeyard/kernel';
import type { PositionCourse } from './position-course.js';
import type { IndexRange } from './ranges.js';
import { takesPart } from './roai.js';
import { chartDates, type RoaiRange } from './roai-dates.js';
import { addRoaiDays, emptyRoaiDays, emptyScratch } from './roai-days.js';
import { gainReader, indexesOf, stakeOn, type GainDays, type RangeGain } from './roai-gains.js';
import { activityDays } from './roai-investments.js';

/** The days of a portfolio and what it is told in. */
export type RoaiDaysContext = {
  readonly currency: string;
  readonly first: DayNumber;
  readonly today: DayNumber;
};

/** A range of days of the portfolio; `isWhole` is one from the very beginning, whose opening counts as nothing. */
export type RoaiSpan = IndexRange & { readonly isWhole?: boolean };

/** What a range's return on average investment is made of. */
export type RoaiStakes = {
  readonly net: number;
  /** What had been gained but not realised when the range began. */
  readonly gainedBefore: number;
  /** On each date that the method looks at and on which something was invested, how much. */
  readonly stakes: readonly { readonly day: Day; readonly invested: number }[];
};

/**
 * Return on average investment of any range, with the currency effect, for any part of a portfolio: as `snapshotOf` tells
 * it of its own ranges. Which dates are looked at depends on all courses, so they are given first; then each part costs
 * O(days) of its courses.
 */
export function roaiOfRange(
  courses: readonly PositionCourse[],
  context: RoaiDaysContext,
  span: RoaiSpan,
): (part: readonly PositionCourse[]) => RangeGain {
  const range: RoaiRange = { key: span.isWhole ? 'max' : '1d', start: span.start, end: span.end };
  const read = gainReader([range], datesOf(courses, context, span));
  return (part) => read(daysOf(part, courses, context))[range.key] ?? { net: 0, percent: 0 };
}

/** The same, as the numbers that make it. */
export function roaiStakesOf(
  courses: readonly PositionCourse[],
  context: RoaiDaysContext,
  span: RoaiSpan,
  part: readonly PositionCourse[],
): RoaiStakes {
  const { start, end } = span;
  const days = daysOf(part, courses, context);
  const stakes = indexesOf(datesOf(courses, context, span))
    .filter((day) => day >= start && day <= end)
    .map((day) => ({ day: dayOfNumber(context.first + day), invested: stakeOn(days, day) }))
    .filter(({ invested }) => invested > 0);
  return {
    net: (days.net[end] ?? 0) - (span.isWhole ? 0 : (days.net[start] ?? 0)),
    gainedBefore: (days.value[start] ?? 0) - (days.invested[start] ?? 0),
    stakes,
  };
}

const datesOf = (
  courses: readonly PositionCourse[],
  { first, today }: RoaiDaysContext,
  { start, end }: IndexRange,
): Uint8Array => chartDates(first, today, activityDays(courses, today - first + 1), [start, end]);

function daysOf(
  part: readonly PositionCourse[],
  courses: readonly PositionCourse[],
  { currency, first, today }: RoaiDaysContext,
): GainDays {
  const days = emptyRoaiDays(today - first + 1);
  const scratch = emptyScratch(today - first + 1);
  const counted = part.filter((course) => takesPart(course, currency));
  for (const course of counted) addRoaiDays(days, scratch, course);
  // Of one position what is short counts like what is long; in the whole, shorts are told apart.
  return counted.length === 1 && part !== courses ? scratch : days;
}
