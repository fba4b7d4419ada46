import { Injectable, Logger, type BeforeApplicationShutdown } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { DataSource } from 'typeorm';
import { Clock } from '../platform/clock.js';
import { Pruning } from '../platform/pruning.js';
import { FiguresService } from './figures.service.js';

const writeEveryMs = 1_000;
const pruneEveryMs = 60_000;
/** Seconds are of interest while one looks at a run; the totals of it stay. */
const secondsLiveMs = 3_600_000;

/** Writes the figures of running workloads, and forgets those of seconds long ago. */
@Injectable()
export class FiguresJob implements BeforeApplicationShutdown {
  private readonly pruning = new Pruning(new Logger(FiguresJob.name), (limit) => this.removeBatch(limit));

  constructor(
    private readonly dataSource: DataSource,
    private readonly clock: Clock,
    private readonly figures: FiguresService,
  ) {}

  beforeApplicationShutdown(): Promise<void> {
    return this.pruning.stop();
  }

  @Interval('daytrading figures', writeEveryMs)
  write(): Promise<void> {
    return this.figures.write();
  }

  @Interval('daytrading figures prune', pruneEveryMs)
  prune(): Promise<void> {
    return this.pruning.run();
  }

  private async removeBatch(limit: number): Promise<number> {
    const before = new Date(this.clock.now().getTime() - secondsLiveMs);
    const [, count] = await this.dataSource.query<[unknown, number]>(
      `delete from daytrading_second where ctid = any (array(
         select ctid from daytrading_second where at < $1 limit $2 for update skip locked))`,
      [before, limit],
    );
    return count;
  }
}
