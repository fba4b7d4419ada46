import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { addDays, dayOf, parseDecimal } from '@tradeyard/kernel';
import {
  formatPrice,
  simulateHistory,
  type Candle,
  type CandleSource,
  type SourcedCandle,
} from '@tradeyard/market';
import type { EntityManager, Repository } from 'typeorm';
import { candleOf } from './candle-writer.service.js';
import { CandlesService } from './candles.service.js';
import type { InstrumentEntity } from './instrument.entity.js';
import { minuteOf, minutesOfHour, MinutesService, type MinuteText } from './minutes.service.js';
import type { StoredPrice } from './quotes.service.js';
import { SimulationEntity } from './simulation.entity.js';
import { SplitsService } from './splits.service.js';

/** Where an instrument's simulated market stands, with what is stored of its day. */
export type StoredCourse = {
  readonly instrument: InstrumentEntity;
  readonly generation: number;
  readonly at: Date;
  /** Decimal text, finer than the tick size. */
  readonly price: string;
  /** The simulated part of the day that `at` is in. */
  readonly day: Candle | undefined;
  /** The close of the last day before. */
  readonly previousClose: StoredPrice;
  /** The minutes of the hour that `at` is in, oldest first. */
  readonly minutes: readonly SourcedCandle[];
};

/** What a fresh installation gets to draw its charts from. */
const historyDays = 2 * 365;
/** What is walked is stored every few seconds: a path that was left behind for longer was not walked. */
const walkedWithinMs = 10_000;
/** A market of a few instruments has its charts at once; of a thousand, prices come first. */
const historiesAtOnce = 10;

/**
 * The stored side of the simulated market, on which all processes agree:
 *
 * - `simulation` holds one point of each path. A path is a function of seed,
 *   symbol and step, so every process that starts from a point of it shows the
 *   same prices, also while others run. Whoever is furthest moves the point on.
 * - Today's candle is written by the same statement as the point, and always as
 *   a whole. A process that starts reads both and adds the steps that it missed;
 *   it gets the same candle as one that ran all day.
 * - When a path begins anew (real prices were imported, or nobody ran the market
 *   for long) its `generation` is counted up under the row's lock. What a process
 *   writes for an older generation is ignored, and it learns so by the answer.
 */
@Injectable()
export class SimulationsService {
  constructor(
    @InjectRepository(SimulationEntity) private readonly simulations: Repository<SimulationEntity>,
    private readonly candles: CandlesService,
    private readonly splits: SplitsService,
    private readonly minutes: MinutesService,
  ) {}

  /**
   * Makes every instrument ready to walk from a point that is not older than
   * `earliest`: begins the new ones, with a simulated history where they have
   * none, and lets a market that stood still for longer go on from `now`.
   */
  async prepare({ now, earliest, seed }: { now: Date; earliest: Date; seed: string }): Promise<void> {
    await this.minutes.settle();
    await this.beginNew(now, seed);
    await this.simulations.query('update simulation set at = $1, generation = generation + 1 where at < $2', [
      now,
      earliest,
    ]);
  }

  /** Begins the instruments that have no path yet, so that running servers notice them within a few seconds. */
  async beginNew(now: Date, seed: string): Promise<void> {
    await this.simulations.manager.transaction(async (manager) => {
      // The row's lock is also the lock of the instrument's candles. Of two processes that start at once the second waits here.
      await manager.query(
        `insert into simulation (symbol, generation, at, price)
         select symbol, 1, $1, coalesce(
           (select close from candle where candle.symbol = instrument.symbol and "interval" = '1d' order by at desc limit 1),
           start_price)
         from instrument
         where ${isSimulated} and not exists (select from simulation where simulation.symbol = instrument.symbol)
         order by symbol
         on conflict on constraint simulation_pkey do nothing`,
        [now],
      );
      await this.writeMissing(manager, { now, seed, most: historiesAtOnce });
    });
  }

  /** Writes the simulated histories that are missing, some at a time, until there are none or `stop` is asked for. */
  async writeHistories({ now, seed, stop }: { now: Date; seed: string; stop: AbortSignal }): Promise<void> {
    for (let written = 1; written > 0 && !stop.aborted;) {
      written = await this.simulations.manager.transaction((manager) =>
        this.writeMissing(manager, { now, seed, most: Infinity }),
      );
    }
  }

  /** How many it wrote, none where there are more than `most`; those that another process writes are left to it. */
  private async writeMissing(
    manager: EntityManager,
    { now, seed, most }: { now: Date; seed: string; most: number },
  ): Promise<number> {
    const missing: InstrumentEntity[] = await manager.query(
      `select ${instrumentColumns} from simulation join instrument using (symbol)
       where ${isSimulated}
         and not exists (
           select from candle
           where candle.symbol = simulation.symbol and "interval" = '1d' and candle.at < $2::timestamp at time zone 'UTC'
         )
       order by symbol limit $1 for update of simulation skip locked`,
      [historiesAtOnce + 1, dayOf(now)],
    );
    if (missing.length > most) return 0;
    const lastDay = addDays(dayOf(now), -1);
    for (const instrument of missing) {
      const endPrice = parseDecimal(instrument.startPrice);
      const history = simulateHistory(instrument, { seed, lastDay, days: historyDays, endPrice });
      await this.candles.writeDays(manager, instrument.symbol, history, 'simulated');
    }
    return missing.length;
  }

