import { divide, multiplyDecimals, multiplyRatios, type Decimal, type Ratio } from '@tradeyard/kernel';
import type { Activity } from './activity.js';
import type { LotLedger } from './lot-ledger.js';
import type { LotPiece, LotQueue, OpenLot } from './lot-queue.js';
import { scaleUnitCost, unitCostLess } from './unit-cost.js';
import { amountSplitter, factorOf, partScaler, quantityOf, scaleUnits, wholeUnit } from './unit-count.js';

type Action = { readonly ledger: LotLedger; readonly activity: Activity; readonly symbol: string };

const inverse = ({ numerator, denominator }: Ratio): Ratio => ({
  numerator: denominator,
  denominator: numerator,
});

const sidesOf = (ledger: LotLedger, symbol: string): readonly LotQueue[] => {
  const { long, short } = ledger.of(symbol);
  return [long, short];
};

/** Turns each `from` units into `to`, at the same cost. */
export function bookSplit(ledger: LotLedger, activity: Activity): void {
  const { symbol, ratio } = activity;
  if (symbol === null || !ratio) return;
  const action = { ledger, activity, symbol };
  for (const queue of sidesOf(ledger, symbol)) {
    if (queue.total === 0n) continue;
    move(action, { queue, target: queue, lots: queue.drain(), factor: factorOf(ratio) });
    payFraction(action, queue, symbol, queue.total % wholeUnit);
  }
}

/** Turns units into those of the target and pays the cash. */
export function bookMerger(ledger: LotLedger, activity: Activity): void {
  const { symbol, ratio, target } = activity;
  if (symbol === null || !ratio) return;
  const action = { ledger, activity, symbol };
  const targets = target === null ? undefined : ledger.of(target);
  for (const queue of sidesOf(ledger, symbol)) {
    if (queue.total === 0n) continue;
    const isForCash = ratio.to.digits === 0n || !targets;
    const lots = queue.drain();
    if (activity.amount) payMerger(action, queue, lots, isForCash);
    else if (isForCash) lapse(action, queue, lots);
    if (!isForCash) move(action, { queue, target: targets[queue.side], lots, factor: factorOf(ratio) });
  }
}

/** Gives units of the target for those that stay, and a share of their cost with them. */
export function bookSpinOff(ledger: LotLedger, activity: Activity): void {
  const { symbol, ratio, target, costShare } = activity;
  if (symbol === null || target === null || !ratio) return;
  const action = { ledger, activity, symbol };
  const [factor, share] = [factorOf(ratio), factorOf({ to: costShare ?? zero, from: whole })];
  const rest = restOf(costShare ?? zero);
  for (const queue of sidesOf(ledger, symbol)) {
    const [newUnits, newCost, newOwn] = [partScaler(factor), partScaler(share), partScaler(share)];
    const lots = queue.drain();
    const spun: OpenLot[] = [];
    for (const lot of lots) {
      const quantity = newUnits(lot.quantity);
      // Of dust nothing comes, and no cost leaves with it.
      const [cost, own] = quantity > 0n ? [newCost(lot.cost), newOwn(lot.own)] : [0n, 0n];
      lot.cost -= cost;
      lot.own -= own;
      if (quantity > 0n) {
        const perUnit = scaleUnitCost(scaleUnitCost(lot.unitCost, share), inverse(factor));
        spun.push({ ...lot, quantity, cost, own, unitCost: perUnit });
      }
      queue.add(quantity > 0n ? { ...lot, unitCost: scaleUnitCost(lot.unitCost, rest) } : lot);
    }
    const received = ledger.of(target)[queue.side];
    const units = spun.reduce((sum, { quantity }) => sum + quantity, 0n);
    for (const lot of spun) received.add(lot);
    payFraction(action, received, target, units % wholeUnit);
  }
}

const zero = { digits: 0n, scale: 0 };
const whole = { digits: 1n, scale: 0 };

type Move = {
  readonly queue: LotQueue;
  readonly target: LotQueue;
  readonly lots: OpenLot[];
  readonly factor: Ratio;
};

