import { setTimeout as sleep } from 'node:timers/promises';
import { Injectable, Logger, type BeforeApplicationShutdown } from '@nestjs/common';
import { Cron } from '@nestjs/schedule';
import { DataSource } from 'typeorm';
import { Clock } from '../platform/clock.js';

/** Whoever repeats a request does so within the day; the second one is for those who count in other zones. */
const keysLiveMs = 48 * 3_600_000;
/** So many at a time lock nothing for long. */
const batchSize = 5_000;
/** Between two batches, for those who move money meanwhile. */
const pauseMs = 20;

/** Forgets the answers to requests that nobody will repeat any more. */
@Injectable()
export class IdempotencyJob implements BeforeApplicationShutdown {
  private readonly logger = new Logger(IdempotencyJob.name);
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
  @Cron('17 * * * *', { name: 'idempotency' })
  run(): Promise<void> {
    this.running ??= this.prune()
      .catch((error: unknown) => this.logger.error(error instanceof Error ? error.stack : error))
      .finally(() => (this.running = undefined));
    return this.running;
  }

  /** Several processes may do it at once: each leaves alone what another is at. */
  private async prune(): Promise<void> {
    const before = new Date(this.clock.now().getTime() - keysLiveMs);
    while (!this.isStopping) {
      const [, count] = await this.dataSource.query<[unknown, number]>(
        // In no order, which would sort all that is due for each batch; and by the rows' places, which are locked until
        // then: by their keys Postgres may read the whole table.
        `delete from idempotency where ctid = any (array(
           select ctid from idempotency where at < $1 limit $2 for update skip locked))`,
        [before, batchSize],
      );
      if (count < batchSize) return;
      await sleep(pauseMs);
    }
  }
}
