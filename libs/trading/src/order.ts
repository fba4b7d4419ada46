import type { AssetCode, Decimal, Money } from '@tradeyard/kernel';

export const orderSides = ['buy', 'sell'] as const;
export type OrderSide = (typeof orderSides)[number];

export const orderTypes = ['market', 'limit', 'stop', 'stop_limit', 'trailing_stop'] as const;
export type OrderType = (typeof orderTypes)[number];

export const orderClasses = ['simple', 'bracket', 'oco', 'oto', 'protect'] as const;
export type OrderClass = (typeof orderClasses)[number];

export const legRoles = ['entry', 'take_profit', 'stop_loss'] as const;
export type LegRole = (typeof legRoles)[number];

/** How long an order may wait. A market order is filled at once, so it keeps within each of them. */
export const timesInForce = ['day', 'gtc', 'ioc', 'fok'] as const;
export type TimeInForce = (typeof timesInForce)[number];

/** How much to trade: units of the asset (in hundred-millionths), or an amount of cash. */
export type OrderSize = { readonly quantity: bigint } | { readonly notional: Money };

export type MarketOrder = {
  readonly bookId: string;
  readonly asset: AssetCode;
  /** What the asset's price is in. */
  readonly currency: string;
  readonly side: OrderSide;
  readonly size: OrderSize;
};

/** What the market offers: sellers get `bid`, buyers pay `ask`, per whole unit of the asset. */
export type Offer = { readonly bid: Decimal; readonly ask: Decimal };

/** `quantity` is in the asset's minor units, `cash` is what changes hands for it. */
export type Fill = {
  readonly quantity: bigint;
  readonly price: Decimal;
  readonly cash: Money;
  /** Why this price, in words for people. */
  readonly rule: string;
};
