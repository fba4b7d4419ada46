import { dayOf, findCurrency, isDay, majorCurrencies, type Currency, type Day } from '@tradeyard/kernel';
import type { RateSourceName } from '../platform/config.js';

/** The reference rates of one day: for each currency its units for one euro, as decimal text. */
export type RateDay = {
  readonly date: Day;
  readonly rates: readonly { readonly currency: string; readonly perEuro: string }[];
};

/** Of which days a source has rates, and since when. */
export type PublishingCalendar = {
  /** So many days of the past are looked through for those that it did not give when they were new. */
  readonly gapDaysMax: number;
  /** Rates of so many days before the newest can be had of it. */
  readonly catchUpDaysMax: number;
  /** Whether it has rates of such a day at all. */
  publishes: (day: Day) => boolean;
  /** The newest day whose rates it can have, and the newest whose rates it has to have. */
  newestDay: (now: Date) => Day;
  dueDay: (now: Date) => Day;
};

const dayMs = 24 * 3_600_000;

/** Soon after midnight in UTC, and late only a day after. Each day of the past is a request of its own: not too many. */
export const everyDay: PublishingCalendar = {
  gapDaysMax: 30,
  catchUpDaysMax: 30,
  publishes: () => true,
  newestDay: dayOf,
  dueDay: (now) => dayOf(new Date(now.getTime() - dayMs)),
};

/** Where rates come from. What it says is not believed before it was checked. */
export type RateSource = {
  readonly name: RateSourceName;
  /** As it stands beside each of its rates. */
  readonly label: string;
  /** It failed so often that it is not asked for a while. */
  readonly isResting: boolean;
  readonly calendar: PublishingCalendar;
  /**
   * Rates of its newest day and of those of the other days that it has. `days` are
   * in order, the last one is its newest. Throws `SourceError` without the newest.
   */
  fetchDays: (days: readonly Day[], stop: AbortSignal) => Promise<RateDay[]>;
};

/**
 * Why a source gave no rates, as a sentence that goes on after its name. Nothing is wrong with us.
 * `failed`: nothing that can be read came. `refused`: it can be read, and cannot be right.
 */
export class SourceError extends Error {
  constructor(
    readonly outcome: 'failed' | 'refused',
    message: string,
    readonly details: {
      /** The same question may be answered a moment later. */
      readonly isTransient?: boolean;
      readonly status?: number;
      /** As long as it wants to be left alone. */
      readonly retryAfterMs?: number;
    } = {},
  ) {
    super(message);
  }
}

export const refused = (message: string): SourceError => new SourceError('refused', message);

/** It came whole and makes no sense: the page of a proxy, or a file that is just being written. */
export const unreadable = (what: string): SourceError =>
  new SourceError('failed', `answered with something that is not ${what}`, { isTransient: true });

/** Enough for the weakest currency there ever was, and for the smallest coin. */
const ratePattern = /^\d{1,15}(\.\d{1,30})?$/;

export const isRate = (text: string): boolean => ratePattern.test(text) && /[1-9]/.test(text);

/**
 * The day without what is not a currency here, or not one any more. A rate of
 * zero or of a word is left out. Throws `SourceError` when one of the majors is
 * missing then, when a currency is there twice, or the day does not exist.
 */
export function readRateDay(date: Day, entries: readonly (readonly [code: string, rate: string])[]): RateDay {
  if (!isDay(date)) throw refused(`answered with rates of "${date.slice(0, 40)}", which is no day`);
  const known = entries.filter(([code]) => isQuoted(findCurrency(code), date));
  const twice = known.find(([code], place) => known.findIndex(([other]) => other === code) < place);
  if (twice) throw refused(`answered with two rates for ${twice[0]}`);
  const rates = known
    .filter(([, rate]) => isRate(rate))
    .map(([currency, perEuro]) => ({ currency, perEuro }));
  const missing = majorCurrencies.filter((code) => !rates.some(({ currency }) => currency === code));
  if (missing.length > 0) throw refused(`answered without a rate for ${missing.join(', ')}`);
  return { date, rates };
}

const isQuoted = (currency: Currency | undefined, on: Day): boolean =>
  currency !== undefined &&
  currency.code !== 'EUR' &&
  (currency.endedOn === undefined || on < currency.endedOn);

/**
 * One request for the newest day and one for each further day, newest first. What
 * is missing when one of them fails is asked for at the next time.
 */
export async function fetchDayByDay(
  days: readonly Day[],
  fetchNewest: () => Promise<RateDay>,
  fetchDay: (day: Day) => Promise<RateDay>,
): Promise<RateDay[]> {
  const newest = await fetchNewest();
  const found = [newest];
  const others = days
    .slice(0, -1)
    .filter((day) => day < newest.date)
    .reverse();
  for (const day of others) {
    try {
      const answer = await fetchDay(day);
      if (answer.date === day) found.push(answer);
    } catch (error) {
      if (!(error instanceof SourceError)) throw error;
      const isThatDayOnly = error.outcome === 'refused' || error.details.status === 404;
      if (!isThatDayOnly) break;
    }
  }
  return found.reverse();
}
