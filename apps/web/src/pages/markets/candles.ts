import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { client, type Schemas } from '../../api.js';
import {
  andCoarser,
  intervalMs,
  isCovered,
  type ChartWindow,
  type Interval,
  type LoadedWindow,
} from './chart-window.js';

export type Candle = Schemas['CandleDto'];

export type LoadedCandles = { readonly window: LoadedWindow; readonly items: readonly Candle[] };

const candlesStaleMs = 60_000;
const candlesLeast = 2;

/** The candles of a window, oldest first; those of the window before stay until they are there. */
export const useCandles = (symbol: string, window: ChartWindow | null, isAlwaysOpen: boolean) =>
  useQuery({
    queryKey: ['candles', symbol, window],
    queryFn: ({ signal }) => (window ? loadWindow(symbol, window, isAlwaysOpen, signal) : null),
    enabled: window !== null,
    placeholderData: keepPreviousData,
    staleTime: candlesStaleMs,
  });

/** Fine candles are not kept for ever: where they are only the last bit of a window, coarser ones show more of it. */
async function loadWindow(
  symbol: string,
  window: ChartWindow,
  isAlwaysOpen: boolean,
  signal: AbortSignal,
): Promise<LoadedCandles | null> {
  let best: LoadedCandles | null = null;
  for (const interval of andCoarser(window.interval)) {
    const found = await load(symbol, { ...window, interval }, signal);
    if (found.items.length < candlesLeast) continue;
    const { firstMs, lastMs } = found.window;
    if (isCovered(window, firstMs, lastMs, isAlwaysOpen)) return found;
    if (!best || firstMs < best.window.firstMs) best = found;
  }
  // What is traded since today has no two days.
  return best ?? (window.interval === '1m' ? null : load(symbol, { ...window, interval: '1m' }, signal));
}

async function load(symbol: string, window: ChartWindow, signal: AbortSignal): Promise<LoadedCandles> {
  const { fromMs, toMs, interval, points } = window;
  const { data } = await client.GET('/instruments/{symbol}/candles', {
    params: {
      path: { symbol },
      query: {
        interval,
        points,
        // A price before a split shows as if the shares of today had been there.
        adjust: 'splits',
        ...(fromMs !== null && { from: new Date(fromMs).toISOString() }),
        ...(toMs !== null && { to: new Date(toMs).toISOString() }),
      },
    },
    signal,
  });
  const items = data?.items ?? [];
  const atOf = (candle: Candle | undefined) => (candle ? Date.parse(candle.at) : 0);
  return {
    items,
    window: {
      ...window,
      stepMs: data?.stepMs ?? intervalMs(interval),
      firstMs: atOf(items[0]),
      lastMs: atOf(items.at(-1)),
    },
  };
}

/** A candle of some interval, as the stream has it. */
export type LiveCandle = Candle & { readonly interval: Interval };

/**
 * The candles with what has happened since they were read: the last one grown, or one more. `stepMs` is how much time
 * each of them covers. A live candle of that length is the truth about its time; a shorter one is a part of it.
 */
export function withLive(candles: readonly Candle[], live: LiveCandle, stepMs: number): readonly Candle[] {
  const last = candles.at(-1);
  if (!last) return [plain(live)];
  const lastMs = Date.parse(last.at);
  const liveMs = Date.parse(live.at);
  if (liveMs < lastMs) return candles;
  const { open, high, low, close, volume } = live;
  if (liveMs >= lastMs + stepMs) {
    const startMs = lastMs + Math.floor((liveMs - lastMs) / stepMs) * stepMs;
    return [...candles, { ...plain(live), at: new Date(startMs).toISOString() }];
  }
  const isWhole = intervalMs(live.interval) === stepMs;
  const grown = isWhole
    ? { ...last, open, high, low, close, volume }
    : { ...last, high: higher(last.high, high), low: lower(last.low, low), close };
  return [...candles.slice(0, -1), grown];
}

const plain = ({ at, open, high, low, close, volume, source }: LiveCandle): Candle => ({
  at,
  open,
  high,
  low,
  close,
  volume,
  source,
});

// Which of two decimal strings is larger; for pixels a float decides well enough.
const higher = (a: string, b: string): string => (Number(b) > Number(a) ? b : a);
const lower = (a: string, b: string): string => (Number(b) < Number(a) ? b : a);
