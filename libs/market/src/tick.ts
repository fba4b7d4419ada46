import { compareDecimals, type Decimal } from '@tradeyard/kernel';

/** Who can say what an instrument costs. */
export const providerNames = ['simulated', 'replay', 'yahoo', 'binance', 'finnhub'] as const;
export type ProviderName = (typeof providerNames)[number];

/** Where a price comes from; shown wherever the price is. */
export type QuoteSource = ProviderName;

/** One observation of an instrument by a provider. `volume` is what was traded since the tick before. */
export type Tick = {
  readonly symbol: string;
  readonly bid: Decimal;
  readonly ask: Decimal;
  readonly price: Decimal;
  readonly volume: Decimal;
  /** Milliseconds since 1970. */
  readonly atMs: number;
  readonly source: QuoteSource;
};

/**
 * Why a tick is dropped: a price that is not above zero, a bid above the ask, a
 * moment that has not come yet, one before the newest tick, or the newest again.
 */
export type TickFault = 'not_positive' | 'crossed' | 'early' | 'late' | 'duplicate';

/** A provider's clock may be ahead of ours by so much. A tick of next year would make all until then late. */
const aheadMsMax = 5_000;

/** What is wrong with a tick that follows `newest` of its symbol, or null. */
export function findTickFault(tick: Tick, newest: Tick | undefined, nowMs: number): TickFault | null {
  const { bid, ask, price, volume } = tick;
  if (bid.digits <= 0n || ask.digits <= 0n || price.digits <= 0n || volume.digits < 0n) return 'not_positive';
  if (compareDecimals(bid, ask) > 0) return 'crossed';
  if (!(tick.atMs <= nowMs + aheadMsMax)) return 'early';
  if (!newest || tick.atMs > newest.atMs) return null;
  if (tick.atMs < newest.atMs) return 'late';
  return isSame(tick, newest) ? 'duplicate' : null;
}

// Several trades may share a millisecond, so the moment alone does not make a duplicate.
const isSame = (a: Tick, b: Tick): boolean =>
  compareDecimals(a.price, b.price) === 0 &&
  compareDecimals(a.bid, b.bid) === 0 &&
  compareDecimals(a.ask, b.ask) === 0 &&
  compareDecimals(a.volume, b.volume) === 0;
