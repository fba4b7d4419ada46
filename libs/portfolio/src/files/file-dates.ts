import { type Day, isDay } from '@tradeyard/kernel';
import { clip } from './file-numbers.js';
import { type DateOrder } from './column-mapping.js';
import { RowProblem } from './import-row.js';

/** A day, and the moment where the text has a time of day. Times without a zone are taken as UTC. */
export type FileMoment = { readonly day: Day; readonly at: string | null };

/** English, German, Dutch, French, Spanish, Italian and Portuguese names by their first letters. */
const months: readonly (readonly string[])[] = [
  ['jan', 'ene', 'gen', 'jän'],
  ['feb', 'fév', 'fev'],
  ['mar', 'mär', 'mrz', 'maa', 'mrt'],
  ['apr', 'avr', 'abr'],
  ['may', 'mai', 'mei', 'mag'],
  ['jun', 'juin', 'giu'],
  ['jul', 'juil', 'lug'],
  ['aug', 'aoû', 'aou', 'ago'],
  ['sep', 'set'],
  ['oct', 'okt', 'out', 'ott'],
  ['nov'],
  ['dec', 'dez', 'déc', 'dic'],
];
const monthOf = (name: string): number => {
  const lower = name.toLowerCase();
  // `juin` and `juil` begin like `jui` both, so that the longer ones are looked at too.
  return months.findIndex((names) => names.some((start) => lower.startsWith(start))) + 1;
};

const iso = /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:$|[T ;,]+(.*)$)/;
const compact = /^(\d{4})(\d{2})(\d{2})(?:$|[T ;,]+(.*)$)/;
const numeric = /^(\d{1,2})([-/.])(\d{1,2})\2(\d{4}|\d{2})(?:$|[T ;,]+(.*)$)/;
const dayFirstName = /^(\d{1,2})[-. /]+(\p{L}{3,})[-. /,]+(\d{4})(?:$|[T ;,]+(.*)$)/u;
const monthFirstName = /^(\p{L}{3,})[. ]+(\d{1,2}),? +(\d{4})(?:$|[T ;,]+(.*)$)/u;
const clock =
  /^(\d{1,2}):?(\d{2})(?::?(\d{2})(?:[.,](\d{1,9}))?)?\s*([AaPp][Mm])?\s*(Z|UTC|GMT|([+-])(\d{2}):?(\d{2}))?$/;

/** Longer ones are no dates. */
const charactersMax = 60;

/** Years of two digits: those before it are of this century. */
const pivotYear = 70;

/**
 * Whether days or months come first in a file, from the dates in which one of them is above 12. Nothing where none
 * tells; `contradictory` where they tell both.
 */
export function decideDateOrder(texts: Iterable<string>): DateOrder | 'contradictory' | undefined {
  let order: DateOrder | undefined;
  for (const text of texts) {
    const match = numeric.exec(text.slice(0, charactersMax).trim());
    if (!match || match[2] === '.') continue; // points are only written where days come first
    const [first, second] = [Number(match[1]), Number(match[3])];
    const told = first > 12 ? 'DMY' : second > 12 ? 'MDY' : undefined;
    if (told === undefined || told === order) continue;
    if (order !== undefined) return 'contradictory';
    order = told;
  }
  return order;
}

/**
 * Reads the forms of dates that brokers write. Throws a `RowProblem`: `not_a_date`, or `ambiguous_date` for 03/04/2024
 * where the order is not known. Midnight to the second is a day without a time.
 */
export function readMoment(text: string, order: DateOrder | undefined, column?: string): FileMoment {
  const trimmed = text.trim();
  if (trimmed.length > charactersMax) throw notADate(text, column);
  const [day, time] = datePart(trimmed, order, column);
  return time === '' ? { day, at: null } : { day, at: instant(day, time, trimmed, column) };
}

function datePart(text: string, order: DateOrder | undefined, column?: string): [Day, string] {
  const year = iso.exec(text) ?? compact.exec(text);
  if (year) return [dayFrom(year[1], Number(year[2]), Number(year[3]), text, column), (year[4] ?? '').trim()];
  const digits = numeric.exec(text);
  if (digits) {
    const isMonthFirst = digits[2] !== '.' && monthComesFirst(digits, order, text, column);
    const [month, day] = isMonthFirst ? [digits[1], digits[3]] : [digits[3], digits[1]];
    return [dayFrom(digits[4], Number(month), Number(day), text, column), (digits[5] ?? '').trim()];
  }
  const named = dayFirstName.exec(text);
  if (named) {
    return [
      dayFrom(named[3], monthOf(named[2] ?? ''), Number(named[1]), text, column),
      (named[4] ?? '').trim(),
    ];
  }
  const american = monthFirstName.exec(text);
  if (american) {
    const month = monthOf(american[1] ?? '');
    return [dayFrom(american[3], month, Number(american[2]), text, column), (american[4] ?? '').trim()];
  }
  throw notADate(text, column);
}

function monthComesFirst(
  digits: RegExpExecArray,
  order: DateOrder | undefined,
  text: string,
  column?: string,
): boolean {
  if (order !== undefined) return order === 'MDY';
  const [first, second] = [Number(digits[1]), Number(digits[3])];
  if (first > 12) return false;
  if (second > 12) return true;
  if (first === second) return false;
  throw new RowProblem(
    'ambiguous_date',
    `"${clip(text)}" can be read in two ways: choose whether the day or the month comes first`,
    column,
  );
}

function dayFrom(year = '', month: number, day: number, text: string, column?: string): Day {
  const century = Number(year) < pivotYear ? '20' : '19';
  const full = year.length === 2 ? `${century}${year}` : year;
  const written = `${full}-${`${month}`.padStart(2, '0')}-${`${day}`.padStart(2, '0')}`;
  if (!isDay(written)) throw notADate(text, column);
  return written;
}

function instant(day: Day, time: string, text: string, column?: string): string | null {
  const match = clock.exec(time);
  if (!match) throw notADate(text, column);
  const [, hour = '', minute = '', second = '00', fraction = '', half, zone, sign, zoneHours, zoneMinutes] =
    match;
  if (!half && !zoneHours && /^0+$/.test(`${hour}${minute}${second}${fraction}`)) return null;
  const twelve = half ? (Number(hour) % 12) + (half.toLowerCase() === 'pm' ? 12 : 0) : Number(hour);
  const clockText = `${`${twelve}`.padStart(2, '0')}:${minute}:${second}.${fraction.slice(0, 3).padEnd(3, '0')}`;
  const offset = zone !== undefined && sign !== undefined ? `${sign}${zoneHours}:${zoneMinutes}` : 'Z';
  const at = new Date(`${day}T${clockText}${offset}`);
  if (Number.isNaN(at.getTime())) throw notADate(text, column);
  return at.toISOString();
}

const notADate = (text: string, column?: string): RowProblem =>
  new RowProblem('not_a_date', `"${clip(text)}" is not a date such as 2024-03-31: correct it`, column);
