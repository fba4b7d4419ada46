import { money, type Day, type Decimal, type Money } from '@tradeyard/kernel';
import type { Activity } from './activity.js';
import { inOrder } from './activity-order.js';
import type { Conversion } from './conversion.js';
import { bookMerger, bookSpinOff, bookSplit } from './corporate-lots.js';
import { LotLedger } from './lot-ledger.js';
import { bookTrade } from './trade-lots.js';
import { quantityOf } from './unit-count.js';

/**
 * Which units leave first: the oldest (`fifo`), the newest (`lifo`), those that cost most (`hifo`), a part of all alike
 * (`average`), or those that the sale names (`chosen`, and the oldest as far as it names none).
 */
export const lotMethods = ['fifo', 'lifo', 'hifo', 'average', 'chosen'] as const;
export type LotMethod = (typeof lotMethods)[number];

export type LotRules = Conversion & {
  readonly method: LotMethod;
  /** Of chosen lots that are not there the oldest are taken instead, and nothing is refused: for reading. */
  readonly forgivesLots?: boolean;
};

/** Units that were acquired together and are still held, or, `short`, still owed. */
export type Lot = {
  /** The activity that they came with: also after a split, a merger or a spin-off. */
  readonly id: string;
  readonly symbol: string;
  readonly side: 'long' | 'short';
  readonly acquired: Day;
  /** Above zero, on both sides. */
  readonly quantity: Decimal;
  /** Minor units of the portfolio's currency, fees among them. Of a short lot what its sale brought, less fees. */
  readonly cost: bigint;
  /** The same in the currency of the activity; of an average of several currencies, in the portfolio's. */
  readonly ownCost: Money;
  /** False for a transfer that came without its cost, which counts as nothing. */
  readonly isCostKnown: boolean;
};

/**
 * Why units left. A transfer realises no gain. `merger_cash`: a merger paid a part, or all, in cash, and the units went
 * on as others. `cash_in_lieu`: the fraction that a split or a spin-off left was paid out. `lapse`: a split left nothing.
 */
export type DisposalKind = 'sale' | 'cover' | 'transfer' | 'merger_cash' | 'cash_in_lieu' | 'lapse';

/** What left of one lot. Amounts are minor units of the portfolio's currency; `gain` is `proceeds - cost`. */
export type DisposedLot = {
  readonly lotId: string;
  readonly acquired: Day;
  readonly quantity: Decimal;
  readonly cost: bigint;
  readonly proceeds: bigint;
  readonly gain: bigint;
  readonly heldDays: number;
  /** Long: held for more than a year, sold after the same date of the next one. What was sold short is short, however long it was owed. */
  readonly term: 'short' | 'long';
  readonly isCostKnown: boolean;
};

/** What one activity took away; the amounts are the sums of those of its lots. */
export type Disposal = {
  readonly activityId: string;
  readonly day: Day;
  readonly at: string | null;
  readonly symbol: string;
  readonly kind: DisposalKind;
  readonly side: 'long' | 'short';
  readonly quantity: Decimal;
  readonly cost: bigint;
  /** Less the fee. Of a transfer the cost, so that it gains nothing. */
  readonly proceeds: bigint;
  readonly gain: bigint;
  readonly lots: readonly DisposedLot[];
};

export type LotBook = {
  readonly method: LotMethod;
  readonly currency: string;
  /** Symbol by symbol, and of each the oldest first. */
  readonly lots: readonly Lot[];
  /** In the order of the activities. */
  readonly disposals: readonly Disposal[];
};

/**
 * Follows the lots of one portfolio through its activities. A portfolio has one position of an asset: what is sold or
 * sold short leaves what is held first and is owed beyond that; what is bought or covered pays back what is owed first.
 *
 * - An amount is exact until it is rounded once to the minor unit of the portfolio's currency, half to even, at the rate
 *   of its day; a transfer that came with its day of purchase, at the rate of that day. It is then handed out by
 *   quantity so that parts add up to it: cost in = cost out + cost held.
 * - Fees of purchases are cost, those of sales are taken from the proceeds. Those of transfers are neither.
 * - With average cost all units are one lot, as old as the oldest that came into it since nothing was held.
 * - A split leaves costs as they are; quantities are rounded to 18 places so that their sum is the rounded sum. `amount`
 *   pays out the fraction of a unit that is left then.
 * - A merger moves lots to the target, as old as they were. Its cash takes `costShare` of the cost or, where none is
 *   given, cost before it gains: nothing is realised until it has paid all of a lot's cost back.
 * - A spin-off moves `costShare` of each lot's cost to new lots of the target, as old as the ones they come from.
 *
 * n lots and sales cost O(n log n); each split, merger and spin-off goes through the open lots of its asset. Throws
 * `lot_not_found` and `lots_do_not_match` with the method `chosen`, unless `forgivesLots`.
 */
export function followLots(activities: readonly Activity[], rules: LotRules): LotBook {
  const ledger = new LotLedger(rules);
  for (const activity of inOrder(activities)) {
    if (activity.symbol === null) continue;
    if (activity.type === 'split') bookSplit(ledger, activity);
    else if (activity.type === 'merger') bookMerger(ledger, activity);
    else if (activity.type === 'spin_off') bookSpinOff(ledger, activity);
    else bookTrade(ledger, activity);
  }
  return {
    method: rules.method,
    currency: rules.currency,
    lots: [...openLots(ledger)],
    disposals: ledger.disposals,
  };
}

function* openLots(ledger: LotLedger): Generator<Lot> {
  for (const [symbol, queues] of ledger.positions()) {
    for (const queue of [queues.long, queues.short]) {
      for (const lot of queue.oldestFirst()) {
        yield {
          id: lot.id,
          symbol,
          side: queue.side,
          acquired: lot.acquired,
          quantity: quantityOf(lot.quantity),
          cost: lot.cost,
          ownCost: money(lot.own, lot.ownCurrency),
          isCostKnown: lot.isCostKnown,
        };
      }
    }
  }
}
