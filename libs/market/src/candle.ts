import { addDecimals, compareDecimals, type Decimal } from '@tradeyard/kernel';
import { providerNames, type Tick } from './tick.js';

/** How much time a candle covers. */
export const candleIntervals = ['1m', '5m', '15m', '1h', '1d'] as const;
export type CandleInterval = (typeof candleIntervals)[number];

/** `imported` candles come from a file of real prices; they and a provider's are never changed by the simulated market. */
export const candleSources = [...providerNames, 'imported'] as const;
export type CandleSource = (typeof candleSources)[number];

/** Prices of one interval; `at` is its beginning, which is midnight in UTC for a day. */
export type Candle = {
  readonly at: Date;
  readonly open: Decimal;
  readonly high: Decimal;
  readonly low: Decimal;
  readonly close: Decimal;
  readonly volume: Decimal;
};

/** How long each interval is, in milliseconds. */
export const candleIntervalMs: Readonly<Record<CandleInterval, number>> = {
  '1m': 60_000,
  '5m': 300_000,
  '15m': 900_000,
  '1h': 3_600_000,
  '1d': 86_400_000,
};

/** The beginning of the interval that holds the moment, both in milliseconds since 1970. */
export const candleStartMs = (atMs: number, interval: CandleInterval): number =>
  atMs - (atMs % candleIntervalMs[interval]);

/** A candle that says whose prices it was made of. */
export type SourcedCandle = Candle & { readonly source: CandleSource };

/** The candle after a tick: the same one grown, or the first of the next interval. With a simulated tick all of it is simulated. */
export function addTick(
  candle: (Candle & { readonly source?: CandleSource }) | undefined,
  { price, volume, atMs, source }: Tick,
  interval: CandleInterval,
): SourcedCandle {
  const startMs = candleStartMs(atMs, interval);
  if (candle?.at.getTime() !== startMs) {
    return { at: new Date(startMs), open: price, high: price, low: price, close: price, volume, source };
  }
  return {
    at: candle.at,
    open: candle.open,
    high: compareDecimals(price, candle.high) > 0 ? price : candle.high,
    low: compareDecimals(price, candle.low) < 0 ? price : candle.low,
    close: price,
    volume: addDecimals(candle.volume, volume),
    source: candle.source === 'simulated' ? 'simulated' : source,
  };
}
