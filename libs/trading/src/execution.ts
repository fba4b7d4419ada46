import { money, parseDecimal, type Decimal } from '@tradeyard/kernel';
import { costOf, unitsFor } from './amounts.js';
import { feeOf, type FeeModel } from './fees.js';
import type { FillPrice } from './fill-price.js';
import type { Matchable } from './match-order.js';
import { remainingOf } from './order-hold.js';
import type { Offer, Order } from './order.js';
import type { Trail } from './trailing.js';

/**
 * One fill in money: `cash` changes hands for `quantity`, and `fee` comes on top; both in minor units. `isLast` says that
 * nothing is left to be filled. `rule` and `feeRule` say why to people.
 */
export type Execution = {
  readonly quantity: bigint;
  readonly price: Decimal;
  readonly slippage: Decimal;
  readonly cash: bigint;
  readonly fee: bigint;
  readonly isLast: boolean;
  readonly rule: string;
  readonly feeRule: string;
};

/** The order as the market sees it at a moment; `watermark` is the best price of a trailing stop so far. */
export function matchableOf(order: Order, offer: Offer, watermark: Decimal | null = null): Matchable {
  const trail = trailOf(order);
  const known = watermark ?? (order.watermark === null ? null : parseDecimal(order.watermark));
  const touch = order.side === 'buy' ? offer.ask : offer.bid;
  return {
    side: order.side,
    type: order.type,
    timeInForce: order.timeInForce,
    activeFrom: order.activeFrom,
    remaining: remainingOf(order) ?? unitsForRest(order, touch),
    limitPrice: order.limitPrice === null ? null : parseDecimal(order.limitPrice),
    stopPrice: order.stopPrice === null ? null : parseDecimal(order.stopPrice),
    trailing: trail && { trail, watermark: known ?? (order.side === 'sell' ? offer.bid : offer.ask) },
    isTriggered: order.triggeredAt !== null,
  };
}

/** How far a trailing stop stays behind; null for any other order. */
export function trailOf({
  trailAmount,
  trailPercent,
}: Pick<Order, 'trailAmount' | 'trailPercent'>): Trail | null {
  if (trailAmount !== null) return { amount: parseDecimal(trailAmount) };
  return trailPercent === null ? null : { percent: parseDecimal(trailPercent) };
}

/**
 * What a fill at a price comes to. The fraction of a cent, or of the smallest unit, stays with the house: a buy is rounded
 * up and a sale down, but all fills of a limit buy together never cost more than its limit, rounded once. The fee is that
 * of all fills so far together, less what was taken before, so that many small fills cost what a large one does.
 */
export function executionOf(order: Order, fill: FillPrice, wanted: bigint, feeModel: FeeModel): Execution {
  const isLast = fill.quantity >= wanted;
  const { quantity, cash } = amountsOf(order, fill, isLast);
  const total = money(order.filledCash + cash, order.currency);
  const fee = feeOf(feeModel, order.filledQuantity + quantity, total);
  const owed = fee.amount.minor - order.fee;
  return {
    ...{ quantity, price: fill.price, slippage: fill.slippage, cash, isLast, rule: fill.rule },
    fee: owed > 0n ? owed : 0n,
    feeRule: fee.rule,
  };
}

function amountsOf(
  order: Order,
  { quantity, price }: FillPrice,
  isLast: boolean,
): { quantity: bigint; cash: bigint } {
  const { side, currency, notional, filledCash, filledQuantity, limitPrice } = order;
  if (order.quantity === null && isLast) {
    const cash = (notional ?? 0n) - filledCash;
    return { cash, quantity: unitsFor(cash, price, currency, side === 'buy' ? 'down' : 'up') };
  }
  if (side === 'sell') return { quantity, cash: costOf(quantity, price, currency, 'down') };
  const cost = costOf(quantity, price, currency, 'up');
  if (limitPrice === null) return { quantity, cash: cost };
  const limit = parseDecimal(limitPrice);
  const most =
    costOf(filledQuantity + quantity, limit, currency, 'up') - costOf(filledQuantity, limit, currency, 'up');
  return { quantity, cash: cost < most ? cost : most };
}

/** What an order would come to if it were filled as a whole at its own price, or else at that of the market. */
export function estimateOf(order: Order, offer: Offer, feeModel: FeeModel): Pick<Execution, 'cash' | 'fee'> {
  const { side, limitPrice, stopPrice } = order;
  const own = limitPrice ?? stopPrice;
  const price = own === null ? (side === 'buy' ? offer.ask : offer.bid) : parseDecimal(own);
  const { remaining: quantity } = matchableOf(order, { bid: price, ask: price });
  const fill = { quantity, price, slippage: { digits: 0n, scale: 0 }, rule: '' };
  return executionOf(order, fill, quantity, feeModel);
}

const unitsForRest = ({ notional, filledCash, currency, side }: Order, price: Decimal): bigint =>
  unitsFor((notional ?? 0n) - filledCash, price, currency, side === 'buy' ? 'down' : 'up');
