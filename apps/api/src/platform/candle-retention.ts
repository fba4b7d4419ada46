import { candleIntervals, type CandleInterval } from '@tradeyard/market';
import { z } from 'zod';

/** How long candles of each interval are kept, in days; null for ever. */
export type CandleRetention = Readonly<Record<CandleInterval, number | null>>;

const usual: CandleRetention = { '1m': 90, '5m': 365, '15m': 730, '1h': 3_650, '1d': null };

const form = `some of ${candleIntervals.join(', ')}, each with its time, such as 1m=90d,1h=10y,1d=forever`;

/** `1m=90d,1h=10y`: those that are not named are kept as long as usual. */
export const candleRetention = z
  .string()
  .transform((text, context): CandleRetention => {
    const parts = text.split(',').map(readPart);
    const named = parts.filter((part) => part !== undefined);
    if (named.length === parts.length && new Map(named).size === named.length) {
      return { ...usual, ...Object.fromEntries(named) };
    }
    context.addIssue(`CANDLE_RETENTION must be ${form}`);
    return z.NEVER;
  })
  .default(usual);

/** `90d`, `10y` or `forever` of one interval; undefined for anything else. */
function readPart(text: string): [CandleInterval, number | null] | undefined {
  const [name, time = ''] = text.trim().split('=', 2);
  const interval = candleIntervals.find((each) => each === name);
  const match = /^(?:([1-9]\d{0,4})([dy])|forever)$/.exec(time);
  if (!interval || !match) return undefined;
  const [, count, unit] = match;
  return [interval, count === undefined ? null : Number(count) * (unit === 'y' ? 365 : 1)];
}
