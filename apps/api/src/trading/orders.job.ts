import { Injectable, Logger, type BeforeApplicationShutdown } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { isDatabaseOutage } from '../platform/outage.js';
import { OrderEngine } from './order-engine.service.js';

/** So late an order may end, or wake up; asking costs a look into two small indexes. */
const everyMs = 1_000;

/** Tends the orders that rest, in the process that watches them. */
@Injectable()
export class OrdersJob implements BeforeApplicationShutdown {
  private readonly logger = new Logger(OrdersJob.name);
  private running: Promise<void> | undefined;
  private isStopping = false;

  constructor(private readonly engine: OrderEngine) {}

  async beforeApplicationShutdown(): Promise<void> {
    this.isStopping = true;
    await this.running;
  }

  /** Whoever comes while it runs waits for the same run. */
  @Interval('orders', everyMs)
  run(): Promise<void> {
    if (this.isStopping) return Promise.resolve();
    this.running ??= this.engine
      .tend()
      .catch((error: unknown) => {
        if (isDatabaseOutage(error)) this.logger.warn(`Orders wait for the database: ${String(error)}`);
        else this.logger.error(error instanceof Error ? error.stack : error);
      })
      .finally(() => (this.running = undefined));
    return this.running;
  }
}
