import { DomainError, addDays, isDay, type Day } from '@tradeyard/kernel';

/** The day on which tax years begin: 1 January in most countries, 6 April in the United Kingdom, 1 July in Australia. */
export type TaxYearStart = { readonly month: number; readonly day: number };

export const calendarYear: TaxYearStart = { month: 1, day: 1 };

/** `label` is the year, or both that it is in: `2024`, `2024/25`. Both days belong to it. */
export type TaxYear = { readonly label: string; readonly first: Day; readonly last: Day };

const two = (number: number): string => `${number}`.padStart(2, '0');

/** Throws `date_out_of_range` for a start that some years do not have. */
export function taxYearOf(day: Day, start: TaxYearStart = calendarYear): TaxYear {
  const beginning = `${two(start.month)}-${two(start.day)}`;
  // Of a year with 28 days in February, so that the 29th is no beginning.
  if (!isDay(`2023-${beginning}`)) {
    throw new DomainError(
      'date_out_of_range',
      'Not every year has the day that tax years begin on',
      'yearStart',
    );
  }
  const calendar = Number(day.slice(0, 4));
  const year = day.slice(5) < beginning ? calendar - 1 : calendar;
  const dayIn = (of: number): Day => `${`${of}`.padStart(4, '0')}-${beginning}`;
  return {
    label: beginning === '01-01' ? `${year}` : `${year}/${two((year + 1) % 100)}`,
    first: dayIn(year),
    last: addDays(dayIn(year + 1), -1),
  };
}
