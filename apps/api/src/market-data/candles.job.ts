import {
  Injectable,
  Logger,
  type BeforeApplicationShutdown,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { Cron } from '@nestjs/schedule';
import { DataSource } from 'typeorm';
import { Clock } from '../platform/clock.js';
import { CandlePacksService } from './candle-packs.service.js';
import { CandlePartitionsService } from './candle-partitions.service.js';
import { OutsideCandlesService } from './outside-candles.service.js';

/** Any number that nothing else in this database locks; its holder looks after the tables. */
const upkeepLock = 7_270_021;

/** How much of its candles a crash may take away. */
const saveEveryMs = 2_000;

/**
 * Stores the candles of prices from outside every two seconds, and looks after the tables every hour and at boot:
 * makes those of the next days, drops those that nobody keeps, packs what is complete. Nobody waits for it.
 */
@Injectable()
export class CandlesJob implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger(CandlesJob.name);
  private readonly stopping = new AbortController();
  private timer: NodeJS.Timeout | undefined;
  private isFailing = false;
  private running: Promise<void> | undefined;

  constructor(
    private readonly dataSource: DataSource,
    private readonly partitions: CandlePartitionsService,
    private readonly packs: CandlePacksService,
    private readonly outside: OutsideCandlesService,
    private readonly clock: Clock,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    await this.outside.begin();
    this.awaitSave();
    void this.lookAfterTables();
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.stop();
    await this.running;
    await this.save();
    await this.outside.end();
  }

  /** Nothing of its own accord any more, for tests that decide when. */
  stop(): void {
    this.stopping.abort();
    clearTimeout(this.timer);
  }

  /** Of several processes one does it; whoever comes while it runs waits for the same run. */
  @Cron('10 * * * *', { name: 'candles' })
  lookAfterTables(): Promise<void> {
    this.running ??= this.underLock(async () => {
      const now = this.clock.now();
      await this.partitions.ensureAhead(now);
      const dropped = await this.partitions.dropExpired(now);
      if (dropped.length > 0) this.logger.log(`Not kept any longer: ${dropped.join(', ')}`);
      await this.packs.packDue(now, this.stopping.signal);
    })
      .catch((error: unknown) => {
        if (!this.stopping.signal.aborted) this.logger.error(error instanceof Error ? error.stack : error);
      })
      .finally(() => (this.running = undefined));
    return this.running;
  }

  private async underLock(work: () => Promise<void>): Promise<void> {
    const runner = this.dataSource.createQueryRunner();
    try {
      const rows: { locked: boolean }[] = await runner.manager.query(
        'select pg_try_advisory_lock($1) as locked',
        [upkeepLock],
      );
      if (!rows[0]?.locked) return;
      try {
        await work();
      } finally {
        await runner.query('select pg_advisory_unlock($1)', [upkeepLock]);
      }
    } finally {
      await runner.release();
    }
  }

  private awaitSave(): void {
    if (this.stopping.signal.aborted) return;
    this.timer = setTimeout(() => void this.save().then(() => this.awaitSave()), saveEveryMs);
  }

  /** While the database is away candles go on; what could not be stored is stored later. */
  private async save(): Promise<void> {
    try {
      await this.outside.save();
      this.isFailing = false;
    } catch (error) {
      if (!this.isFailing) this.logger.warn(`Candles cannot be stored, trying on: ${String(error)}`);
      this.isFailing = true;
    }
  }
}
