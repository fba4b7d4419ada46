import { Injectable } from '@nestjs/common';
import type { Candle } from '@tradeyard/market';
import { DataSource, type EntityManager } from 'typeorm';
import { candleArrays } from './candle-writer.service.js';
import type { UnsavedMinutes } from './live-candles.service.js';
import { MinutesService } from './minutes.service.js';
import { isSimulated } from './simulations.service.js';

/** What a process has walked: the point it reached and the candles of the last days, today's among them. */
export type Progress = {
  readonly symbol: string;
  readonly generation: number;
  readonly at: Date;
  readonly price: string;
  readonly days: readonly Candle[];
  /** The minutes that are not stored as they are. */
  readonly minutes: UnsavedMinutes | undefined;
};

/** How far the stored market has come. */
export type StoredProgress = {
  readonly symbol: string;
  readonly generation: number;
  readonly at: Date;
  /** By what was just written. */
  readonly isWritten: boolean;
};

/** Stores how far processes have walked the simulated paths: see SimulationsService. */
@Injectable()
export class SimulationProgressService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly minutes: MinutesService,
  ) {}

  /**
   * Stores how far the market has come, with one statement for all points and
   * days and some for the minutes, and answers with where each path that is simulated
   * stands. Points that another process has passed and rows that one is writing right
   * now are left alone, and real candles always.
   */
  async save(progress: readonly Progress[]): Promise<StoredProgress[]> {
    const minutes = progress.flatMap((each) => each.minutes ?? []);
    return this.minutes.withRoom(minutes, () =>
      this.dataSource.transaction(async (manager) => {
        const stored = await this.savePoints(manager, progress);
        const written = new Set(stored.filter(({ isWritten }) => isWritten).map(({ symbol }) => symbol));
        const ours = minutes.filter(({ symbol }) => written.has(symbol));
        await this.minutes.save(manager, ours, 'replace');
        return stored;
      }),
    );
  }

  private async savePoints(manager: EntityManager, progress: readonly Progress[]): Promise<StoredProgress[]> {
    const candles = progress.flatMap(({ symbol, days }) => days.map((candle) => ({ symbol, candle })));
    return manager.query(
      `with walked as (
         select * from unnest($1::text[], $2::integer[], $3::timestamptz[], $4::numeric[])
           as walked (symbol, generation, at, price)
       ), locked as (
         select symbol from simulation where symbol = any($1) for update skip locked
       ), moved as (
         update simulation set at = walked.at, price = walked.price
         from walked join locked using (symbol)
         where simulation.symbol = walked.symbol and simulation.generation = walked.generation
           and simulation.at < walked.at
         returning simulation.symbol
       ), written as (
         insert into candle (symbol, "interval", at, open, high, low, close, volume, source)
         select day.*, 'simulated' from (
           select symbol, '1d', at, open, high, low, close, volume
           from unnest($5::text[], $6::timestamptz[], $7::numeric[], $8::numeric[], $9::numeric[], $10::numeric[], $11::numeric[])
             as day (symbol, at, open, high, low, close, volume)
         ) as day join moved using (symbol)
         on conflict on constraint candle_pkey do update set
           open = excluded.open, high = excluded.high, low = excluded.low, close = excluded.close, volume = excluded.volume
         where candle.source = 'simulated'
           and (candle.high, candle.low, candle.close, candle.volume)
             is distinct from (excluded.high, excluded.low, excluded.close, excluded.volume)
         returning candle.symbol, candle.at
       ), noted as (
         -- The last of a day is written when the path has come to the next one: see noteHistories.
         insert into history_version (name, version)
         select distinct written.symbol, 1 from written join walked using (symbol)
         where written.at < date_trunc('day', walked.at, 'UTC') order by 1
         on conflict on constraint history_version_pkey do update set version = history_version.version + 1
       )
       select symbol, generation, at, symbol in (select symbol from moved) as "isWritten"
       from simulation join instrument using (symbol) where ${isSimulated}`,
      [
        progress.map(({ symbol }) => symbol),
        progress.map(({ generation }) => generation),
        progress.map(({ at }) => at),
        progress.map(({ price }) => price),
        candles.map(({ symbol }) => symbol),
        ...candleArrays(candles.map(({ candle }) => candle)),
      ],
    );
  }
}
