import type { Currency } from './currency.js';
import { daysBetween, type Day } from './day.js';
import { compareDecimals, multiplyDecimals, type Decimal } from './decimal.js';

/** Units of a currency for one euro, on a day. */
export type DatedReference = { readonly perEuro: Decimal; readonly date: Day };

/** Before and after, of one currency. */
export type RateMove = { readonly before: DatedReference; readonly after: DatedReference };

/** Every source of rates has these; they move least, and most money is in them. */
export const majorCurrencies: readonly string[] = ['USD', 'JPY', 'GBP', 'CHF'];

const factor = (digits: bigint, scale = 0): Decimal => ({ digits, scale });

/** By how much a rate may have changed after at most so many days; beyond a year `year` counts for each begun one. */
type Bounds = { readonly steps: readonly (readonly [days: number, most: Decimal])[]; readonly year: Decimal };

const yearDays = 366;

// What the bank's file from 1999 to 2026 has, and some room: the majors moved by at most 8.5 % from one of its days to the next, by 22.4 %
// within two weeks and by 49.4 % within a year; the lira by 68 % in a day. The one exception is the franc on 15 January 2015 (17 %), when the
// Swiss National Bank gave up its floor: a day on which it is right that somebody looks before money is converted.
const majorBounds: Bounds = {
  steps: [
    [5, factor(11n, 1)],
    [14, factor(125n, 2)],
    [yearDays, factor(16n, 1)],
  ],
  year: factor(2n),
};
const fiatBounds: Bounds = { steps: [[yearDays, factor(2n)]], year: factor(2n) };
const cryptoBounds: Bounds = {
  steps: [
    [5, factor(3n)],
    [31, factor(8n)],
    [yearDays, factor(50n)],
  ],
  year: factor(50n),
};

/** Whether a rate can have come from the last known one in the days between: a shifted point or another currency's column cannot. */
export function isPlausibleMove({ code, kind }: Currency, { before, after }: RateMove): boolean {
  const days = Math.max(0, daysBetween(before.date, after.date));
  const bounds = kind === 'crypto' ? cryptoBounds : majorCurrencies.includes(code) ? majorBounds : fiatBounds;
  return isWithin(before.perEuro, after.perEuro, mostAfter(bounds, days));
}

function mostAfter({ steps, year }: Bounds, days: number): Decimal {
  const step = steps.find(([most]) => days <= most);
  if (step) return step[1];
  const years = BigInt(Math.ceil(days / yearDays));
  return { digits: year.digits ** years, scale: year.scale * Number(years) };
}

/** Two currencies that cross each other moved by at most 1.5 % on that day, in all the bank's file. */
const crossingMost = factor(102n, 2);

/**
 * Whether two currencies have changed places: each is nearer to where the other
 * was than to where it was itself. Dollar and franc are so near to each other in
 * some years that neither leaves its own bounds when their columns are swapped.
 */
export function isSwapped(one: RateMove, other: RateMove): boolean {
  const [a, b] = [one.before.perEuro, other.before.perEuro];
  const [a2, b2] = [one.after.perEuro, other.after.perEuro];
  if (isWithin(a, a2, crossingMost) && isWithin(b, b2, crossingMost)) return false;
  return isNearer(a2, b, a) && isNearer(b2, a, b);
}

/** Whether the greater of both is at most `most` times the smaller. */
const isWithin = (a: Decimal, b: Decimal, most: Decimal): boolean =>
  compareDecimals(a, multiplyDecimals(b, most)) <= 0 && compareDecimals(b, multiplyDecimals(a, most)) <= 0;

/** Whether `to` is fewer times greater or smaller than `near` than it is than `far`. */
function isNearer(to: Decimal, near: Decimal, far: Decimal): boolean {
  const [nearLow, nearHigh] = inOrder(to, near);
  const [farLow, farHigh] = inOrder(to, far);
  return compareDecimals(multiplyDecimals(nearHigh, farLow), multiplyDecimals(farHigh, nearLow)) < 0;
}

const inOrder = (a: Decimal, b: Decimal): readonly [low: Decimal, high: Decimal] =>
  compareDecimals(a, b) <= 0 ? [a, b] : [b, a];
