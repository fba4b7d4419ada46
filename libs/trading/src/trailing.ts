import { addDecimals, compareDecimals, multiplyDecimals, type Decimal } from '@tradeyard/kernel';
import type { Offer, OrderSide } from './order.js';

/** How far a trailing stop stays behind the best price since it was placed: so much cash per unit, or a share of the price. */
export type Trail = { readonly amount: Decimal } | { readonly percent: Decimal };

/** The best price so far of whoever waits: the highest bid for a sale, the lowest ask for a purchase. */
export function watermarkAfter(side: OrderSide, watermark: Decimal | null, { bid, ask }: Offer): Decimal {
  const price = side === 'sell' ? bid : ask;
  if (watermark === null) return price;
  const isBetter = compareDecimals(price, watermark) === (side === 'sell' ? 1 : -1);
  return isBetter ? price : watermark;
}

/**
 * Where a trailing stop is hit, exact whatever the tick size: a sale when the bid is there or below, a purchase when the
 * ask is there or above.
 */
export function trailingLevel(side: OrderSide, watermark: Decimal, trail: Trail): Decimal {
  const { digits, scale } =
    'amount' in trail ? trail.amount : multiplyDecimals(watermark, asShare(trail.percent));
  return addDecimals(watermark, { digits: side === 'sell' ? -digits : digits, scale });
}

const asShare = ({ digits, scale }: Decimal): Decimal => ({ digits, scale: scale + 2 });
