/** A calendar day as `YYYY-MM-DD`, which sorts as text. Rates and daily candles are of a day, not of a moment. */
export type Day = string;

const dayMs = 86_400_000;

/** The day in UTC. */
export const dayOf = (at: Date): Day => at.toISOString().slice(0, 10);

/** The first time zone to see a new day is so far ahead. */
const aheadOfUtcMs = 14 * 3_600_000;

/** The newest day that it is anywhere: what is today for somebody is not in the future. */
export const latestDay = (at: Date): Day => dayOf(new Date(at.getTime() + aheadOfUtcMs));

/** Whether the text is a day that exists: 2024-02-29 does, 2025-02-29 and 2025-2-9 do not. */
export function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const at = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(at.getTime()) && dayOf(at) === text;
}

/** Whole days from the first to the second: negative when the second is earlier. */
export const daysBetween = (first: Day, second: Day): number =>
  Math.round((Date.parse(second) - Date.parse(first)) / dayMs);

export const addDays = (day: Day, days: number): Day => dayOf(new Date(Date.parse(day) + days * dayMs));

/** Days since 1970-01-01: for long series, where counting is much faster than text. */
export type DayNumber = number;

export const dayNumber = (day: Day): DayNumber => Math.round(Date.parse(day) / dayMs);

/**
 * For years of four digits. Counts itself, several times faster than a `Date` does, which thousands of days of a series
 * would feel. `civil_from_days` of H. Hinnant, "chrono-Compatible Low-Level Date Algorithms", 2013: years begin in
 * March, so that a leap day is the last of its year, and eras are the 400 years after which the calendar repeats.
 */
export function dayOfNumber(number: DayNumber): Day {
  const fromMarch0000 = number + 719_468;
  const era = Math.floor(fromMarch0000 / 146_097);
  const dayOfEra = fromMarch0000 - era * 146_097;
  const leapDays =
    Math.floor(dayOfEra / 1460) - Math.floor(dayOfEra / 36_524) + Math.floor(dayOfEra / 146_096);
  const yearOfEra = Math.floor((dayOfEra - leapDays) / 365);
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const monthFromMarch = Math.floor((5 * dayOfYear + 2) / 153);
  const day = dayOfYear - Math.floor((153 * monthFromMarch + 2) / 5) + 1;
  const month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9;
  const year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
  return `${`${year}`.padStart(4, '0')}-${month < 10 ? '0' : ''}${month}-${day < 10 ? '0' : ''}${day}`;
}
