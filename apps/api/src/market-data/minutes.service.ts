import { Injectable } from '@nestjs/common';
import type { CandleSource, SourcedCandle } from '@tradeyard/market';
import { DataSource, type EntityManager } from 'typeorm';
import { Clock } from '../platform/clock.js';
import { CandlePartitionsService } from './candle-partitions.service.js';
import {
  candleOf,
  CandleWriterService,
  filled,
  placedArrays,
  unnestedCandles,
  type CandleRow,
  type Conflict,
  type PlacedCandle,
} from './candle-writer.service.js';
import type { UnsavedMinutes } from './live-candles.service.js';

/** Who builds minutes never overrules another source. */
type BuildersConflict = Exclude<Conflict, 'overrule'>;

/** What becomes of the minute that is there; a new one that is older than it comes too late. */
const conflicts: Record<BuildersConflict, string> = {
  replace: `set at = excluded.at, open = excluded.open, high = excluded.high, low = excluded.low, close = excluded.close,
      volume = excluded.volume, source = excluded.source
    where candle.at <= excluded.at`,
  fill: `set at = excluded.at, source = excluded.source,
      ${filled('candle.at = excluded.at and candle.source = excluded.source')}
    where candle.at <= excluded.at`,
};

/** Nobody has gone on with a minute for so long after its beginning. */
const abandonedAfterMs = 2 * 60_000;

/**
 * Stores minutes while they are built. The newest of each instrument is a row of `forming_minute`, rewritten in place;
 * one that has ended is written to `candle` once, with what it rolls up to, in the same transaction.
 */
@Injectable()
export class MinutesService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly writer: CandleWriterService,
    private readonly partitions: CandlePartitionsService,
    private readonly clock: Clock,
  ) {}

  /** Makes the tables that these need, and then calls `write` with a transaction of its own; twice if a table is gone. */
  withRoom<T>(minutes: readonly UnsavedMinutes[], write: () => Promise<T>): Promise<T> {
    return this.partitions.withRoom(async () => {
      await this.writer.makeRoom(
        '1m',
        minutes.flatMap(({ ended }) => ended.map(({ at }) => at.getTime())),
      );
      return write();
    });
  }

  /** Stores minutes of many instruments, the one of each that is being built among them. */
  async save(
    manager: EntityManager,
    minutes: readonly UnsavedMinutes[],
    conflict: BuildersConflict,
  ): Promise<void> {
    const forming = minutes.flatMap(({ symbol, forming: candle }) => (candle ? [{ symbol, candle }] : []));
    const ended = minutes.flatMap(({ symbol, ended: candles }) =>
      candles.map((candle) => ({ symbol, candle })),
    );
    if (forming.length > 0) await this.writeForming(manager, forming, conflict);
    if (ended.length > 0) await this.writer.writeMinutes(manager, ended, conflict);
  }

  /** Moves minutes on with which nobody goes on, since the process that built them has ended. */
  async settle(): Promise<void> {
    const rows: (CandleRow & { symbol: string })[] = await this.dataSource.query(
      `select * from forming_minute as forming where at <= $1 and not exists (
         select from candle where candle.symbol = forming.symbol and "interval" = '1m' and candle.at = forming.at)`,
      [new Date(this.clock.now().getTime() - abandonedAfterMs)],
    );
    if (rows.length === 0) return;
    const minutes = rows.map((row) => ({ symbol: row.symbol, ended: [candleOf(row)], forming: undefined }));
    await this.withRoom(minutes, () =>
      this.dataSource.transaction((manager) => this.save(manager, minutes, 'fill')),
    );
  }

  private async writeForming(
    manager: EntityManager,
    minutes: readonly PlacedCandle[],
    conflict: BuildersConflict,
  ): Promise<void> {
    await manager.query(
      `insert into forming_minute as candle (symbol, at, open, high, low, close, volume, source)
       select symbol, at, open, high, low, close, volume, source from ${unnestedCandles}
       on conflict on constraint forming_minute_pkey do update ${conflicts[conflict]}`,
      placedArrays(minutes),
    );
  }
}

/** A query with the minutes of the hour that `simulation.at` is in: those that have ended, and the one that it is in. */
export const minutesOfHour = `
  select coalesce(json_agg(json_build_array(minute.at, minute.open::text, minute.high::text, minute.low::text,
    minute.close::text, minute.volume::text, minute.source) order by minute.at), '[]') as list
  from (
    select at, open, high, low, close, volume, source from candle
    where candle.symbol = simulation.symbol and "interval" = '1m'
      and candle.at >= date_trunc('hour', simulation.at, 'UTC') and candle.at < date_trunc('minute', simulation.at)
    union all
    select at, open, high, low, close, volume, source from forming_minute
    where forming_minute.symbol = simulation.symbol and source = 'simulated'
      and forming_minute.at = date_trunc('minute', simulation.at)
  ) as minute`;

export type MinuteText = [
  at: string,
  open: string,
  high: string,
  low: string,
  close: string,
  volume: string,
  source: CandleSource,
];

/** As the query has it. */
export const minuteOf = ([at, open, high, low, close, volume, source]: MinuteText): SourcedCandle =>
  candleOf({ at: new Date(at), open, high, low, close, volume, source });
