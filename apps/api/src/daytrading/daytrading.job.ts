import {
  Injectable,
  Logger,
  type BeforeApplicationShutdown,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { Config } from '../platform/config.js';
import { isDatabaseOutage } from '../platform/outage.js';
import { DayTriggers } from './day-triggers.service.js';
import { DaytradingOwner } from './daytrading-owner.service.js';

/** So late money may come back that nobody committed; asking costs a look into two small indexes. */
const everyMs = 1_000;

type Task = 'expire' | 'refresh';

/** Tends what traders have armed and what expires, in the process that is to do it. */
@Injectable()
export class DaytradingJob implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger(DaytradingJob.name);
  private readonly running = new Map<Task, Promise<void>>();
  private isStopping = false;

  constructor(
    private readonly config: Config,
    private readonly owner: DaytradingOwner,
    private readonly triggers: DayTriggers,
  ) {}

  /** Without a quote server no price moves, and there is nothing to tend. */
  async onApplicationBootstrap(): Promise<void> {
    if (this.config.quoteServer) await this.owner.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.isStopping = true;
    await Promise.all(this.running.values());
    await this.triggers.settled();
    await this.owner.stop();
  }

  /** Whoever comes while one of both runs waits for the same run of it: a quote server that is silent keeps no money back. */
  @Interval('daytrading', everyMs)
  async run(): Promise<void> {
    await Promise.all([this.tend('expire'), this.tend('refresh')]);
  }

  private tend(what: Task): Promise<void> {
    if (this.isStopping || !this.owner.isOwner) return Promise.resolve();
    const running =
      this.running.get(what) ??
      this.triggers[what]()
        .catch((error: unknown) => {
          if (isDatabaseOutage(error))
            this.logger.warn(`Day trading waits for the database: ${String(error)}`);
          else this.logger.error(error instanceof Error ? error.stack : error);
        })
        .finally(() => this.running.delete(what));
    this.running.set(what, running);
    return running;
  }
}
