import { Injectable } from '@nestjs/common';
import type { Candle } from '@tradeyard/market';
import { DataSource, type EntityManager, type QueryRunner } from 'typeorm';
import { Clock } from '../platform/clock.js';
import { candleOf, CandleWriterService, type CandleRow, type PlacedCandle } from './candle-writer.service.js';
import { LiveCandlesService, type UnsavedMinutes } from './live-candles.service.js';
import { MinutesService } from './minutes.service.js';
import { QuotesService } from './quotes.service.js';

/** Any number that nothing else in this database locks; its holder stores what providers outside have said. */
const writerLock = 7_270_022;

/** Those who do not write keep so much, for the case that they have to go on. */
const takeOverMs = 10 * 60_000;

/**
 * Stores the candles of prices from outside. Every process builds them from the ticks it sees, and one writes: the one
 * that holds a lock, which Postgres gives to another one when the connection of its holder ends. Who goes on fills the
 * candles that are there with its own; neither a high nor a low that one of them saw is lost. Simulated candles are
 * stored together with the point that their market has come to.
 */
@Injectable()
export class OutsideCandlesService {
  private holder: QueryRunner | undefined;
  private readonly storedDays = new Map<string, Candle>();

  constructor(
    private readonly dataSource: DataSource,
    private readonly live: LiveCandlesService,
    private readonly quotes: QuotesService,
    private readonly minutes: MinutesService,
    private readonly writer: CandleWriterService,
    private readonly clock: Clock,
  ) {}

  /** Goes on with the minutes that are stored of the hour. */
  async begin(): Promise<void> {
    const rows: (CandleRow & { symbol: string })[] = await this.dataSource.query(
      `with forming as (
         select * from forming_minute where source <> 'simulated' and at >= date_trunc('hour', $1::timestamptz, 'UTC')
       )
       select * from forming
       union all
       select candle.symbol, candle.at, candle.open, candle.high, candle.low, candle.close, candle.volume, candle.source
       from candle join forming using (symbol)
       where candle."interval" = '1m' and candle.at < forming.at
         and candle.at >= date_trunc('hour', $1::timestamptz, 'UTC')
       order by at`,
      [this.clock.now()],
    );
    const bySymbol = Map.groupBy(rows, ({ symbol }) => symbol);
    for (const [symbol, minutes] of bySymbol) {
      if (!this.live.has(symbol)) this.live.begin(symbol, minutes.map(candleOf));
    }
  }

  /** Stores what has changed, with a few statements for all instruments, if this process is the one that does. */
  async save(): Promise<void> {
    const unsaved = this.live
      .listUnsaved(this.live.listSymbols(), this.clock.now())
      .filter(({ ended, forming }) => (forming ?? ended.at(-1))?.source !== 'simulated');
    if (unsaved.length === 0) return;
    const holder = await this.hold();
    if (!holder) {
      const until = new Date(this.clock.now().getTime() - takeOverMs);
      for (const { symbol } of unsaved) this.live.forgetUnsaved(symbol, until);
      return;
    }
    try {
      await this.write(holder.manager, unsaved);
    } catch (error) {
      await this.end(); // the connection may be lost, and the lock with it
      throw error;
    }
  }

  /** Lets another process go on. */
  async end(): Promise<void> {
    const { holder } = this;
    this.holder = undefined;
    if (!holder) return;
    await holder.query('select pg_advisory_unlock($1)', [writerLock]).catch(() => undefined); // gone with its connection
    await holder.release();
  }

  private async write(manager: EntityManager, unsaved: readonly UnsavedMinutes[]): Promise<void> {
    const days = unsaved.flatMap(({ symbol }) => this.listChangedDays(symbol));
    await this.minutes.withRoom(unsaved, () =>
      manager.transaction(async (transaction) => {
        await this.minutes.save(transaction, unsaved, 'fill');
        if (days.length > 0) await this.writer.write(transaction, '1d', days, 'fill');
      }),
    );
    for (const each of unsaved) this.live.markSaved(each);
    for (const { symbol, candle } of days) this.storedDays.set(symbol, candle);
  }

  private listChangedDays(symbol: string): PlacedCandle[] {
    const source = this.quotes.findQuote(symbol)?.source;
    const stored = this.storedDays.get(symbol);
    if (!source) return [];
    return this.quotes
      .listDays(symbol)
      .filter((day) => !stored || day.at >= stored.at)
      .map((day) => ({ symbol, candle: { ...day, source } }));
  }

  private async hold(): Promise<QueryRunner | undefined> {
    if (this.holder) return this.holder;
    const runner = this.dataSource.createQueryRunner();
    const rows = await runner.manager
      .query<{ locked: boolean }[]>('select pg_try_advisory_lock($1) as locked', [writerLock])
      .catch(async (error: unknown) => {
        await runner.release();
        throw error;
      });
    if (rows[0]?.locked) this.holder = runner;
    else await runner.release();
    return this.holder;
  }
}
