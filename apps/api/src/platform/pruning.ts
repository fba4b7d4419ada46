import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from '@nestjs/common';

/** So many at a time lock nothing for long. */
const batchSize = 5_000;
/** Between two batches, for those who work with the table meanwhile. */
const pauseMs = 20;

/**
 * Forgets rows that nobody needs any more, batch after batch. `removeBatch`
 * removes at most `limit` of them and answers how many they were; several
 * processes may be at it at once when it leaves alone what another one has locked.
 */
export class Pruning {
  private running: Promise<void> | undefined;
  private isStopping = false;

  constructor(
    private readonly logger: Logger,
    private readonly removeBatch: (limit: number) => Promise<number>,
  ) {}

  /** Whoever comes while it runs waits for the same run; a failure is logged, the next run goes on. */
  run(): Promise<void> {
    this.running ??= this.prune()
      .catch((error: unknown) => this.logger.error(error instanceof Error ? error.stack : error))
      .finally(() => (this.running = undefined));
    return this.running;
  }

  /** Ends after the batch that is under way. */
  async stop(): Promise<void> {
    this.isStopping = true;
    await this.running;
  }

  private async prune(): Promise<void> {
    while (!this.isStopping) {
      if ((await this.removeBatch(batchSize)) < batchSize) return;
      await sleep(pauseMs);
    }
  }
}
