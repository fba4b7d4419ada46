import type { DayNumber } from '@tradeyard/kernel';
import type { ActivityType } from './activity.js';

/**
 * An activity as the engine counts it: in floats, of one position. What a corporate action did is already in the
 * quantities and prices of the activities before it (a split, a merger, a spin-off is none of its own here).
 */
export type CourseActivity = {
  readonly id: string;
  readonly day: DayNumber;
  /** Orders within the day: milliseconds since 1970, or 0. */
  readonly atMs: number;
  readonly type: ActivityType;
  /** Units, zero or more. */
  readonly quantity: number;
  /** Per unit in the asset's currency. NaN of a transfer whose cost is unknown: it then costs the day's price. */
  readonly price: number;
  /**
   * In the asset's currency: of a dividend, interest, deposit, withdrawal, transfer of cash or liability. Of a trade it
   * is 0, or what was paid for it without the fee where that is known better than quantity times price.
   */
  readonly amount: number;
  /** In the asset's currency, zero or more. */
  readonly fee: number;
  /** Where the fee is already known in the portfolio's currency. */
  readonly feeInBase?: number | undefined;
  /**
   * A transfer from one position of the portfolio to another: a change of money, not of how much was put in. It flows at
   * its price where it has one, so that what comes in is worth what went for it, and the rest of its value is a gain.
   */
  readonly isInternal?: boolean | undefined;
};

/** One position with its market: all that `followPosition` needs. */
export type PositionInput = {
  readonly symbol: string;
  readonly currency: string;
  readonly kind: 'asset' | 'cash' | 'liability';
  readonly isPricedByHand: boolean;
  /** The day before the portfolio's first activity. */
  readonly first: DayNumber;
  /** Closes of the days in the asset's currency, split-adjusted, from `first` to today. NaN where there is none. */
  readonly prices: Float64Array;
  /** Portfolio currency per unit of the asset's; never NaN: filled forward by the caller. */
  readonly rates: Float64Array;
  /** By day, then by moment, then as entered. One after today counts as today. */
  readonly activities: readonly CourseActivity[];
};

/**
 * What a type does to the units held: 1 adds, -1 takes away, 0 leaves them. A sell of more than is held opens a short
 * for the rest, a buy of more than is short opens a long: `short` and `cover` say so in words and count the same.
 */
export const directionOf: Readonly<Record<ActivityType, -1 | 0 | 1>> = {
  buy: 1,
  sell: -1,
  short: -1,
  cover: 1,
  dividend: 0,
  interest: 0,
  fee: 0,
  deposit: 1,
  withdrawal: -1,
  transfer_in: 1,
  transfer_out: -1,
  split: 0,
  merger: 0,
  spin_off: 0,
  liability: -1,
  item: 1,
};

/** What comes into or goes out of the whole portfolio, and not from one position of it to another. */
const crossing: ReadonlySet<ActivityType> = new Set([
  'deposit',
  'withdrawal',
  'transfer_in',
  'transfer_out',
  'liability',
  'item',
]);
export const crossesBorder = ({ type, isInternal }: CourseActivity): boolean =>
  type !== 'buy' && type !== 'sell' && !isInternal && crossing.has(type);

const countedInAmounts: ReadonlySet<ActivityType> = new Set(['deposit', 'withdrawal', 'liability']);

/** What a unit was traded at. Where the amount is given it counts: prices are shown rounded. */
export const tradedPriceOf = ({ quantity, price, amount }: CourseActivity): number =>
  amount !== 0 && quantity !== 0 ? amount / quantity : price;

/** Units that an activity moves: of cash and of what is owed one unit is one of its currency. */
export function unitsOf({ type, quantity, amount }: CourseActivity, kind: PositionInput['kind']): number {
  if (countedInAmounts.has(type)) return amount;
  return kind === 'cash' && quantity === 0 ? amount : quantity;
}

/**
 * The other side of an activity in the cash of its currency, for a portfolio that keeps cash; null where no cash moves.
 * What a sale brings in, or a dividend, is bought cash there, and what a purchase or a fee takes is sold cash: they
 * cross no border. Deposits, withdrawals and transfers of cash are activities of the cash itself.
 */
export function cashLegOf(activity: CourseActivity): CourseActivity | null {
  const paid = cashPaid(activity);
  if (paid === 0) return null;
  const { id, day, atMs } = activity;
  const units = Math.abs(paid);
  return { id, day, atMs, type: paid > 0 ? 'sell' : 'buy', quantity: units, price: 1, amount: units, fee: 0 };
}

function cashPaid({ type, quantity, price, amount, fee }: CourseActivity): number {
  switch (type) {
    case 'buy':
    case 'cover':
      return (amount || quantity * price) + fee;
    case 'sell':
    case 'short':
      return fee - (amount || quantity * price);
    case 'dividend':
    case 'interest':
      return fee - amount;
    case 'fee':
      return fee > 0 ? fee : amount;
    case 'deposit':
    case 'withdrawal':
    case 'transfer_in':
    case 'transfer_out':
    case 'item':
      return fee;
    default:
      return 0;
  }
}
