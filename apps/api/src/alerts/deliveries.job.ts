import { Injectable, Logger, type BeforeApplicationShutdown } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { isDatabaseOutage } from '../platform/outage.js';
import { DeliveriesService } from './deliveries.service.js';

/** Nobody waits longer for a message to leave; asking costs one look into an index. */
const everyMs = 1_000;
/** While receivers of one round are slow, others are sent to. */
const lanes = 3;

/** Has sent what waits to be sent. */
@Injectable()
export class DeliveriesJob implements BeforeApplicationShutdown {
  private readonly logger = new Logger(DeliveriesJob.name);
  private readonly running = new Set<Promise<void>>();
  private isStopping = false;
  private isFailing = false;

  constructor(private readonly deliveries: DeliveriesService) {}

  async beforeApplicationShutdown(): Promise<void> {
    this.isStopping = true;
    await Promise.all(this.running);
  }

  @Interval('deliveries', everyMs)
  run(): Promise<void> {
    if (this.isStopping || this.running.size >= lanes) return Promise.resolve();
    const lane = this.sendAll().finally(() => this.running.delete(lane));
    this.running.add(lane);
    return lane;
  }

  private async sendAll(): Promise<void> {
    try {
      while (!this.isStopping && (await this.deliveries.sendDue()) > 0);
      this.isFailing = false;
    } catch (error) {
      if (!isDatabaseOutage(error)) this.logger.error(error instanceof Error ? error.stack : error);
      else if (!this.isFailing) this.logger.warn(`Messages wait for the database: ${String(error)}`);
      this.isFailing = true;
    }
  }
}
