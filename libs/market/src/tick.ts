import type { Decimal } from '@tradeyard/kernel';

/** Who can say what an instrument costs. */
export const providerNames = ['simulated', 'replay', 'yahoo', 'binance', 'finnhub'] as const;
export type ProviderName = (typeof providerNames)[number];

/** One observation of an instrument by a provider. `volume` is what was traded since the tick before. */
export type Tick = {
  readonly symbol: string;
  readonly bid: Decimal;
  readonly ask: Decimal;
  readonly price: Decimal;
  readonly volume: Decimal;
  /** Milliseconds since 1970. */
  readonly atMs: number;
  readonly source: ProviderName;
};

/**
 * What a provider says, before anybody has looked at it: prices and volume are
 * decimal text or decimals, and what the provider does not say is left out. Every
 * tick is one.
 */
export type RawTick = {
  readonly symbol: string;
  readonly price?: string | Decimal | undefined;
  readonly bid?: string | Decimal | undefined;
  readonly ask?: string | Decimal | undefined;
  /** What was traded since the tick before; left out for none. */
  readonly volume?: string | Decimal | undefined;
  /** Milliseconds since 1970, by the provider's clock. */
  readonly atMs: number;
  readonly source: ProviderName;
  /** The provider counts its events and this one is new, however much it looks like the one before. */
  readonly isCounted?: boolean;
};

/**
 * Why a tick is dropped: no number, or none at all; a price that is not above
 * zero; a bid above the ask; a side that is far from the price; a moment that
 * has not come yet, one before the newest tick, or the newest again; a price
 * further from the newest than a market moves.
 */
export const tickFaults = [
  'malformed',
  'not_positive',
  'crossed',
  'wide',
  'early',
  'late',
  'duplicate',
  'jump',
] as const;
export type TickFault = (typeof tickFaults)[number];
