import type { DayNumber } from '@tradeyard/kernel';
import { type CourseActivity, type PositionInput } from './course-activity.js';
import { clearDay, emptyDay, recordActivity, type CourseTotals, type Market } from './course-day.js';
import { fillPrices } from './course-prices.js';
import { seriesOf } from './course-series.js';
import * as at from './course-steps.js';
import type { DaySeries } from './day-series.js';
import { difference } from './noise.js';
import { emptyBook, momentDays, weigh, type Book } from './position-book.js';

/**
 * What became of a position from `first` to today. `steps` are the days on which something happened (see
 * `course-steps`); between two of them nothing changes but price and rate, so whatever is asked of any day follows from
 * the step before it. A course is never changed: when an activity comes in, that one position is followed anew.
 */
export type PositionCourse = {
  readonly symbol: string;
  readonly currency: string;
  readonly kind: PositionInput['kind'];
  readonly isPricedByHand: boolean;
  readonly first: DayNumber;
  /** Of every day, without a gap; those before the index `firstPriced` are made up. */
  readonly prices: Float64Array;
  readonly firstPriced: number;
  readonly rates: Float64Array;
  readonly steps: Float64Array;
  /** Index of the day of each step. */
  readonly stepDays: Int32Array;
  readonly stepCount: number;
  /** As it stands today. */
  readonly book: Readonly<Book>;
  readonly totals: CourseTotals;
  /** Something was ever held: not only a fee, interest or a debt. */
  readonly hasTrades: boolean;
  /** Shown among the positions: it was traded, or paid a dividend. */
  readonly isHolding: boolean;
  /** Day by day; made when first asked for. */
  readonly series: DaySeries;
};

/**
 * Follows one position through its activities, in one pass: O(activities + days).
 *
 * Flows are told as exposure. What opens (a purchase, but also a short) is an inflow, what closes an outflow, each at
 * its price and its day's rate; the value of a short is below zero and falls by what its inflow says. A transfer of
 * units flows at the day's price, since nothing was gained by it, and is booked at the cost it came with. Cash and
 * liabilities flow by their value: in is what makes the portfolio worth more.
 *
 * Splits, mergers and spin-offs have to be in the quantities and prices of the activities already.
 */
export function followPosition(input: PositionInput): PositionCourse {
  const { symbol, currency, kind, isPricedByHand, first, rates } = input;
  const filled = fillPrices(input);
  const walk = walkActivities(input, filled.prices);
  let series: DaySeries | undefined;
  return {
    symbol,
    currency,
    kind,
    isPricedByHand,
    first,
    ...filled,
    rates,
    ...walk,
    isHolding: walk.hasTrades || walk.totals.dividend !== 0,
    get series() {
      return (series ??= seriesOf(this));
    },
  };
}

type Walk = Pick<PositionCourse, 'steps' | 'stepDays' | 'stepCount' | 'book' | 'totals' | 'hasTrades'>;

function walkActivities({ kind, first, rates, activities }: PositionInput, prices: Float64Array): Walk {
  const last = rates.length - 1;
  const book = emptyBook();
  const totals = emptyTotals(activities, first + last);
  const stepDays = new Int32Array(Math.min(activities.length, rates.length));
  const steps = new Float64Array(stepDays.length * at.stepSize);
  const day = emptyDay();
  const market: Market = { kind, price: 0, rate: 1 };
  let stepCount = 0;
  let previous = 0;
  let hasTrades = false;
  for (let next = 0; next < activities.length; stepCount++) {
    const today = indexOf(activities[next], first, last);
    weigh(book, today - previous);
    clearDay(day);
    market.price = prices[today] ?? 0;
    market.rate = rates[today] ?? 1;
    const investedBefore = book.investedInBase;
    for (; next < activities.length; next++) {
      const activity = activities[next];
      if (!activity || indexOf(activity, first, last) !== today) break;
      recordActivity(activity, market, book, day, totals);
    }
    hasTrades ||= day.trades > 0;
    // The end of today is a moment after the last thing that happened today.
    if (today === last && day.trades > 0) weigh(book, momentDays);
    stepDays[stepCount] = today;
    const row = stepCount * at.stepSize;
    steps[row + at.stepQuantity] = book.quantity;
    steps[row + at.stepInvested] = book.invested;
    steps[row + at.stepInvestedInBase] = book.investedInBase;
    steps[row + at.stepEarned] = difference(book.realised, book.fees);
    steps[row + at.stepEarnedInBase] = difference(book.realisedInBase, book.feesInBase);
    steps[row + at.stepWeighedDays] = book.weighedDays;
    steps[row + at.stepWeighed] = book.weighed;
    steps[row + at.stepWeighedInBase] = book.weighedInBase;
    steps[row + at.stepFlow] = day.flow;
    steps[row + at.stepInflow] = day.inflow;
    steps[row + at.stepOutflow] = day.outflow;
    steps[row + at.stepBorderIn] = day.borderIn;
    steps[row + at.stepBorderOut] = day.borderOut;
    steps[row + at.stepDividend] = day.dividend;
    steps[row + at.stepFee] = day.fee;
    steps[row + at.stepInvestedChange] = difference(book.investedInBase, investedBefore);
    previous = today;
  }
  return { steps, stepDays, stepCount, book, totals, hasTrades };
}

const indexOf = (activity: CourseActivity | undefined, first: DayNumber, last: number): number =>
  Math.max(0, Math.min((activity?.day ?? first) - first, last));

const emptyTotals = (activities: readonly CourseActivity[], today: DayNumber) => ({
  activitiesCount: activities.length,
  firstActivity: Math.min(activities[0]?.day ?? today, today),
  dividend: 0,
  dividendInBase: 0,
  interestInBase: 0,
  liabilitiesInBase: 0,
  fee: 0,
  feeInBase: 0,
});
