import { powerOfTen, type Decimal } from '@tradeyard/kernel';
import type { InstrumentClass } from './instrument.js';
import type { ProviderName, Tick } from './tick.js';

/** A price and when it was one. */
export type PriceLevel = Pick<Tick, 'price' | 'atMs'>;

/**
 * How far a price may be from the last one, in percent, before nobody believes it
 * at once: `ofTrading` while ticks come, `afterPause` when none came for a while.
 *
 * - Stocks and ETFs: the widest band in which the exchanges of the United States
 *   let a share trade before they stop it is 20 % within five minutes (limit up,
 *   limit down). Overnight, results take half a share's price or more, seldom.
 * - Funds have one price a day, and hold many shares.
 * - Crypto has no bands; even in the crashes of 2020 and 2021 two trades in a row
 *   on a large exchange were not a fifth apart.
 */
const movePercentMax: Record<InstrumentClass, { readonly ofTrading: bigint; readonly afterPause: bigint }> = {
  stock: { ofTrading: 20n, afterPause: 50n },
  etf: { ofTrading: 20n, afterPause: 30n },
  fund: { ofTrading: 10n, afterPause: 20n },
  crypto: { ofTrading: 20n, afterPause: 50n },
};

/** Longer than the volatility halts of an exchange, shorter than any lunch break. */
const pauseMs = 15 * 60_000;

/**
 * So many ticks in a row that agree with each other are believed, however far
 * they are: a split, a crash and a market that opens after bad news are real, and
 * must not leave an instrument without a price.
 */
export const agreeingTicks = 3;

/** Whose prices can be wrong: what we compute ourselves and what is history moves as it does. */
const judged: Record<ProviderName, boolean> = {
  simulated: false,
  replay: false,
  yahoo: true,
  binance: true,
  finnhub: true,
};

export const isJudged = (source: ProviderName): boolean => judged[source];

/** Whether a price is further from the last one than its class moves. */
export function isJump(tick: PriceLevel, last: PriceLevel, instrumentClass: InstrumentClass): boolean {
  const { ofTrading, afterPause } = movePercentMax[instrumentClass];
  return isBeyond(tick.price, last.price, tick.atMs - last.atMs > pauseMs ? afterPause : ofTrading);
}

/** Whether a bid or an ask is so far from the price that it is no offer to anybody, as at night. */
export function isWide({ bid, ask, price }: Tick, instrumentClass: InstrumentClass): boolean {
  const { ofTrading } = movePercentMax[instrumentClass];
  return isBeyond(bid, price, ofTrading) || isBeyond(ask, price, ofTrading);
}

/** Whether `value` is more than `percent` of `from` away from it. */
function isBeyond(value: Decimal, from: Decimal, percent: bigint): boolean {
  if (value === from) return false;
  const isAligned = value.scale === from.scale;
  const left = isAligned ? value.digits : value.digits * powerOfTen(from.scale);
  const right = isAligned ? from.digits : from.digits * powerOfTen(value.scale);
  if (left === right) return false;
  return (left > right ? left - right : right - left) * 100n > right * percent;
}
