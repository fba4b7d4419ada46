import { money, parseDecimal } from '@tradeyard/kernel';
import { costOf, unitsFor } from './amounts.js';
import { feeOf, type FeeModel } from './fees.js';
import { isLive } from './order-state.js';
import type { Order } from './order.js';

/** Legs that sell what their entry bought, or what was there. */
export const isExit = ({ legRole }: Pick<Order, 'legRole'>): boolean =>
  legRole !== null && legRole !== 'entry';

/** What is still to be filled, in hundred-millionths; null where cash was asked for. */
export const remainingOf = ({ quantity, filledQuantity }: Order): bigint | null =>
  quantity === null ? null : quantity - filledQuantity;

/**
 * What an order reserves, given the orders of its group. A buy holds the cash that the rest of it can cost at its reserve
 * price, with the fee; a sale holds the units that are left. Two exits sell the same units: the first of them that is
 * live holds them for both.
 */
export function holdOf(order: Order, group: readonly Order[], feeModel: FeeModel): bigint {
  if (!isLive(order.status) && order.status !== 'pending') return 0n;
  if (order.side === 'buy') return cashFor(order, feeModel);
  const first = group.find((each) => isExit(each) && isLive(each.status));
  if (isExit(order) && first && first.id !== order.id) return 0n;
  return unitsOf(order);
}

/**
 * So many units at most at the reserve price, less what the units so far may have cost at it: whoever got them cheaper has
 * the difference back with the fill.
 */
function cashFor(order: Order, feeModel: FeeModel): bigint {
  const { quantity, notional, filledQuantity, filledCash, fee, currency } = order;
  const price = reservePriceOf(order);
  const rest =
    quantity === null
      ? (notional ?? 0n) - filledCash
      : costOf(quantity, price, currency, 'up') - costOf(filledQuantity, price, currency, 'up');
  const units = quantity ?? filledQuantity + unitsFor(rest, price, currency, 'down');
  const wholeFee = feeOf(feeModel, units, money(filledCash + rest, currency)).amount.minor;
  return rest + (wholeFee > fee ? wholeFee - fee : 0n);
}

function unitsOf(order: Order): bigint {
  const { notional, filledCash, currency } = order;
  return remainingOf(order) ?? unitsFor((notional ?? 0n) - filledCash, reservePriceOf(order), currency, 'up');
}

function reservePriceOf({ id, reservePrice }: Order): ReturnType<typeof parseDecimal> {
  if (reservePrice === null) throw new Error(`The order ${id} has no price to reserve for`);
  return parseDecimal(reservePrice);
}
