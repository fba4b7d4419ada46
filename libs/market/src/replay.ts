import { compareDecimals, divide, type Decimal } from '@tradeyard/kernel';
import type { Candle } from './candle.js';
import type { RawTick } from './tick.js';

/** A price of history: `atMs` is when it was one. */
export type HistoricPrice = { readonly atMs: number; readonly price: Decimal; readonly volume: Decimal };

/** Open, two extremes, close. */
const pricesPerCandle = 4n;

/**
 * The prices that a candle is told with: its open, high and low, and its close, a
 * quarter of its time apart. Of a candle that rose the low comes first, of one
 * that fell the high, as prices that end high are seldom lowest just before.
 */
export function pricesOf(
  { at, open, high, low, close, volume }: Candle,
  intervalMs: number,
): HistoricPrice[] {
  const extremes = compareDecimals(close, open) < 0 ? [high, low] : [low, high];
  const share = { digits: divide(volume.digits, pricesPerCandle, 'down'), scale: volume.scale };
  const rest = { digits: volume.digits - 3n * share.digits, scale: volume.scale };
  return [open, ...extremes, close].map((price, index) => ({
    atMs: at.getTime() + (index * intervalMs) / 4,
    price,
    volume: index === 3 ? rest : share,
  }));
}

/** A stretch of history, and how it is told again: over and over, `speed` times as fast as it was. */
export type Replay = {
  readonly fromMs: number;
  /** The end, which is not part of it. */
  readonly toMs: number;
  /** When it was begun, by our clock. */
  readonly startedMs: number;
  readonly speed: number;
};

/** Where in history a moment of ours is, and the moment of ours at which this round began. */
export function positionAt({ fromMs, toMs, startedMs, speed }: Replay, nowMs: number) {
  const roundMs = (toMs - fromMs) / speed;
  const round = Math.max(0, Math.floor((nowMs - startedMs) / roundMs));
  const roundStartMs = startedMs + round * roundMs;
  return { round, roundStartMs, historyMs: fromMs + (nowMs - roundStartMs) * speed };
}

/** A price of history as a tick of now, in the round that began at `roundStartMs`. */
export const replayedTick = (
  symbol: string,
  { atMs, price, volume }: HistoricPrice,
  { fromMs, speed }: Replay,
  roundStartMs: number,
): RawTick => ({
  symbol,
  price,
  volume,
  atMs: Math.floor(roundStartMs + (atMs - fromMs) / speed),
  source: 'replay',
  isCounted: true, // two prices that are alike were two
});
