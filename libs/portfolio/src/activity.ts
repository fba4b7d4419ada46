import type { Day, Decimal } from '@tradeyard/kernel';

/**
 * What can happen to a portfolio. `item` is something priced by hand that came in, `liability` an amount that is owed
 * from then on (repaid where it is negative).
 */
export const activityTypes = [
  'buy',
  'sell',
  'short',
  'cover',
  'dividend',
  'interest',
  'fee',
  'deposit',
  'withdrawal',
  'transfer_in',
  'transfer_out',
  'split',
  'merger',
  'spin_off',
  'liability',
  'item',
] as const;
export type ActivityType = (typeof activityTypes)[number];

/** Each `from` units become `to` (split, merger), or get `to` of another asset besides (spin-off). */
export type UnitRatio = { readonly to: Decimal; readonly from: Decimal };

/** Which purchase a sale takes its units from. */
export type ChosenLot = { readonly activityId: string; readonly quantity: Decimal };

/**
 * One thing that happened. What a type has no use for is null; `activity-draft` says which has what.
 *
 * | type | symbol | quantity, price | amount | besides |
 * |---|---|---|---|---|
 * | buy, sell, short, cover, item | the asset | units, per unit | what was paid without the fee, where known | fee; `lots` of a sell or cover |
 * | transfer_in, transfer_out | the asset, or null for cash | units, cost per unit (null: unknown) | of cash | `acquired`: the day of purchase |
 * | dividend | the asset | where it was told so | all of it, before tax | fee (tax) |
 * | interest, fee, deposit, withdrawal | null, or what it is about | | all of it | |
 * | liability | its name | | what is owed more | |
 * | split | the asset | | all cash in lieu of a fraction, or null | `ratio` |
 * | merger | what ends | | cash per unit, or null | `ratio`, `target`, `costShare` (of the cash) |
 * | spin_off | what stays | | all cash in lieu of a fraction, or null | `ratio`, `target`, `costShare` |
 */
export type Activity = {
  readonly id: string;
  readonly day: Day;
  /** The moment, where it is known: an ISO instant in UTC. On one day those without come first, then by entry. */
  readonly at: string | null;
  readonly type: ActivityType;
  readonly symbol: string | null;
  readonly quantity: Decimal | null;
  /** Per unit, in `currency`. */
  readonly price: Decimal | null;
  readonly amount: Decimal | null;
  readonly currency: string;
  /** In `currency`, zero or more. */
  readonly fee: Decimal;
  readonly ratio: UnitRatio | null;
  readonly target: string | null;
  /** From 0 to 1, the part of the cost that goes to the new asset of a spin-off, or that the cash of a merger pays for. */
  readonly costShare: Decimal | null;
  readonly acquired: Day | null;
  readonly lots: readonly ChosenLot[] | null;
  readonly note: string;
};
