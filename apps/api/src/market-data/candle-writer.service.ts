import { Injectable } from '@nestjs/common';
import { formatDecimal, parseDecimal } from '@tradeyard/kernel';
import {
  candleIntervalMs,
  candlesOfMinutes,
  candleStartMs,
  formatPrice,
  type Candle,
  type CandleInterval,
  type CandleSource,
  type SourcedCandle,
} from '@tradeyard/market';
import type { EntityManager } from 'typeorm';
import { Clock } from '../platform/clock.js';
import { noteHistories } from '../platform/history-versions.js';
import { CandlePacksService, type CandlePlace } from './candle-packs.service.js';
import { CandlePartitionsService } from './candle-partitions.service.js';

/** A candle of an instrument. */
export type PlacedCandle = { readonly symbol: string; readonly candle: SourcedCandle };

/**
 * What becomes of a candle that is there already. `replace` puts the new one in its place, unless it is another
 * source's; `overrule` does that too. `fill` is for ticks of which several processes have seen different parts: both
 * together are the candle.
 */
export type Conflict = 'replace' | 'overrule' | 'fill';

/** The prices of both candles together where they are of the same thing, else those of the new one. */
export const filled = (isSame: string): string =>
  [
    ['open', 'candle.open'],
    ['high', 'greatest(candle.high, excluded.high)'],
    ['low', 'least(candle.low, excluded.low)'],
    // Who has seen more of the minute knows better how it ended.
    ['close', 'case when excluded.volume < candle.volume then candle.close else excluded.close end'],
    ['volume', 'greatest(candle.volume, excluded.volume)'],
  ]
    .map(([column, both]) => `${column} = case when ${isSame} then ${both} else excluded.${column} end`)
    .join(', ');

const conflicts: Record<Conflict, string> = {
  replace: `set open = excluded.open, high = excluded.high, low = excluded.low, close = excluded.close,
      volume = excluded.volume
    where candle.source = excluded.source
      and (candle.open, candle.high, candle.low, candle.close, candle.volume)
        is distinct from (excluded.open, excluded.high, excluded.low, excluded.close, excluded.volume)`,
  overrule: `set open = excluded.open, high = excluded.high, low = excluded.low, close = excluded.close,
      volume = excluded.volume, source = excluded.source
    where (candle.open, candle.high, candle.low, candle.close, candle.volume, candle.source)
      is distinct from (excluded.open, excluded.high, excluded.low, excluded.close, excluded.volume, excluded.source)`,
  fill: `set ${filled('candle.source = excluded.source')}, source = excluded.source
    where candle.source in (excluded.source, 'simulated')
      and (candle.close <> excluded.close or candle.high < excluded.high or candle.low > excluded.low
        or candle.volume < excluded.volume or candle.source <> excluded.source)`,
};

/** Each is made of the one before it, and so holds what its minutes do. */
const rolledUp = [
  ['1m', '5m'],
  ['5m', '15m'],
  ['15m', '1h'],
] as const;

/** What is written so shortly before midnight may be read as the past when it is there. */
const midnightMs = 60_000;

/** Stores candles of every interval, all instruments at once. */
@Injectable()
export class CandleWriterService {
  constructor(
    private readonly partitions: CandlePartitionsService,
    private readonly packs: CandlePacksService,
    private readonly clock: Clock,
  ) {}

  /** Makes the tables that the candles of these moments go to. Not in a transaction that has touched candles. */
  async makeRoom(interval: CandleInterval, startsMs: readonly number[]): Promise<void> {
    if (interval === '1d') return;
    const starts = [...new Set(startsMs)];
    const intervals = interval === '1m' ? candlesOfMinutes : [interval];
    for (const each of intervals) await this.partitions.ensure(each, starts);
  }

  /** Stores minutes that have ended, and every longer candle that they are part of, of which each is one statement. */
  async writeMinutes(
    manager: EntityManager,
    minutes: readonly PlacedCandle[],
    conflict: Conflict,
  ): Promise<void> {
    await this.write(manager, '1m', minutes, conflict);
    let places: CandlePlace[] = minutes.map(({ symbol, candle: { at } }) => ({ symbol, at }));
    for (const [from, to] of rolledUp) {
      places = distinctStarts(places, to);
      await this.rollUp(manager, from, to, places);
    }
  }

  /** Stores candles of one interval as they are, with one statement. None may be given twice. */
  async write(
    manager: EntityManager,
    interval: CandleInterval,
    candles: readonly PlacedCandle[],
    conflict: Conflict,
  ): Promise<void> {
    await manager.query(
      `insert into candle (symbol, "interval", at, open, high, low, close, volume, source)
       select symbol, '${interval}', at, open, high, low, close, volume, source from ${unnestedCandles}
       on conflict on constraint candle_pkey do update ${conflicts[conflict]}`,
      placedArrays(candles),
    );
    const places = candles.map(({ symbol, candle: { at } }) => ({ symbol, at }));
    await this.packs.renew(manager, interval, places, this.clock.now());
    if (interval === '1d') await this.notePast(manager, places);
  }

