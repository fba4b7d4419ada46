import type { DayNumber } from '@tradeyard/kernel';
import {
  crossesBorder,
  directionOf,
  tradedPriceOf,
  unitsOf,
  type CourseActivity,
  type PositionInput,
} from './course-activity.js';
import { momentDays, trade, weigh, type Book } from './position-book.js';

/** Sums over all activities of a position. `…InBase` is the portfolio's currency, each at its own day's rate. */
export type CourseTotals = {
  readonly activitiesCount: number;
  readonly firstActivity: DayNumber;
  readonly dividend: number;
  readonly dividendInBase: number;
  readonly interestInBase: number;
  readonly liabilitiesInBase: number;
  readonly fee: number;
  /** By what each activity says of it, where it does. */
  readonly feeInBase: number;
};

type Sums = { -readonly [Name in keyof CourseTotals]: CourseTotals[Name] };

/** The day's price in the asset's currency and the rate into the portfolio's. */
export type Market = { kind: PositionInput['kind']; price: number; rate: number };

/** What happened on one day; see the fields of `course-steps`. */
export type CourseDay = {
  flow: number;
  inflow: number;
  outflow: number;
  borderIn: number;
  borderOut: number;
  dividend: number;
  fee: number;
  trades: number;
};

export const emptyDay = (): CourseDay => ({
  flow: 0,
  inflow: 0,
  outflow: 0,
  borderIn: 0,
  borderOut: 0,
  dividend: 0,
  fee: 0,
  trades: 0,
});

/** A new day begins in the same record: there may be one for every activity. */
export function clearDay(day: CourseDay): void {
  day.flow = 0;
  day.inflow = 0;
  day.outflow = 0;
  day.borderIn = 0;
  day.borderOut = 0;
  day.dividend = 0;
  day.fee = 0;
  day.trades = 0;
}

/** Enters one activity in the book, in what its day did and in the sums. */
export function recordActivity(
  activity: CourseActivity,
  market: Market,
  book: Book,
  day: CourseDay,
  totals: Sums,
): void {
  const { type, amount, fee, feeInBase } = activity;
  const { rate } = market;
  if (fee !== 0 || feeInBase) {
    book.fees += fee;
    book.feesInBase += fee * rate;
    day.fee += fee * rate;
    totals.fee += fee;
    totals.feeInBase += feeInBase ?? fee * rate;
  }
  if (directionOf[type] !== 0) move(activity, market, book, day);
  if (type === 'liability') totals.liabilitiesInBase += amount * rate;
  if (type !== 'dividend' && type !== 'interest') return;
  day.dividend += amount * rate;
  if (type === 'interest') totals.interestInBase += amount * rate;
  else {
    totals.dividend += amount;
    totals.dividendInBase += amount * rate;
  }
}

function move(
  activity: CourseActivity,
  { kind, price: close, rate }: Market,
  book: Book,
  day: CourseDay,
): void {
  const { type } = activity;
  const units = directionOf[type] * unitsOf(activity, kind);
  // What is owed is no part of an asset it is noted on, and money no units of it.
  const isOther = kind === 'asset' && (type === 'deposit' || type === 'withdrawal');
  if (units === 0 || isOther || (type === 'liability' && kind !== 'liability')) return;
  const flowPrice = flowPriceOf(activity, kind, close);
  // What leaves by transfer is gone at the day's price: what it had gained stays gained.
  const bookPrice = type === 'transfer_in' && !Number.isNaN(activity.price) ? activity.price : flowPrice;
  if (day.trades > 0) weigh(book, momentDays);
  if (kind !== 'liability') day.trades += 1;
  const closed = trade(book, units, kind === 'asset' ? bookPrice : 1, rate);
  const flow = units * flowPrice;
  const worth = flow * rate;
  day.flow += flow;
  if (kind === 'asset') {
    day.inflow += Math.abs(units - closed) * flowPrice * rate;
    day.outflow += Math.abs(closed) * flowPrice * rate;
  } else if (worth > 0) day.inflow += worth;
  else day.outflow -= worth;
  if (!crossesBorder(activity)) return;
  if (worth > 0) day.borderIn += worth;
  else day.borderOut -= worth;
}

function flowPriceOf(activity: CourseActivity, kind: PositionInput['kind'], close: number): number {
  if (activity.type === 'transfer_in' || activity.type === 'transfer_out') {
    return activity.isInternal && activity.price > 0 ? activity.price : close;
  }
  return kind === 'asset' ? tradedPriceOf(activity) : close;
}
