import { addDecimals, compareDecimals, type Decimal } from '@tradeyard/kernel';
import { candleIntervalMs, type CandleInterval, type SourcedCandle } from './candle.js';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

/** Weeks begin on Mondays, and this was one; every step that divides a day is counted from midnight by it as well. */
const firstMondayMs = 4 * dayMs;

/** Spans that people are used to, in ascending order; after weeks come two, four, eight and so on. */
const stepsMs = [
  ...[1, 2, 3, 5, 10, 15, 20, 30].map((minutes) => minutes * minuteMs),
  ...[1, 2, 3, 4, 6, 8, 12].map((hours) => hours * hourMs),
  ...[1, 2, 3].map((days) => days * dayMs),
  ...Array.from({ length: 16 }, (_, power) => 7 * dayMs * 2 ** power),
];

/** The beginning of the step that holds the moment, all in milliseconds since 1970, in UTC. */
export const stepStartMs = (atMs: number, stepMs: number): number =>
  atMs - ((((atMs - firstMondayMs) % stepMs) + stepMs) % stepMs);

/**
 * Candles of the longer step that `candles` make up, oldest first as they are: the first open, the highest high, the
 * lowest low, the last close, all of the volume, each exact. A step without a candle gets none. Rolling up what was
 * rolled up gives the same as doing it at once.
 */
export function rollUp(candles: readonly SourcedCandle[], stepMs: number): SourcedCandle[] {
  const rolled: SourcedCandle[] = [];
  let current: SourcedCandle | undefined;
  for (const candle of candles) {
    const startMs = stepStartMs(candle.at.getTime(), stepMs);
    if (current?.at.getTime() === startMs) {
      current = joinCandles(current, candle);
      continue;
    }
    if (current) rolled.push(current);
    current = { ...candle, at: new Date(startMs) };
  }
  if (current) rolled.push(current);
  return rolled;
}

/** Two stretches of time as one that begins when `earlier` does. With a part that is simulated, the whole is. */
export const joinCandles = (earlier: SourcedCandle, later: SourcedCandle): SourcedCandle => ({
  at: earlier.at,
  open: earlier.open,
  high: highest(earlier.high, later.high),
  low: lowest(earlier.low, later.low),
  close: later.close,
  volume: addDecimals(earlier.volume, later.volume),
  source: earlier.source === 'simulated' ? 'simulated' : later.source,
});

const highest = (a: Decimal, b: Decimal): Decimal => (compareDecimals(b, a) > 0 ? b : a);
const lowest = (a: Decimal, b: Decimal): Decimal => (compareDecimals(b, a) < 0 ? b : a);

/**
 * The shortest step that makes at most `pointsMax` candles of those that begin at `startsMs` (ascending, milliseconds
 * since 1970) and last an interval each: the interval itself where they are not too many, else a span such as 2 h or a week.
 */
export function findStepMs(startsMs: readonly number[], interval: CandleInterval, pointsMax: number): number {
  const intervalMs = candleIntervalMs[interval];
  if (startsMs.length <= pointsMax) return intervalMs;
  const fitting = stepsMs.find(
    (stepMs) => stepMs % intervalMs === 0 && countSteps(startsMs, stepMs, pointsMax + 1) <= pointsMax,
  );
  return fitting ?? (stepsMs.at(-1) as number);
}

/** How many steps have a candle, counted up to `most`. */
function countSteps(startsMs: readonly number[], stepMs: number, most: number): number {
  let count = 0;
  let newestMs = Number.NaN;
  for (const startMs of startsMs) {
    const stepOfIt = stepStartMs(startMs, stepMs);
    if (stepOfIt === newestMs) continue;
    newestMs = stepOfIt;
    count += 1;
    if (count === most) break;
  }
  return count;
}
