import { dayOfNumber, DomainError, type Day, type DayNumber } from '@tradeyard/kernel';
import type { ActivityType } from './activity.js';
import { readCalculation, type DatedNumber, type ReadCalculation } from './calculation-reading.js';
import { followPosition } from './position-course.js';
import { snapshotOf, type Snapshot } from './snapshot.js';

/** An activity of a calculation. Numbers are decimals as text; what is left out is 0, or nothing for this type. */
export type CalculationActivity = {
  /** The order of those of one day without `at` is that of the list. */
  readonly day: Day;
  /** An instant in UTC, `2024-03-08T14:30:00Z`; those of a day without one come first. */
  readonly at?: string;
  /** Any but split, merger and spin_off: `splits` stand on their own. */
  readonly type: ActivityType;
  /** One of `assets`. */
  readonly symbol: string;
  /** Units of a trade or transfer. */
  readonly quantity?: string;
  /** Per unit, in the asset's currency. */
  readonly price?: string;
  /** In the asset's currency: all of a dividend, interest, deposit, withdrawal, liability. */
  readonly amount?: string;
  /** In the asset's currency. */
  readonly fee?: string;
  /** Where the fee is known in the portfolio's currency: what is told of it then, while returns use `fee`. */
  readonly feeInBase?: string;
};

export type CalculationAsset = {
  readonly symbol: string;
  readonly currency: string;
  /** `asset` where it is left out. Cash costs 1 and has no prices; a liability is what is owed. */
  readonly kind?: 'asset' | 'cash' | 'liability';
  /** Without any price it is worth what was last paid for it. */
  readonly isPricedByHand?: boolean;
};

/**
 * A whole portfolio to calculate, with its market: nothing else is looked up and nothing is stored.
 *
 * ```json
 * { "currency": "CHF", "today": "2023-07-10",
 *   "activities": [{ "day": "2023-01-03", "type": "buy", "symbol": "GOOGL", "quantity": "1", "price": "89.12", "fee": "1" }],
 *   "assets": [{ "symbol": "GOOGL", "currency": "USD" }],
 *   "prices": { "GOOGL": { "2023-01-03": "89.12", "2023-07-10": "116.45" } },
 *   "rates": { "USD": { "2023-01-03": "0.9238", "2023-07-10": "0.8854" } } }
 * ```
 */
export type CalculationRequest = {
  /** Of the portfolio. */
  readonly currency: string;
  /** The last day; activities after it count as of it. */
  readonly today: Day;
  readonly activities: readonly CalculationActivity[];
  readonly assets: readonly CalculationAsset[];
  /** By symbol and day: closes in the asset's currency, split-adjusted. Gaps hold the last one. */
  readonly prices: Readonly<Record<string, Readonly<Record<Day, string>>>>;
  /** By currency and day: units of the portfolio's currency for one. Gaps hold the last one, before the first the first. */
  readonly rates: Readonly<Record<string, Readonly<Record<Day, string>>>>;
  /** Each `from` units become `to`; activities of earlier days are adjusted. */
  readonly splits?: readonly {
    readonly symbol: string;
    readonly day: Day;
    readonly to: string;
    readonly from: string;
  }[];
  /** Days on which a balance of cash was noted: the days told begin the day before the first of these and activities. */
  readonly balanceDays?: readonly Day[];
  /** Rows of the history: on `dates` that the method looks at, or on all `days`. `dates` where it is left out. */
  readonly history?: 'dates' | 'days';
};

/**
 * The snapshot of what is asked; pure. Throws a `DomainError` whose `field` is the path of what is wrong, such as
 * `activities[3].price`: `calculation_malformed`, `not_a_decimal`, `date_out_of_range`, or `rate_unavailable` for an
 * asset's currency without any rate.
 */
export function calculationOf(request: CalculationRequest): Snapshot {
  const read = readCalculation(request);
  const { currency, today, history } = read;
  const first = firstDay(read);
  const rates = new Map<string, Float64Array>();
  const courses = read.assets
    .filter(({ activities }) => activities.length > 0)
    .map((asset) => {
      const ratesOfAsset = rates.get(asset.currency) ?? ratesOf(asset.currency, read, first);
      rates.set(asset.currency, ratesOfAsset);
      const prices = pricesFrom(asset.prices, first, today);
      return followPosition({ ...asset, first, prices, rates: ratesOfAsset });
    });
  return snapshotOf(courses, { currency, first, today, history, lookedAt: read.balanceDays });
}

/** A hundred years of days; more are a slip of the year. */
const daysMax = 36_600;

function firstDay({ assets, balanceDays, today }: ReadCalculation): DayNumber {
  const days = assets.map(({ activities }) => activities[0]?.day ?? today);
  const first = Math.min(today, ...days, ...balanceDays.slice(0, 1)) - 1;
  if (today - first <= daysMax) return first;
  const message = `A portfolio begins at most ${daysMax} days before today, and not on ${dayOfNumber(first + 1)}`;
  throw new DomainError('date_out_of_range', message, 'activities');
}

function ratesOf(currency: string, { currency: base, rates, today }: ReadCalculation, first: DayNumber) {
  const days = today - first + 1;
  if (currency === base) return new Float64Array(days).fill(1);
  const known = rates.get(currency)?.filter(({ day }) => day <= today);
  if (!known?.[0]) {
    throw new DomainError(
      'rate_unavailable',
      `There is no rate of ${currency} in ${base}`,
      `rates.${currency}`,
    );
  }
  const filled = new Float64Array(days);
  let next = 0;
  let rate = known[0].value;
  for (let day = first; day <= today; day++) {
    for (let dated = known[next]; dated && dated.day <= day; dated = known[next]) {
      rate = dated.value;
      next += 1;
    }
    filled[day - first] = rate;
  }
  return filled;
}

/** A price of before the first day holds on it: nothing newer is known then. */
function pricesFrom(dated: readonly DatedNumber[], first: DayNumber, today: DayNumber): Float64Array {
  const prices = new Float64Array(today - first + 1).fill(NaN);
  for (const { day, value } of dated) if (day <= today) prices[Math.max(0, day - first)] = value;
  return prices;
}
