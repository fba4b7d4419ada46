import type { AssetCode, Decimal, Money } from '@tradeyard/kernel';
import type { OrderStatus } from './order-state.js';

export const orderSides = ['buy', 'sell'] as const;
export type OrderSide = (typeof orderSides)[number];

export const orderTypes = ['market', 'limit', 'stop', 'stop_limit', 'trailing_stop'] as const;
export type OrderType = (typeof orderTypes)[number];

/**
 * Orders that belong together.
 *
 * - `bracket`: an entry, and a take-profit and a stop-loss on what it bought.
 * - `oto`: an entry, and one of the two.
 * - `oco`: a take-profit and a stop-loss on shares that are there.
 * - `protect`: the same or one of the two, on all that is there of a position.
 */
export const orderClasses = ['simple', 'bracket', 'oco', 'oto', 'protect'] as const;
export type OrderClass = (typeof orderClasses)[number];

export const legRoles = ['entry', 'take_profit', 'stop_loss'] as const;
export type LegRole = (typeof legRoles)[number];

/**
 * How long an order may wait: until the session ends (`day`), until it is cancelled (`gtc`), not at all (`ioc`, and `fok`
 * for all of it or nothing), for the opening (`opg`) or the last minute (`cls`) of a session, or until a moment (`gtd`).
 */
export const timesInForce = ['day', 'gtc', 'ioc', 'fok', 'opg', 'cls', 'gtd'] as const;
export type TimeInForce = (typeof timesInForce)[number];

/** How much to trade: units of the asset (in hundred-millionths), or an amount of cash. */
export type OrderSize = { readonly quantity: bigint } | { readonly notional: Money };

/** What the market offers: sellers get `bid`, buyers pay `ask`, per whole unit of the asset. */
export type Offer = { readonly bid: Decimal; readonly ask: Decimal };

/**
 * What somebody asked for, and how far it has come. Units are hundred-millionths, cash is in minor units of `currency`,
 * prices are decimal text per whole unit.
 */
export type Order = {
  readonly id: string;
  readonly symbol: string;
  /** The book whose cash buys, and where shares go. */
  readonly bookId: string;
  /** What is bought or sold. */
  readonly asset: AssetCode;
  /** What its price is in. */
  readonly currency: string;
  readonly side: OrderSide;
  readonly type: OrderType;
  readonly status: OrderStatus;
  readonly timeInForce: TimeInForce;
  /** It is not filled before; null for at once. */
  readonly activeFrom: Date | null;
  /** When it ends by itself; null for never. */
  readonly expiresAt: Date | null;
  /** Null when cash was asked for, and for a leg whose entry was. */
  readonly quantity: bigint | null;
  readonly notional: bigint | null;
  readonly filledQuantity: bigint;
  readonly filledCash: bigint;
  /** Over all fills. */
  readonly fee: bigint;
  readonly limitPrice: string | null;
  readonly stopPrice: string | null;
  readonly trailAmount: string | null;
  readonly trailPercent: string | null;
  /** The best price since a trailing stop was placed. */
  readonly watermark: string | null;
  /** What a buy reserves cash for, and a sale for cash its units, per unit; null for a sale of units. */
  readonly reservePrice: string | null;
  /** When the stop was hit. */
  readonly triggeredAt: Date | null;
  readonly orderClass: OrderClass;
  /** Legs of one class share it. */
  readonly groupId: string | null;
  readonly legRole: LegRole | null;
  /** What is reserved now: cash of a buy, units of a sale. */
  readonly held: bigint;
};

/** What somebody may say of an order's prices, at first and when they replace it. */
export type OrderPrices = Pick<Order, 'limitPrice' | 'stopPrice' | 'trailAmount' | 'trailPercent'>;
