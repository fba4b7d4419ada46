import { dayOfNumber, type Day } from '@tradeyard/kernel';
import { difference } from './noise.js';
import type { PositionCourse } from './position-course.js';
import type { RangeGain } from './roai-gains.js';

/** A figure as the method tells it twice. `flat`: all at today's rate. `withCurrency`: each at its own day's. */
export type TwoViews = { readonly flat: number; readonly withCurrency: number };

/**
 * Return on average investment of one position. Amounts are in the portfolio's currency where they do not say that they
 * are in the asset's own; percentages are fractions, and 0 where nothing was invested.
 */
export type RoaiPosition = {
  readonly symbol: string;
  readonly currency: string;
  readonly kind: PositionCourse['kind'];
  readonly activitiesCount: number;
  readonly firstDay: Day;
  readonly quantity: number;
  /** Asset's currency: of what is held, at average cost. */
  readonly averagePrice: number;
  /** Asset's currency; null where none is known. */
  readonly marketPrice: number | null;
  readonly marketPriceInBase: number;
  readonly value: number;
  readonly dividend: number;
  readonly dividendInBase: number;
  readonly fee: number;
  readonly feeInBase: number;
  readonly invested: TwoViews;
  /** Over the days held. */
  readonly averageInvested: TwoViews;
  readonly gross: TwoViews;
  readonly net: TwoViews;
  readonly grossPercent: TwoViews;
  readonly netPercent: TwoViews;
  /** With the currency effect. */
  readonly ranges: Readonly<Record<string, RangeGain>>;
  /** No price is known, so that its value is made up and it takes no part in any performance. */
  readonly isUnpriced: boolean;
};

const priceIsKnown = ({ firstPriced, rates }: PositionCourse): boolean => firstPriced < rates.length;

/** It was traded, and nobody says what it is worth: a price by hand would be the last one paid. */
export const isUnpriced = (course: PositionCourse): boolean =>
  course.kind === 'asset' && course.hasTrades && !course.isPricedByHand && !priceIsKnown(course);

/** Cash in the portfolio's own currency can gain nothing: it is worth something, and no part of any performance. */
export const isBaseCash = ({ kind, currency }: PositionCourse, base: string): boolean =>
  kind === 'cash' && currency === base;

/** Whether the position counts in the performance of the portfolio. */
export const takesPart = (course: PositionCourse, base: string): boolean =>
  course.kind !== 'liability' &&
  !isBaseCash(course, base) &&
  (priceIsKnown(course) || (course.isPricedByHand && course.hasTrades));

/** Tells a position as it stands today. */
export function roaiPosition(course: PositionCourse, ranges: RoaiPosition['ranges']): RoaiPosition {
  const { symbol, currency, kind, book, totals, rates } = course;
  const last = rates.length - 1;
  const [price, rate] = [course.prices[last] ?? 0, rates[last] ?? 1];
  const isKnown = kind !== 'asset' || priceIsKnown(course);
  const averagePrice = book.quantity === 0 ? 0 : Math.abs(book.invested / book.quantity);
  const shownPrice = isKnown || course.isPricedByHand ? price : averagePrice;
  const hasFigures = !isUnpriced(course);
  const views = (flat: number, withCurrency: number): TwoViews =>
    hasFigures ? { flat: flat * rate, withCurrency } : { flat: 0, withCurrency: 0 };
  const worth = book.quantity * price;
  const gross = views(
    difference(worth, book.invested) + book.realised,
    difference(worth * rate, book.investedInBase) + book.realisedInBase,
  );
  const fees = views(book.fees, book.feesInBase);
  const net = {
    flat: difference(gross.flat, fees.flat),
    withCurrency: difference(gross.withCurrency, fees.withCurrency),
  };
  const average = averageInvested(course);
  const averages = views(average.flat, average.withCurrency);
  return {
    symbol,
    currency,
    kind,
    activitiesCount: totals.activitiesCount,
    firstDay: dayOfNumber(totals.firstActivity),
    quantity: book.quantity,
    averagePrice,
    marketPrice: isKnown ? price : null,
    marketPriceInBase: shownPrice * rate,
    value: book.quantity * shownPrice * rate,
    dividend: totals.dividend,
    dividendInBase: totals.dividendInBase,
    fee: totals.fee,
    feeInBase: totals.feeInBase,
    invested: views(book.invested, book.investedInBase),
    averageInvested: averages,
    gross,
    net,
    grossPercent: sharesOf(gross, averages),
    netPercent: sharesOf(net, averages),
    ranges: hasFigures ? ranges : {},
    isUnpriced: !hasFigures,
  };
}

/** Until today, in the asset's currency and, at the rates of the days, in the portfolio's. */
function averageInvested({ book, stepDays, stepCount, rates }: PositionCourse): TwoViews {
  const last = rates.length - 1;
  const since = stepCount > 0 && book.quantity !== 0 ? last - (stepDays[stepCount - 1] ?? last) : 0;
  const days = book.weighedDays + since;
  if (days === 0) return { flat: 0, withCurrency: 0 };
  return {
    flat: (book.weighed + Math.abs(book.invested) * since) / days,
    withCurrency: (book.weighedInBase + Math.abs(book.investedInBase) * since) / days,
  };
}

/** Gains as fractions of what they were made with; 0 where that is nothing. */
export const sharesOf = (gain: TwoViews, of: TwoViews): TwoViews => ({
  flat: of.flat > 0 ? gain.flat / of.flat : 0,
  withCurrency: of.withCurrency > 0 ? gain.withCurrency / of.withCurrency : 0,
});
