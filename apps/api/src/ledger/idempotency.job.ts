import { Injectable, Logger, type BeforeApplicationShutdown } from '@nestjs/common';
import { Cron } from '@nestjs/schedule';
import { DataSource } from 'typeorm';
import { Clock } from '../platform/clock.js';
import { Pruning } from '../platform/pruning.js';

/** Whoever repeats a request does so within the day; the second one is for those who count in other zones. */
const keysLiveMs = 48 * 3_600_000;

/** Forgets the answers to requests that nobody will repeat any more. */
@Injectable()
export class IdempotencyJob implements BeforeApplicationShutdown {
  private readonly pruning = new Pruning(new Logger(IdempotencyJob.name), (limit) => this.removeBatch(limit));

  constructor(
    private readonly dataSource: DataSource,
    private readonly clock: Clock,
  ) {}

  beforeApplicationShutdown(): Promise<void> {
    return this.pruning.stop();
  }

  @Cron('17 * * * *', { name: 'idempotency' })
  run(): Promise<void> {
    return this.pruning.run();
  }

  private async removeBatch(limit: number): Promise<number> {
    const before = new Date(this.clock.now().getTime() - keysLiveMs);
    const [, count] = await this.dataSource.query<[unknown, number]>(
      // In no order, which would sort all that is due for each batch; and by the rows' places, which are locked until
      // then: by their keys Postgres may read the whole table.
      `delete from idempotency where ctid = any (array(
         select ctid from idempotency where at < $1 limit $2 for update skip locked))`,
      [before, limit],
    );
    return count;
  }
}
