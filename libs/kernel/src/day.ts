/** A calendar day as `YYYY-MM-DD`, which sorts as text. Rates and daily candles are of a day, not of a moment. */
export type Day = string;

const dayMs = 86_400_000;

/** The day in UTC. */
export const dayOf = (at: Date): Day => at.toISOString().slice(0, 10);

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

export const dayOfNumber = (number: DayNumber): Day => dayOf(new Date(number * dayMs));
