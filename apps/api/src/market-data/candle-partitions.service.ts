import { Injectable } from '@nestjs/common';
import { candleIntervalMs, candlesOfMinutes, stepStartMs, type CandleInterval } from '@tradeyard/market';
import { DataSource, QueryFailedError } from 'typeorm';
import { Config } from '../platform/config.js';

/** Any number that nothing else in this database locks; of several processes one makes a table. */
const partitionsLock = 7_270_017;

const dayMs = candleIntervalMs['1d'];

/** How much time one table holds: some ten thousand candles of each instrument. Days are few and lie in one. */
const partitionMs = { '1m': 7 * dayMs, '5m': 28 * dayMs, '15m': 84 * dayMs, '1h': 364 * dayMs } as const;

/** Tables are made so long before they are needed. */
const aheadMs = 2 * dayMs;

/** Whoever reads waits behind the change of a table that itself waits: rather try again in an hour. */
const lockTimeoutMs = 3_000;

/** What Postgres says where no table takes a row: check_violation. */
const noPartition = '23514';

const lacksPartition = (error: unknown): boolean =>
  error instanceof QueryFailedError &&
  (error as QueryFailedError<Error & { code?: string }>).driverError.code === noPartition;

type Partition = { readonly interval: keyof typeof partitionMs; readonly startMs: number };

/** The tables that candles lie in: `candle_1m_20250825` has the minutes of the week that begins on that Monday. */
@Injectable()
export class CandlePartitionsService {
  private readonly known = new Set<string>();

  constructor(
    private readonly dataSource: DataSource,
    private readonly config: Config,
  ) {}

  /** From when on candles of the interval are kept, as milliseconds since 1970. */
  keptSinceMs(interval: CandleInterval, now: Date): number {
    const days = this.config.candleRetentionDays[interval];
    return days === null ? -Infinity : now.getTime() - days * dayMs;
  }

  /** Makes the tables for candles that begin at these moments, where they are missing. */
  async ensure(interval: CandleInterval, startsMs: Iterable<number>): Promise<void> {
    if (interval === '1d') return;
    const missing = new Map<string, Partition>();
    for (const atMs of startsMs) {
      const partition = { interval, startMs: stepStartMs(atMs, partitionMs[interval]) };
      const name = nameOf(partition);
      if (!this.known.has(name)) missing.set(name, partition);
    }
    if (missing.size === 0) return;
    await this.dataSource.transaction(async (manager) => {
      await manager.query('select pg_advisory_xact_lock($1)', [partitionsLock]);
      await manager.query([...missing.values()].flatMap(creationOf).join(';\n'));
    });
    for (const name of missing.keys()) this.known.add(name);
  }

  /**
   * Does `work`, which makes room for candles and writes them. Another process may have dropped a table that this one
   * made or found there: then all are looked for anew, once.
   */
  async withRoom<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      if (!lacksPartition(error)) throw error;
      this.known.clear();
      return work();
    }
  }

  /** Makes the tables of now and of the next days. */
  async ensureAhead(now: Date): Promise<void> {
    for (const interval of candlesOfMinutes) {
      await this.ensure(interval, [now.getTime(), now.getTime() + aheadMs]);
    }
  }

  /** Drops the tables that hold nothing but candles that are not kept any more; answers with their names. */
  async dropExpired(now: Date): Promise<string[]> {
    const expired = (await this.listPartitions()).filter(
      ({ interval, startMs }) => startMs + partitionMs[interval] <= this.keptSinceMs(interval, now),
    );
    for (const partition of expired) {
      const name = nameOf(partition);
      await this.dataSource.transaction(async (manager) => {
        await manager.query(`set local lock_timeout = ${lockTimeoutMs}`);
        await manager.query(`drop table if exists candle_${name}, candle_pack_${name}`);
      });
      this.known.delete(name);
    }
    return expired.map((partition) => `candle_${nameOf(partition)}`);
  }

  private async listPartitions(): Promise<Partition[]> {
    const rows: { interval: Partition['interval']; start: string }[] = await this.dataSource.query(
      `select split_part(parent.relname, '_', 2) as "interval", split_part(part.relname, '_', 3) as start
       from pg_inherits
       join pg_class as parent on parent.oid = inhparent
       join pg_class as part on part.oid = inhrelid
       where parent.oid = any($1::regclass[]) order by part.relname`,
      [candlesOfMinutes.map((interval) => `candle_${interval}`)],
    );
    return rows.map(({ interval, start }) => ({
      interval,
      startMs: Date.parse(start.replace(/(\d{4})(\d{2})(\d{2})/, '$1-$2-$3')),
    }));
  }
}

const nameOf = ({ interval, startMs }: Partition): string =>
  `${interval}_${new Date(startMs).toISOString().slice(0, 10).replaceAll('-', '')}`;

function creationOf(partition: Partition): string[] {
  const { interval, startMs } = partition;
  const [from, to] = [startMs, startMs + partitionMs[interval]].map((ms) => new Date(ms).toISOString());
  return ['candle', 'candle_pack'].map(
    (table) =>
      `create table if not exists ${table}_${nameOf(partition)} partition of ${table}_${interval}
       for values from ('${from}') to ('${to}')`,
  );
}
