import { Injectable, Logger, type BeforeApplicationShutdown } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { DomainError } from '@tradeyard/kernel';
import { Clock } from '../platform/clock.js';
import { HoldsReader, type KnownHold } from './holds-reader.service.js';
import { HoldsService } from './holds.service.js';

/** Nobody misses money for longer than this after a hold has ended; asking costs one look into an index. */
const everyMs = 5_000;
/** So many share one group of the ledger, and leave room in it for others. */
const pageSize = 200;

/**
 * Frees what is held longer than was agreed. Several processes may do it at
 * once: a hold ends once, and the others find it closed.
 */
@Injectable()
export class HoldsJob implements BeforeApplicationShutdown {
  private readonly logger = new Logger(HoldsJob.name);
  private running: Promise<void> | undefined;
  private isStopping = false;

  constructor(
    private readonly reader: HoldsReader,
    private readonly holds: HoldsService,
    private readonly clock: Clock,
  ) {}

  async beforeApplicationShutdown(): Promise<void> {
    this.isStopping = true;
    await this.running;
  }

  /** Whoever comes while it runs waits for the same run. */
  @Interval('holds', everyMs)
  run(): Promise<void> {
    this.running ??= this.expireDue()
      .catch((error: unknown) => this.log(error))
      .finally(() => (this.running = undefined));
    return this.running;
  }

  private async expireDue(): Promise<void> {
    const at = this.clock.now();
    let due: KnownHold[] = [];
    do {
      if (this.isStopping) return;
      due = await this.reader.listDue(at, pageSize, due.at(-1)?.hold);
      for (const result of await this.holds.expire(due, 'holds job')) {
        if (result.status === 'rejected' && !isClosed(result.reason)) this.log(result.reason);
      }
    } while (due.length === pageSize);
  }

  private log(error: unknown): void {
    this.logger.error(error instanceof Error ? error.stack : error);
  }
}

const isClosed = (error: unknown): boolean => error instanceof DomainError && error.code === 'hold_closed';
