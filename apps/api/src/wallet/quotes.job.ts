import { setTimeout as sleep } from 'node:timers/promises';
import { Injectable, Logger, type BeforeApplicationShutdown } from '@nestjs/common';
import { Cron } from '@nestjs/schedule';
import { DataSource } from 'typeorm';
import { Clock } from '../platform/clock.js';

/** For who asks what became of one; after that the transaction says all that it did. */
const endedQuotesLiveMs = 24 * 3_600_000;
/** So many at a time lock nothing for long. */
const batchSize = 5_000;
/** Between two batches, for those who convert meanwhile. */
const pauseMs = 20;

/** Forgets quotes that ended long ago, used or not. */
@Injectable()
export class ConversionQuotesJob implements BeforeApplicationShutdown {
  private readonly logger = new Logger(ConversionQuotesJob.name);
  private running: Promise<void> | undefined;
  private isStopping = false;

  constructor(
    private readonly dataSource: DataSource,
    private readonly clock: Clock,
  ) {}

  async beforeApplicationShutdown(): Promise<void> {
    this.isStopping = true;
    await this.running;
  }

  /** Whoever comes while it runs waits for the same run. */
  @Cron('37 * * * *', { name: 'conversion quotes' })
  run(): Promise<void> {
    this.running ??= this.prune()
      .catch((error: unknown) => this.logger.error(error instanceof Error ? error.stack : error))
      .finally(() => (this.running = undefined));
    return this.running;
  }

  /** Several processes may do it at once: each leaves alone what another is at. */
  private async prune(): Promise<void> {
    const before = new Date(this.clock.now().getTime() - endedQuotesLiveMs);
    while (!this.isStopping) {
      const [, count] = await this.dataSource.query<[unknown, number]>(
        `delete from conversion_quote where id = any (array(
           select id from conversion_quote where expires_at < $1 limit $2 for update skip locked))`,
        [before, batchSize],
      );
      if (count < batchSize) return;
      await sleep(pauseMs);
    }
  }
}