/** Puts the lots where they go from here, in their new quantities. The cost of one that dwindles to nothing goes on. */
function move(action: Action, { queue, target, lots, factor }: Move): void {
  const total = lots.reduce((sum, { quantity }) => sum + quantity, 0n);
  if (scaleUnits(total, factor) === 0n) {
    lapse(action, queue, lots);
    return;
  }
  const scaled = partScaler(factor);
  const moved: OpenLot[] = [];
  let [cost, own] = [0n, 0n];
  for (const lot of lots) {
    const quantity = scaled(lot.quantity);
    cost += lot.cost;
    own += lot.own;
    if (quantity === 0n) continue;
    moved.push({ ...lot, quantity, cost, own, unitCost: scaleUnitCost(lot.unitCost, inverse(factor)) });
    [cost, own] = [0n, 0n];
  }
  const last = moved.at(-1);
  if (last) {
    last.cost += cost;
    last.own += own;
  }
  for (const lot of moved) target.add(lot);
}

/** What is left is less than the smallest part of a unit: it is gone, for nothing. */
function lapse({ ledger, activity, symbol }: Action, { side }: LotQueue, lots: readonly OpenLot[]): void {
  ledger.dispose({ activity, symbol, kind: 'lapse', side, pieces: lots, amount: 0n });
}

/** Takes `units`, the fraction that nobody gets a certificate of, out for the amount of the activity. */
function payFraction({ ledger, activity }: Action, queue: LotQueue, symbol: string, units: bigint): void {
  if (!activity.amount || queue.total === 0n) return;
  // Where there is no fraction, what was paid was paid all the same: all of it is a gain.
  const pieces = units > 0n ? ledger.take(queue, units, activity) : [unitless(activity)];
  const amount = ledger.valueOf(activity.amount, activity.currency, activity.day);
  ledger.dispose({ activity, symbol, kind: 'cash_in_lieu', side: queue.side, pieces, amount });
}

const unitless = ({ id, day }: Activity): LotPiece => ({
  id,
  acquired: day,
  isCostKnown: true,
  quantity: 0n,
  cost: 0n,
});

/** Pays `amount` per unit and takes the cost that belongs to it out of the lots. */
function payMerger(action: Action, queue: LotQueue, lots: OpenLot[], isForCash: boolean): void {
  const { ledger, activity, symbol } = action;
  const { currency, day, costShare } = activity;
  const amount = activity.amount ?? zero;
  const units = lots.reduce((sum, { quantity }) => sum + quantity, 0n);
  const shareOfCash = amountSplitter(
    ledger.valueOf(multiplyDecimals(amount, quantityOf(units)), currency, day),
    units,
  );
  const shareOfCost = costShare && partScaler(factorOf({ to: costShare, from: whole }));
  const perUnit = multiplyRatios(factorOf({ to: amount, from: whole }), ledger.rateOf(currency, day));
  const rest = costShare && restOf(costShare);
  const amounts: bigint[] = [];
  const pieces = lots.map((lot) => {
    const paid = shareOfCash(lot.quantity);
    const ofCost = shareOfCost ? shareOfCost(lot.cost) : paid < lot.cost ? paid : lot.cost;
    const cost = isForCash ? lot.cost : ofCost;
    const own = cost === lot.cost ? lot.own : divide(lot.own * cost, lot.cost, 'halfEven');
    lot.cost -= cost;
    lot.own -= own;
    lot.unitCost = rest ? scaleUnitCost(lot.unitCost, rest) : unitCostLess(lot.unitCost, perUnit);
    amounts.push(paid);
    return { ...lot, cost };
  });
  const departure = { activity, symbol, kind: 'merger_cash', side: queue.side, pieces } as const;
  ledger.record(departure, (_, index) => amounts[index] ?? 0n);
}

const restOf = (share: Decimal): Ratio => {
  const { numerator, denominator } = factorOf({ to: share, from: whole });
  return { numerator: denominator - numerator, denominator };
};
