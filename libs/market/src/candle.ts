import { addDecimals, compareDecimals, type Decimal } from '@tradeyard/kernel';
import type { Tick } from './tick.js';

/** How much time a candle covers. */
export type CandleInterval = '1d';

export const candleIntervals = ['1d'] as const satisfies readonly CandleInterval[];

/** `imported` candles come from a file of real prices and are never changed by the simulated market. */
export type CandleSource = 'simulated' | 'imported';

/** Prices of one interval; `at` is its beginning, which is midnight in UTC for a day. */
export type Candle = {
  readonly at: Date;
  readonly open: Decimal;
  readonly high: Decimal;
  readonly low: Decimal;
  readonly close: Decimal;
  readonly volume: Decimal;
};

const intervalMs: Record<CandleInterval, number> = { '1d': 86_400_000 };

/** The beginning of the interval that holds the moment, both in milliseconds since 1970. */
export const candleStartMs = (atMs: number, interval: CandleInterval): number =>
  atMs - (atMs % intervalMs[interval]);

/** The candle after a tick: the same one grown, or the first of the next interval. */
export function addTick(candle: Candle | undefined, tick: Tick, interval: CandleInterval): Candle {
  const startMs = candleStartMs(tick.atMs, interval);
  const { price, volume } = tick;
  if (candle?.at.getTime() !== startMs) {
    return { at: new Date(startMs), open: price, high: price, low: price, close: price, volume };
  }
  return {
    at: candle.at,
    open: candle.open,
    high: compareDecimals(price, candle.high) > 0 ? price : candle.high,
    low: compareDecimals(price, candle.low) < 0 ? price : candle.low,
    close: price,
    volume: addDecimals(candle.volume, volume),
  };
}
