import type { DayNumber } from './day.js';
import { powerOfTen, type Decimal, type Ratio } from './decimal.js';

/** What one thing was worth in another on a day, and who said so. */
export type DatedValue = { readonly day: DayNumber; readonly value: Decimal; readonly source: string };

/**
 * A published series that a cross rate is made of, oldest first and each day once. One that `divides` is known the
 * other way round: from dollars to yen, both per euro, the dollar's series divides.
 */
export type RateFactor = { readonly values: readonly DatedValue[]; readonly divides: boolean };

/** The rate of a day. `asOf` is the day it is of: of all that went into it, the oldest. */
export type SeriesRate = { readonly day: DayNumber; readonly asOf: DayNumber; readonly rate: Ratio };

export type RateSeries = {
  readonly rates: readonly SeriesRate[];
  /** Who said what went into it, in the order in which they first did. */
  readonly sources: readonly string[];
};

/** Behind the longest holidays a rate is known again; what is silent for longer has no rate, and the series a gap. */
const silenceDaysMax = 7;

/**
 * The exact product of published series from one day to another, both included: a rate for each day on which any of
 * them was published, by the last value of each. The first day has one even if nothing was published then. A day on
 * which one of them is older than a week has none.
 */
export function multiplySeries(factors: readonly RateFactor[], from: DayNumber, to: DayNumber): RateSeries {
  const rates: SeriesRate[] = [];
  const sources = new Set<string>();
  const places = factors.map(({ values, divides }): Place => ({ values, divides, next: 0, last: undefined }));
  for (let day = from; day <= to; day = nextDay(places)) {
    for (const place of places) goTo(place, day);
    const rate = rateOn(day, places);
    if (!rate) continue;
    rates.push(rate);
    for (const { last } of places) if (last) sources.add(last.source);
  }
  return { rates, sources: [...sources] };
}

/** How far a series has been read: `last` is known, `next` is where the following one stands. */
type Place = RateFactor & { next: number; last: DatedValue | undefined };

function goTo(place: Place, day: DayNumber): void {
  for (let value = place.values[place.next]; value && value.day <= day; value = place.values[place.next]) {
    place.last = value;
    place.next += 1;
  }
}

function nextDay(places: readonly Place[]): DayNumber {
  let first = Infinity;
  for (const { values, next } of places) first = Math.min(first, values[next]?.day ?? Infinity);
  return first;
}

function rateOn(day: DayNumber, places: readonly Place[]): SeriesRate | undefined {
  let asOf = day;
  let numerator = 1n;
  let denominator = 1n;
  let scale = 0;
  for (const { divides, last } of places) {
    if (!last || day - last.day > silenceDaysMax) return undefined;
    if (last.day < asOf) asOf = last.day;
    if (divides) {
      denominator *= last.value.digits;
      scale += last.value.scale;
    } else {
      numerator *= last.value.digits;
      scale -= last.value.scale;
    }
  }
  if (scale > 0) numerator *= powerOfTen(scale);
  else if (scale < 0) denominator *= powerOfTen(-scale);
  return { day, asOf, rate: { numerator, denominator } };
}
