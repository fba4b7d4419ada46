import { Injectable, Logger, type BeforeApplicationShutdown } from '@nestjs/common';
import { Cron } from '@nestjs/schedule';
import { DataSource } from 'typeorm';
import { Clock } from '../platform/clock.js';
import { Pruning } from '../platform/pruning.js';

/** For who asks what became of one; after that the transaction says all that it did. */
const endedQuotesLiveMs = 24 * 3_600_000;

/** Forgets quotes that ended long ago, used or not. */
@Injectable()
export class ConversionQuotesJob implements BeforeApplicationShutdown {
  private readonly pruning = new Pruning(new Logger(ConversionQuotesJob.name), (limit) =>
    this.removeBatch(limit),
  );

  constructor(
    private readonly dataSource: DataSource,
    private readonly clock: Clock,
  ) {}

  beforeApplicationShutdown(): Promise<void> {
    return this.pruning.stop();
  }

  @Cron('37 * * * *', { name: 'conversion quotes' })
  run(): Promise<void> {
    return this.pruning.run();
  }

  private async removeBatch(limit: number): Promise<number> {
    const before = new Date(this.clock.now().getTime() - endedQuotesLiveMs);
    const [, count] = await this.dataSource.query<[unknown, number]>(
      `delete from conversion_quote where id = any (array(
         select id from conversion_quote where expires_at < $1 limit $2 for update skip locked))`,
      [before, limit],
    );
    return count;
  }
}
