import { dayNumber, dayOfNumber, type Day, type DayNumber } from '@tradeyard/kernel';

export type MonthTableRow = {
  readonly year: number;
  /** January to December; null for months outside the index. */
  readonly months: readonly (number | null)[];
  /** The months of the year, linked. */
  readonly total: number;
};

/** 31 days after its first day a month is over, and the next one is not. */
function firstOfNextMonth(day: Day): DayNumber {
  const inNextMonth = dayNumber(`${day.slice(0, 7)}-01`) + 31;
  return dayNumber(`${dayOfNumber(inNextMonth).slice(0, 7)}-01`);
}

/**
 * Returns by month and year of an index of returns (`index[0]` is of the day `first`, the opening), oldest year first: a
 * month's is its last level over that of the month before, the first and last month as far as the index goes; a year's
 * links its months (CFA Institute, GIPS 2020: periodic returns are linked geometrically).
 */
export function monthTable(index: Float64Array, first: DayNumber): MonthTableRow[] {
  const rows: { year: number; months: (number | null)[]; total: number }[] = [];
  let opening = index[0] ?? 1;
  for (let at = 0; at < index.length - 1;) {
    // The next evening that ends a month, or the last there is.
    const morning = dayOfNumber(first + at + 1);
    at = Math.min(firstOfNextMonth(morning) - 1 - first, index.length - 1);
    const closing = index[at] ?? 0;
    const factor = opening > 0 ? closing / opening : 1;
    const year = Number(morning.slice(0, 4));
    let row = rows.at(-1);
    if (row?.year !== year) {
      row = { year, months: Array.from({ length: 12 }, () => null), total: 0 };
      rows.push(row);
    }
    row.months[Number(morning.slice(5, 7)) - 1] = factor - 1;
    row.total = (1 + row.total) * factor - 1;
    opening = closing;
  }
  return rows;
}
