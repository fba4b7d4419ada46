import { Injectable } from '@nestjs/common';
import {
  candleIntervalMs,
  candleIntervals,
  packSeparator,
  stepStartMs,
  type CandleInterval,
} from '@tradeyard/market';
import { DataSource, type EntityManager } from 'typeorm';

/** Any number that nothing else in this database locks: whoever packs, or writes what may be packed already. */
const packsLock = 7_270_020;

const dayMs = candleIntervalMs['1d'];

/** How much time one row holds: a thousand candles or two, and a whole part of what one table does. */
export const packMs: Readonly<Record<CandleInterval, number>> = {
  '1m': dayMs,
  '5m': 7 * dayMs,
  '15m': 28 * dayMs,
  '1h': 91 * dayMs,
  '1d': 364 * dayMs,
};

/** Nothing is packed that ended less long ago, and who writes candles of half of that needs no lock. */
const packedAfterMs = 60 * 60_000;

/** Stretches of one statement; a lock is held for as long as it takes. */
const stretchesPerTurn = 20;

/** Where a candle stands: of which instrument, and when it begins. */
export type CandlePlace = { readonly symbol: string; readonly at: Date };

/** Candles as one text for each column, as they stand in an answer; of a query in their order. */
export const packedColumns = `count(*)::integer as count,
  coalesce(string_agg((date_part('epoch', at) * 1000)::bigint::text, ','), '') as ats,
  case when min(source) = max(source) then min(source)
    else coalesce(string_agg(source, '${packSeparator}'), '') end as sources,
  ${(['open', 'high', 'low', 'close', 'volume'] as const)
    .map((column) => `coalesce(string_agg(${column}::text, '${packSeparator}'), '') as ${column}s`)
    .join(', ')}`;

/**
 * Stretches of candles, packed into one row each, of which long histories are read: a hundred thousand minutes lie in
 * seventy rows. `candle` has the same candles, and is what counts. Up to its newest pack an instrument's interval is
 * packed without a gap, so what is not packed is what comes after.
 */
@Injectable()
export class CandlePacksService {
  constructor(private readonly dataSource: DataSource) {}

  /** Packs all that is complete, the oldest first; answers with how many stretches that were. */
  async packDue(now: Date, stop?: AbortSignal): Promise<number> {
    let packed = 0;
    for (const interval of candleIntervals) {
      const until = stretchOf(interval, now.getTime() - packedAfterMs);
      for (const symbol of await this.listDue(interval, until)) {
        for (let count = 1; count > 0 && !stop?.aborted; packed += count) {
          count = await this.packNext(symbol, interval, until);
        }
      }
    }
    return packed;
  }

  /**
   * Has the packs hold what was written to `candle` at these places, at the end of the transaction that did. Recent
   * candles are in no pack, which costs nothing to find out.
   */
  async renew(
    manager: EntityManager,
    interval: CandleInterval,
    places: readonly CandlePlace[],
    now: Date,
  ): Promise<void> {
    const recentMs = now.getTime() - packMs[interval] - packedAfterMs / 2;
    const stretches = new Map<string, CandlePlace>();
    for (const { symbol, at } of places) {
      const stretch = stretchOf(interval, at.getTime());
      if (stretch.getTime() > recentMs) continue;
      stretches.set(`${symbol} ${stretch.getTime()}`, { symbol, at: stretch });
    }
    if (stretches.size === 0) return;
    await manager.query('select pg_advisory_xact_lock($1)', [packsLock]);
    const packed: CandlePlace[] = await manager.query(
      `select stretch.symbol, stretch.at from unnest($1::text[], $2::timestamptz[]) as stretch (symbol, at)
       where exists (
         select from candle_pack as newer
         where newer.symbol = stretch.symbol and newer."interval" = '${interval}' and newer.at >= stretch.at)`,
      columnsOf([...stretches.values()]),
    );
    await this.write(manager, interval, packed);
  }

  /** Forgets all packs of an instrument, before its history is changed. */
  async remove(manager: EntityManager, symbol: string): Promise<void> {
    await manager.query('select pg_advisory_xact_lock($1)', [packsLock]);
    await manager.query('delete from candle_pack where symbol = $1', [symbol]);
  }

  /** Who has complete stretches that are not packed. */
  private async listDue(interval: CandleInterval, until: Date): Promise<string[]> {
    const rows: { symbol: string }[] = await this.dataSource.query(
      `select symbol from instrument
       cross join lateral (${packedUntil('instrument.symbol', interval)}) as packs
       where packed_until < $1 and exists (
         select from candle where candle.symbol = instrument.symbol and "interval" = '${interval}'
           and at >= packed_until and at < $1)
       order by symbol`,
      [until],
    );
    return rows.map(({ symbol }) => symbol);
  }

  private async packNext(symbol: string, interval: CandleInterval, until: Date): Promise<number> {
    return this.dataSource.transaction(async (manager) => {
      await manager.query('select pg_advisory_xact_lock($1)', [packsLock]);
      const [{ first }]: [{ first: Date | null }] = await manager.query(
        `select min(at) as first from candle cross join (${packedUntil('$1', interval)}) as packs
         where symbol = $1 and "interval" = '${interval}' and at >= packed_until and at < $2`,
        [symbol, until],
      );
      if (!first) return 0;
      const stretches: CandlePlace[] = [];
      let at = stretchOf(interval, first.getTime());
      for (
        ;
        at < until && stretches.length < stretchesPerTurn;
        at = new Date(at.getTime() + packMs[interval])
      ) {
        stretches.push({ symbol, at });
      }
      return this.write(manager, interval, stretches);
    });
  }

  /** How many of the stretches have candles. */
  private async write(
    manager: EntityManager,
    interval: CandleInterval,
    stretches: readonly CandlePlace[],
  ): Promise<number> {
    const written: unknown[] = await manager.query(
      `insert into candle_pack
       select stretch.symbol, '${interval}', stretch.at, count, ats, opens, highs, lows, closes, volumes, sources
       from unnest($1::text[], $2::timestamptz[]) as stretch (symbol, at)
       cross join lateral (
         select ${packedColumns} from (
           select * from candle
           where candle.symbol = stretch.symbol and candle."interval" = '${interval}'
             and candle.at >= stretch.at and candle.at < stretch.at + interval '${packMs[interval] / 1_000} seconds'
           order by candle.at
         ) as candle
       ) as packed
       where packed.count > 0
       on conflict on constraint candle_pack_pkey do update set
         count = excluded.count, ats = excluded.ats, opens = excluded.opens, highs = excluded.highs,
         lows = excluded.lows, closes = excluded.closes, volumes = excluded.volumes, sources = excluded.sources
       returning symbol`,
      columnsOf(stretches),
    );
    return written.length;
  }
}

/** A query with `packed_until`: where the candles of an instrument begin that are not packed. `symbol` is an expression. */
export const packedUntil = (symbol: string, interval: CandleInterval): string =>
  `select coalesce(max(at) + interval '${packMs[interval] / 1_000} seconds', '-infinity') as packed_until
   from candle_pack where candle_pack.symbol = ${symbol} and "interval" = '${interval}'`;

/** When the stretch begins that holds the moment. */
const stretchOf = (interval: CandleInterval, atMs: number): Date =>
  new Date(stepStartMs(atMs, packMs[interval]));

const columnsOf = (places: readonly CandlePlace[]): [string[], Date[]] => [
  places.map(({ symbol }) => symbol),
  places.map(({ at }) => at),
];
