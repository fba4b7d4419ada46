import { formatMoment, formatTime, type LinePoint } from '@tradeyard/ui';
import type { Figures, Workload } from './daytrading.js';

const whole = new Intl.NumberFormat(undefined, { maximumFractionDigits: 0 });
const tenths = new Intl.NumberFormat(undefined, { minimumFractionDigits: 1, maximumFractionDigits: 1 });
const threeDigits = new Intl.NumberFormat(undefined, {
  minimumSignificantDigits: 3,
  maximumSignificantDigits: 3,
});

const percent = new Intl.NumberFormat(undefined, {
  style: 'percent',
  minimumFractionDigits: 1,
  maximumFractionDigits: 1,
});

export const countWords = (count: number): string => whole.format(count);

/** A share from 0 to 1. */
export const shareWords = (share: number): string => percent.format(share);

/** Few commands a second are told with a digit more. */
export const rateWords = (perSecond: number): string =>
  perSecond < 100 ? tenths.format(perSecond) : whole.format(perSecond);

/** Latencies are known to within a twentieth: three digits are more than enough. */
export const latencyWords = (ms: number): string =>
  ms < 1_000 ? `${threeDigits.format(ms)} ms` : `${threeDigits.format(ms / 1_000)} s`;

const axis = new Intl.NumberFormat(undefined, { maximumSignificantDigits: 3 });

/** The same at an axis, where room is short, and no line may break. */
export const latencyAxis = (ms: number): string =>
  ms < 1_000 ? `${axis.format(ms)}\u00a0ms` : `${axis.format(ms / 1_000)}\u00a0s`;

const failures: Readonly<Record<string, string>> = {
  unknown_command: 'Unknown command',
  wrong_argument_count: 'Wrong number of arguments',
  user_missing: 'No user named',
  symbol_malformed: 'Malformed symbol',
  amount_malformed: 'No amount above zero',
  trader_unknown: 'Unknown user',
  insufficient_funds: 'Not enough cash',
  insufficient_shares: 'Not enough shares',
  order_too_small: 'Less than one share',
  nothing_pending: 'Nothing to commit or cancel',
  nothing_set: 'No amount set before',
  quote_unavailable: 'No quote',
  transaction_out_of_order: 'Number out of order',
};

/** A refusal in a few words; `code` may be one that we have not heard of. */
export const failureWords = (code: string): string => failures[code] ?? code.replaceAll('_', ' ');

export const quotesWords: Readonly<Record<Workload['quotes'], string>> = {
  fixed: 'Prices never move, to compare with other systems',
  server: 'Prices of the quote server',
};

/** When it was begun, and by which prices. */
export const startWords = ({ createdAt, quotes }: Workload): string =>
  `Begun ${formatMoment(createdAt)}. ${quotesWords[quotes]}.`;

/** When the last command came, where none comes now. */
export function runningWords({ isRunning, commands, at, seconds }: Figures): string {
  const newest = seconds.at(-1)?.at;
  if (commands === 0) return 'No command came yet';
  if (isRunning) return `As of ${formatTime(at)}`;
  return newest === undefined
    ? 'The last command came more than an hour ago'
    : `The last command came ${formatMoment(newest)}`;
}

const secondMs = 1_000;
const secondsMax = 300;
/** A run that has just begun is not squeezed to the edge. */
const secondsLeast = 60;
/** By then every process has written a second. */
const writtenMs = 2 * secondMs;

export type RatePoint = LinePoint<'commands' | 'failed'>;
export type LatencyPoint = LinePoint<'p50Ms' | 'p99Ms'>;

/**
 * Every second of a run, or of its last five minutes, and nothing where the API has none: until now while it runs,
 * otherwise until its last command.
 */
export function lastMinutes({ at, isRunning, seconds }: Pick<Figures, 'at' | 'isRunning' | 'seconds'>): {
  rates: RatePoint[];
  latencies: LatencyPoint[];
} {
  const newestMs = Date.parse(seconds.at(-1)?.at ?? '');
  if (Number.isNaN(newestMs)) return { rates: [], latencies: [] };
  const nowMs = Math.floor((Date.parse(at) - writtenMs) / secondMs) * secondMs;
  const endMs = isRunning ? Math.max(nowMs, newestMs) : newestMs;
  const startMs = Date.parse(seconds[0]?.at ?? '');
  const length = Math.min(secondsMax, Math.max(secondsLeast, (endMs - startMs) / secondMs + 1));
  const known = new Map(seconds.map((second) => [Date.parse(second.at), second]));
  const times = Array.from({ length }, (_, index) => endMs - (length - 1 - index) * secondMs);
  return {
    rates: times.map((time) => {
      const { commands = 0, failed = 0 } = known.get(time) ?? {};
      return { at: new Date(time).toISOString(), commands, failed };
    }),
    latencies: times.map((time) => {
      const { p50Ms = null, p99Ms = null } = known.get(time) ?? {};
      return { at: new Date(time).toISOString(), p50Ms, p99Ms };
    }),
  };
}
