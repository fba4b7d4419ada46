import { useEffect, useMemo, useState } from 'react';
import { useStream } from '../../stream/stream-context.js';
import { withLive, type Candle, type LiveCandle, type LoadedCandles } from './candles.js';
import type { Interval } from './chart-window.js';

const noCandles: readonly Candle[] = [];
const noneSince: readonly LiveCandle[] = [];

/** The newest one, and the one that ended before it, as the stream has them. */
type LiveData = (Candle & { previous: Candle | null }) | null;

/** What is loaded with what has happened since, where the newest is among it: the last candle grows with the market. */
export function useLiveCandles(symbol: string, data: LoadedCandles | null | undefined): readonly Candle[] {
  const isLive = data?.window.toMs === null;
  const since = useCandlesSince(symbol, isLive ? data.window.interval : null);
  return useMemo(() => {
    if (!data) return noCandles;
    return since.reduce<readonly Candle[]>(
      (candles, live) => withLive(candles, live, data.window.stepMs),
      data.items,
    );
  }, [data, since]);
}

/** The candles of an interval that have grown since one looks, oldest first. */
function useCandlesSince(symbol: string, interval: Interval | null): readonly LiveCandle[] {
  const { stream } = useStream();
  const [known, setKnown] = useState({ interval, since: noneSince });
  useEffect(() => {
    if (!stream || interval === null) return undefined;
    return stream.watch(`candles:${symbol}:${interval}`, ({ data }) => {
      const live = data as LiveData;
      if (!live) return;
      const { previous, ...current } = live;
      setKnown((before) => ({
        interval,
        since: [previous, current].reduce<readonly LiveCandle[]>(
          (candles, candle) => (candle ? put(candles, { ...candle, interval }) : candles),
          before.interval === interval ? before.since : noneSince,
        ),
      }));
    });
  }, [stream, symbol, interval]);
  return known.interval === interval ? known.since : noneSince;
}

/** In the place of the one that begins when it does, or behind all others. */
function put(candles: readonly LiveCandle[], candle: LiveCandle): readonly LiveCandle[] {
  const place = candles.findIndex(({ at }) => at === candle.at);
  return place < 0 ? [...candles, candle] : candles.with(place, candle);
}
