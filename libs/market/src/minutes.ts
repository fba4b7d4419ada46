import {
  addTick,
  candleIntervals,
  candleIntervalMs,
  type CandleInterval,
  type SourcedCandle,
} from './candle.js';
import { joinCandles, stepStartMs } from './roll-up.js';
import type { Tick } from './tick.js';

/** What is made of minutes. A day is not: its history may be of another source, and it begins with the quote's day. */
export const candlesOfMinutes = candleIntervals.filter((interval) => interval !== '1d');
export type CandleOfMinutes = Exclude<CandleInterval, '1d'>;

type LongerInterval = Exclude<CandleOfMinutes, '1m'>;
const longerIntervals = ['5m', '15m', '1h'] as const satisfies readonly LongerInterval[];

/**
 * The newest candles of one instrument: the minute that a tick changes, and for each longer interval what the minutes
 * before it in the same interval come to, so that a tick costs no more than its minute does.
 */
export type Minutes = {
  readonly minute: SourcedCandle;
  readonly before: Readonly<Record<LongerInterval, SourcedCandle | undefined>>;
};

/** The minutes after a tick; `minutes` itself stays as it is. */
export function addTickToMinutes(minutes: Minutes | undefined, tick: Tick): Minutes {
  const minute = addTick(minutes?.minute, tick, '1m');
  if (!minutes) return { minute, before: noneBefore };
  const isSame = minute.at.getTime() === minutes.minute.at.getTime();
  return { minute, before: isSame ? minutes.before : beforeOf(minutes, minute) };
}

const noneBefore = { '5m': undefined, '15m': undefined, '1h': undefined } as const;

/** What lies before `next` in each interval that it is in. */
const beforeOf = (minutes: Minutes, next: SourcedCandle): Minutes['before'] => {
  const of = (interval: LongerInterval) => {
    const candle = newestCandle(minutes, interval);
    return candle.at.getTime() === startOf(next, interval) ? candle : undefined;
  };
  return { '5m': of('5m'), '15m': of('15m'), '1h': of('1h') };
};

const startOf = ({ at }: SourcedCandle, interval: CandleInterval): number =>
  stepStartMs(at.getTime(), candleIntervalMs[interval]);

/** Of minutes as they are stored, oldest first; those of an hour before the last one's say nothing. */
export function minutesOf(stored: readonly SourcedCandle[]): Minutes | undefined {
  let minutes: Minutes | undefined;
  for (const minute of stored) {
    minutes = { minute, before: minutes ? beforeOf(minutes, minute) : noneBefore };
  }
  return minutes;
}

/** The candle of the interval that the newest minute is in, as far as it has come. */
export function newestCandle({ minute, before }: Minutes, interval: CandleOfMinutes): SourcedCandle {
  if (interval === '1m') return minute;
  const earlier = before[interval];
  return earlier ? joinCandles(earlier, minute) : { ...minute, at: new Date(startOf(minute, interval)) };
}

/** The candles that ended between two states, each with its interval; the minute comes first. */
export function listEnded(
  earlier: Minutes,
  later: Minutes,
): { interval: CandleOfMinutes; candle: SourcedCandle }[] {
  return (['1m', ...longerIntervals] as const)
    .filter((interval) => startOf(earlier.minute, interval) !== startOf(later.minute, interval))
    .map((interval) => ({ interval, candle: newestCandle(earlier, interval) }));
}
