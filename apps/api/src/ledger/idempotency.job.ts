import { Injectable, Logger } from '@nestjs/common';
import { Cron } from '@nestjs/schedule';
import { DataSource } from 'typeorm';
import { Clock } from '../platform/clock.js';

/** Whoever repeats a request does so within the day; the second one is for those who count in other zones. */
const keysLiveMs = 48 * 3_600_000;
/** So many at a time lock nothing for long. */
const batchSize = 5_000;

/** Forgets the answers to requests that nobody will repeat any more. */
@Injectable()
export class IdempotencyJob {
  private readonly logger = new Logger(IdempotencyJob.name);

  constructor(
    private readonly dataSource: DataSource,
    private readonly clock: Clock,
  ) {}

  @Cron('17 * * * *', { name: 'idempotency' })
  async run(): Promise<void> {
    try {
      await this.prune();
    } catch (error) {
      this.logger.error(error instanceof Error ? error.stack : error);
    }
  }

  /** How many were forgotten. Several processes may do it at once: each leaves alone what another is at. */
  async prune(): Promise<number> {
    const before = new Date(this.clock.now().getTime() - keysLiveMs);
    for (let pruned = 0; ;) {
      const [, count] = await this.dataSource.query<[unknown, number]>(
        `delete from idempotency where (user_id, key) in (
           select user_id, key from idempotency where at < $1 order by at limit $2 for update skip locked)`,
        [before, batchSize],
      );
      pruned += count;
      if (count < batchSize) return pruned;
    }
  }
}
