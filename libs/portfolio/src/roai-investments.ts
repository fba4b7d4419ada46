import { dayOfNumber, type Day, type DayNumber } from '@tradeyard/kernel';
import { stepInvested, stepSize } from './course-steps.js';
import { difference, settled } from './noise.js';
import type { PositionCourse } from './position-course.js';
import type { RoaiDays } from './roai-days.js';

/** `day` is the first of the month or year where it stands for one. */
export type InvestedOn = { readonly day: Day; readonly invested: number };

/** 1 for every day on which something happened to any of the positions. */
export function activityDays(courses: readonly PositionCourse[], days: number): Uint8Array {
  const marked = new Uint8Array(days);
  for (const { stepDays, stepCount } of courses) {
    for (let step = 0; step < stepCount; step++) marked[stepDays[step] ?? 0] = 1;
  }
  return marked;
}

/**
 * What all positions had cost on each day of an activity. The method adds up what assets cost in their own currencies,
 * so it is an amount of money only where those are one.
 */
export function investedOnDays(
  courses: readonly PositionCourse[],
  marked: Uint8Array,
  first: DayNumber,
): InvestedOn[] {
  const changes = new Float64Array(marked.length);
  const sizes = new Float64Array(marked.length);
  for (const { kind, steps, stepDays, stepCount } of courses) {
    if (kind === 'liability') continue;
    let before = 0;
    for (let step = 0; step < stepCount; step++) {
      const row = step * stepSize;
      const day = stepDays[step] ?? 0;
      const invested = steps[row + stepInvested] ?? 0;
      const change = difference(invested, before);
      changes[day] = (changes[day] ?? 0) + change;
      sizes[day] = (sizes[day] ?? 0) + Math.abs(change);
      before = invested;
    }
  }
  const list: InvestedOn[] = [];
  let sum = 0;
  let size = 0;
  marked.forEach((isMarked, day) => {
    if (!isMarked) return;
    sum += changes[day] ?? 0;
    size += sizes[day] ?? 0;
    sum = settled(sum, size);
    list.push({ day: dayOfNumber(first + day), invested: sum });
  });
  return list;
}

/** The change of the investment with the currency effect in every month or year, also those in which nothing happened. */
export function investedByGroup(
  { investedChange }: RoaiDays,
  first: DayNumber,
  group: 'month' | 'year',
): InvestedOn[] {
  const list: InvestedOn[] = [];
  for (let index = 0; index < investedChange.length;) {
    const { begin, next } = groupOf(first + index, group);
    let sum = 0;
    let size = 0;
    for (; index < Math.min(next - first, investedChange.length); index++) {
      const change = investedChange[index] ?? 0;
      sum += change;
      size += Math.abs(change);
    }
    list.push({ day: begin, invested: settled(sum, size) });
  }
  return list;
}

/** The first day of the month or year of a day, and that of the one after it. */
function groupOf(day: DayNumber, group: 'month' | 'year'): { begin: Day; next: DayNumber } {
  const [year = 0, month = 0] = dayOfNumber(day).split('-').map(Number);
  const firstOf = (months: number) => Math.round(Date.UTC(year, months, 1) / 86_400_000);
  return group === 'month'
    ? { begin: dayOfNumber(firstOf(month - 1)), next: firstOf(month) }
    : { begin: dayOfNumber(firstOf(0)), next: firstOf(12) };
}
