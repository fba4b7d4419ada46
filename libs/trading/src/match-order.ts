import {
  compareDecimals,
  divide,
  formatMinor,
  powerOfTen,
  unitExponent,
  type Decimal,
} from '@tradeyard/kernel';
import { priceFill, type FillModels, type FillPrice, type Observed } from './fill-price.js';
import type { OrderSide, OrderType, TimeInForce } from './order.js';
import { priceText } from './price-text.js';
import { trailingLevel, type Trail } from './trailing.js';

/** What of an order decides whether it is filled. `remaining` is in hundred-millionths. */
export type Matchable = {
  readonly side: OrderSide;
  readonly type: OrderType;
  readonly timeInForce: TimeInForce;
  /** It is not filled before; null for at once. */
  readonly activeFrom: Date | null;
  readonly remaining: bigint;
  /** Of a limit and a stop-limit order. */
  readonly limitPrice: Decimal | null;
  /** Of a stop and a stop-limit order. */
  readonly stopPrice: Decimal | null;
  /** Of a trailing stop, with the best price since it was placed, this moment's included. */
  readonly trailing: { readonly trail: Trail; readonly watermark: Decimal } | null;
  /** The stop was hit before. */
  readonly isTriggered: boolean;
};

/** The market at a moment. `opensAt` is when it opens next; null where it is open, or nobody knows. */
export type MarketMoment = Observed & {
  readonly at: Date;
  readonly isOpen: boolean;
  readonly opensAt: Date | null;
  /** What a fill at these prices has to say of them, where they are not those of the moment. */
  readonly note?: string;
};

/** Why an order is not filled, with a stable code and in words for people. */
export type Reason = {
  readonly code:
    | 'market_closed'
    | 'not_yet'
    | 'limit_not_met'
    | 'stop_not_hit'
    | 'no_volume'
    | 'not_all_at_once'
    | 'expired'
    | 'too_small';
  readonly text: string;
};

/**
 * What becomes of an order at a moment. `triggers` says that its stop was hit by it. Of a fill that leaves a rest,
 * `cancelsRest` says that nobody waits for it.
 */
export type Match =
  | {
      readonly kind: 'fill';
      readonly fill: FillPrice;
      readonly triggers: boolean;
      readonly cancelsRest: boolean;
    }
  | { readonly kind: 'wait'; readonly reason: Reason; readonly triggers: boolean }
  | { readonly kind: 'cancel'; readonly reason: Reason };

/**
 * Whether and how an order is filled. A stop that is hit is filled as a market order, at what the market offers then: after
 * a gap that is worse than the stop. A limit order gets the market's price where that is better than its limit, and never
 * a worse one.
 */
export function matchOrder(order: Matchable, market: MarketMoment, models: FillModels): Match {
  if (!market.isOpen) return unfilled(order, closed(market), false);
  if (order.activeFrom && market.at < order.activeFrom)
    return unfilled(order, notYet(order.activeFrom), false);
  const level = order.isTriggered ? null : stopLevel(order);
  if (level !== null && !isHit(order.side, level, market)) {
    return unfilled(order, notHit(order.side, level, market), false);
  }
  const triggers = level !== null;
  const { limitPrice } = order;
  if (limitPrice !== null && !isMarketable(order.side, limitPrice, market)) {
    return unfilled(order, notMet(order.side, limitPrice, market), triggers);
  }
  const priced = priceFill(order.side, order.remaining, market, models);
  if (!priced) return unfilled(order, noVolume, triggers);
  const { quantity } = priced;
  if (order.timeInForce === 'fok' && quantity < order.remaining) {
    return { kind: 'cancel', reason: notAll(quantity, order.remaining) };
  }
  const fill = limitPrice === null ? priced : noWorseThan(order.side, limitPrice, priced);
  const cancelsRest = quantity < order.remaining && order.timeInForce === 'ioc';
  return { kind: 'fill', fill, triggers, cancelsRest };
}

/** The level of the stop, also of one that trails; null for an order without one. */
export function stopLevel({ side, stopPrice, trailing }: Matchable): Decimal | null {
  return trailing ? trailingLevel(side, trailing.watermark, trailing.trail) : stopPrice;
}

/** Nobody waits for an order that is to be filled at once. */
function unfilled({ timeInForce }: Matchable, reason: Reason, triggers: boolean): Match {
  const isNow = timeInForce === 'ioc' || timeInForce === 'fok';
  return isNow ? { kind: 'cancel', reason } : { kind: 'wait', reason, triggers };
}

/** A sale is stopped by a bid at its level or below, a purchase by an ask there or above. */
const isHit = (side: OrderSide, level: Decimal, { bid, ask }: MarketMoment): boolean =>
  side === 'sell' ? compareDecimals(bid, level) <= 0 : compareDecimals(ask, level) >= 0;

const isMarketable = (side: OrderSide, limit: Decimal, { bid, ask }: MarketMoment): boolean =>
  side === 'buy' ? compareDecimals(ask, limit) <= 0 : compareDecimals(bid, limit) >= 0;

/** Slippage goes as far as the limit. */
function noWorseThan(side: OrderSide, limit: Decimal, fill: FillPrice): FillPrice {
  const isWorse = compareDecimals(fill.price, limit) === (side === 'buy' ? 1 : -1);
  return isWorse ? { ...fill, price: limit, rule: `${fill.rule}, no further than the limit` } : fill;
}

const closed = ({ opensAt }: MarketMoment): Reason => ({
  code: 'market_closed',
  text: opensAt ? `market closed until ${momentText(opensAt)}` : 'market closed',
});

const notYet = (activeFrom: Date): Reason => ({
  code: 'not_yet',
  text: `waits until ${momentText(activeFrom)}`,
});

const momentText = (at: Date): string => `${at.toISOString().slice(0, 16).replace('T', ' ')} UTC`;

const notMet = (side: OrderSide, limit: Decimal, { bid, ask }: MarketMoment): Reason => ({
  code: 'limit_not_met',
  text:
    side === 'buy'
      ? `limit ${priceText(limit)} is below the ask ${priceText(ask)}`
      : `limit ${priceText(limit)} is above the bid ${priceText(bid)}`,
});

const notHit = (side: OrderSide, level: Decimal, { bid, ask }: MarketMoment): Reason => ({
  code: 'stop_not_hit',
  text:
    side === 'sell'
      ? `stop ${levelText(level, bid)} is below the bid ${priceText(bid)}`
      : `stop ${levelText(level, ask)} is above the ask ${priceText(ask)}`,
});

/** A level that trails by a percentage has more places than any price. */
function levelText({ digits, scale }: Decimal, price: Decimal): string {
  const places = Math.max(2, price.scale);
  if (scale <= places) return priceText({ digits, scale });
  return priceText({ digits: divide(digits, powerOfTen(scale - places), 'halfEven'), scale: places });
}

const noVolume: Reason = { code: 'no_volume', text: 'nothing was traded that it could have a share of' };

const notAll = (quantity: bigint, wanted: bigint): Reason => ({
  code: 'not_all_at_once',
  text: `only ${formatMinor(quantity, unitExponent)} of ${formatMinor(wanted, unitExponent)} could be filled at once`,
});