  /** Takes all that was simulated of an instrument away, to make room for real prices. */
  async removeSimulated(manager: EntityManager, symbol: string): Promise<void> {
    await this.packs.remove(manager, symbol);
    await manager.query(`delete from forming_minute where symbol = $1 and source = 'simulated'`, [symbol]);
    await noteHistories(manager, [symbol]);
    const removed: { interval: CandleInterval; at: Date }[] = await manager.query(
      `with removed as (delete from candle where symbol = $1 and source = 'simulated' returning "interval", at)
       select * from removed`,
      [symbol],
    );
    // Of some a part was real, and is still there.
    for (const [from, to] of rolledUp) {
      const places = removed.filter(({ interval }) => interval === to).map(({ at }) => ({ symbol, at }));
      await this.rollUp(manager, from, to, places);
    }
  }

  /** Today's candle, which is written every few seconds, is no past; nor is a day that ends while it is written. */
  private async notePast(manager: EntityManager, places: readonly CandlePlace[]): Promise<void> {
    const todayMs = candleStartMs(this.clock.now().getTime() + midnightMs, '1d');
    const past = places.filter(({ at }) => at.getTime() < todayMs);
    await noteHistories(
      manager,
      past.map(({ symbol }) => symbol),
    );
  }

  private async rollUp(
    manager: EntityManager,
    from: CandleInterval,
    to: CandleInterval,
    places: readonly CandlePlace[],
  ): Promise<void> {
    if (places.length === 0) return;
    const starts = places.map(({ at }) => at.getTime());
    const [oldestMs, newestMs] = [Math.min(...starts), Math.max(...starts)];
    // The range tells Postgres which tables it can leave alone, before it looks at the first place.
    await manager.query(
      `insert into candle (symbol, "interval", at, open, high, low, close, volume, source)
       select place.symbol, '${to}', place.at, whole.*
       from unnest($1::text[], $2::timestamptz[]) as place (symbol, at)
       cross join lateral (
         select (array_agg(open order by at))[1], max(high), min(low), (array_agg(close order by at desc))[1],
           trim_scale(sum(volume)),
           case when bool_or(source = 'simulated') then 'simulated' else (array_agg(source order by at desc))[1] end
         from candle as part
         where part.symbol = place.symbol and part."interval" = '${from}'
           and part.at >= place.at and part.at < place.at + interval '${candleIntervalMs[to] / 60_000} minutes'
           and part.at >= $3 and part.at < $4
         having count(*) > 0
       ) as whole
       on conflict on constraint candle_pkey do update ${conflicts.overrule}`,
      [
        places.map(({ symbol }) => symbol),
        places.map(({ at }) => at),
        new Date(oldestMs),
        new Date(newestMs + candleIntervalMs[to]),
      ],
    );
    await this.packs.renew(manager, to, places, this.clock.now());
  }
}

/** A row of candles as one array for each column: $1 to $8. */
export const unnestedCandles = `unnest($1::text[], $2::text[], $3::timestamptz[], $4::numeric[], $5::numeric[], $6::numeric[],
    $7::numeric[], $8::numeric[]) as given (symbol, source, at, open, high, low, close, volume)`;

export const placedArrays = (
  candles: readonly PlacedCandle[],
): [string[], CandleSource[], ...(Date[] | string[])[]] => [
  candles.map(({ symbol }) => symbol),
  candles.map(({ candle }) => candle.source),
  ...candleArrays(candles.map(({ candle }) => candle)),
];

/** A statement takes candles as one array per column: at, open, high, low, close, volume. A price keeps its places. */
export const candleArrays = (candles: readonly Candle[]): [Date[], ...string[][]] => [
  candles.map(({ at }) => at),
  ...(['open', 'high', 'low', 'close'] as const).map((column) =>
    candles.map((candle) => formatPrice(candle[column])),
  ),
  candles.map(({ volume }) => formatDecimal(volume)),
];

/** The intervals of the given length that hold these places, each once. */
function distinctStarts(places: readonly CandlePlace[], interval: CandleInterval): CandlePlace[] {
  const starts = new Map<string, CandlePlace>();
  for (const { symbol, at } of places) {
    const startMs = candleStartMs(at.getTime(), interval);
    const key = `${symbol} ${startMs}`;
    if (!starts.has(key)) starts.set(key, { symbol, at: new Date(startMs) });
  }
  return [...starts.values()];
}

export type CandleRow = Record<'open' | 'high' | 'low' | 'close' | 'volume', string> & {
  readonly at: Date;
  readonly source: CandleSource;
};

/** A row as the driver gives it. */
export const candleOf = ({ at, open, high, low, close, volume, source }: CandleRow): SourcedCandle => ({
  at,
  open: parseDecimal(open),
  high: parseDecimal(high),
  low: parseDecimal(low),
  close: parseDecimal(close),
  volume: parseDecimal(volume),
  source,
});