  /** All instruments, or the named ones. */
  async read(symbols?: readonly string[]): Promise<StoredCourse[]> {
    const rows: CourseRow[] = await this.simulations.query(
      `select ${instrumentColumns}, simulation.generation, simulation.at as "standsAt", simulation.price,
         today.at as "dayAt", today.open, today.high, today.low, today.close, today.volume,
         previous.close as "previousClose", previous.at as "previousAt", previous.source as "previousSource",
         minutes.list as minutes
       from simulation
       join instrument using (symbol)
       cross join lateral (select date_trunc('day', simulation.at, 'UTC') as at) as day
       left join candle as today
         on today.symbol = simulation.symbol and today."interval" = '1d' and today.at = day.at and today.source = 'simulated'
       left join lateral (
         select close, at, source from candle
         where candle.symbol = simulation.symbol and "interval" = '1d'
           and candle.at <= day.at and (candle.at < day.at or candle.source = 'imported')
         order by candle.at desc limit 1
       ) as previous on true
       cross join lateral (${minutesOfHour}) as minutes
       where ${isSimulated} and ($1::text[] is null or simulation.symbol = any($1))`,
      [symbols ?? null],
    );
    return rows.map((row) => courseOf(row, previousCloseOf(row)));
  }

  /**
   * Locks the instrument's market until the transaction ends, and begins it if it
   * never ran. Whoever changes an instrument's candles does this first.
   */
  async lock(manager: EntityManager, symbol: string, now: Date): Promise<void> {
    await manager.query(
      `insert into simulation (symbol, generation, at, price)
       select symbol, 0, $2, start_price from instrument where symbol = $1
       on conflict on constraint simulation_pkey do nothing`,
      [symbol, now],
    );
    await manager.query('select from simulation where symbol = $1 for update', [symbol]);
  }

  /** Instruments have changed: whoever walks their paths reads them again. One that stood still goes on from now. */
  async renew(manager: EntityManager, symbols: readonly string[], now: Date): Promise<void> {
    await manager.query(
      `update simulation set generation = generation + 1, at = greatest(at, $2) where symbol = any($1)`,
      [symbols, new Date(now.getTime() - walkedWithinMs)],
    );
  }

  /** Instruments that a provider priced until now go on from their newest real close. Of several processes the first does it. */
  async takeOver(symbols: readonly string[], now: Date): Promise<void> {
    await this.simulations.manager.transaction(async (manager) => {
      const left: { symbol: string }[] = await manager.query(
        `select symbol from simulation
         where symbol = any($1) and at < $2 and 'simulated' <> (
           select source from candle
           where candle.symbol = simulation.symbol and "interval" = '1d' order by candle.at desc limit 1
         )
         order by symbol for update`,
        [symbols, new Date(now.getTime() - walkedWithinMs / 2)],
      );
      for (const { symbol } of left) await this.restart(manager, symbol, now);
    });
  }

  /** The price goes on from the newest stored close, as it counts today. Running servers notice within a few seconds. */
  async restart(manager: EntityManager, symbol: string, now: Date): Promise<void> {
    const newest: Close[] = await manager.query(
      `select close, at, source from candle where symbol = $1 and "interval" = '1d' order by at desc limit 1`,
      [symbol],
    );
    for (const close of newest) {
      await manager.query(
        'update simulation set generation = generation + 1, at = $2, price = $3 where symbol = $1',
        [symbol, now, this.closeOn(symbol, close, now)],
      );
    }
  }

  /** What a stored close counts at a moment: shares may have been split since. */
  private closeOn(symbol: string, { close, at, source }: Close, now: Date): string {
    const days = { after: dayOf(at), until: dayOf(now), source };
    return formatPrice(this.splits.adjust(symbol, parseDecimal(close), days));
  }
}

/** Of a query that reads `instrument`: those whose prices are simulated now. */
export const isSimulated = `instrument.provider = 'simulated' and instrument.status = 'active'`;

type Close = { readonly close: string; readonly at: Date; readonly source: CandleSource };

const instrumentColumns = `instrument.symbol, name, exchange, class, currency, base, tick_size as "tickSize",
  status, calendar, provider, provider_symbol as "providerSymbol", simulated_sessions as "simulatedSessions",
  start_price as "startPrice", yearly_drift_bp as "yearlyDriftBp", yearly_volatility_bp as "yearlyVolatilityBp", spread_bp as "spreadBp",
  daily_volume as "dailyVolume"`;

type CourseRow = InstrumentEntity & {
  minutes: MinuteText[];
  generation: number;
  standsAt: Date;
  price: string;
  previousAt: Date;
  previousSource: CandleSource;
  previousClose: string | null;
} & (
    { dayAt: Date; open: string; high: string; low: string; close: string; volume: string } | { dayAt: null }
  );

function previousCloseOf({
  previousClose,
  previousAt,
  previousSource,
  standsAt,
  startPrice,
}: CourseRow): StoredPrice {
  // Where the history that is still to be made up ends.
  if (previousClose === null)
    return { price: parseDecimal(startPrice), atMs: standsAt.getTime(), source: 'simulated' };
  return { price: parseDecimal(previousClose), atMs: previousAt.getTime(), source: previousSource };
}

function courseOf(row: CourseRow, previousClose: StoredPrice): StoredCourse {
  const { generation, standsAt, price } = row;
  const day =
    row.dayAt === null
      ? undefined
      : candleOf({
          at: row.dayAt,
          open: row.open,
          high: row.high,
          low: row.low,
          close: row.close,
          volume: row.volume,
          source: 'simulated',
        });
  return {
    instrument: row,
    generation,
    at: standsAt,
    price,
    day,
    previousClose,
    minutes: row.minutes.map(minuteOf),
  };
}
