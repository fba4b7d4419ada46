import { Injectable, Logger, type BeforeApplicationShutdown } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { LeagueResultsService } from './league-results.service.js';

/** Results are of the prices of at most so long after the end; asking costs one look into an index. */
const everyMs = 2_000;

/** Stores the results of leagues that have ended. */
@Injectable()
export class LeaguesJob implements BeforeApplicationShutdown {
  private readonly logger = new Logger(LeaguesJob.name);
  private running: Promise<void> | undefined;

  constructor(private readonly results: LeagueResultsService) {}

  async beforeApplicationShutdown(): Promise<void> {
    await this.running;
  }

  /** Whoever comes while it runs waits for the same run. */
  @Interval('leagues', everyMs)
  run(): Promise<void> {
    this.running ??= this.results
      .freezeDue()
      .catch((error: unknown) => this.logger.error(error instanceof Error ? error.stack : error))
      .finally(() => (this.running = undefined));
    return this.running;
  }
}
