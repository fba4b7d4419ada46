import {
  Injectable,
  Logger,
  type BeforeApplicationShutdown,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { Cron } from '@nestjs/schedule';
import { Clock } from '../platform/clock.js';
import { SourceError } from './ecb.provider.js';
import { RatesRefreshService } from './rates-refresh.service.js';

/** On weekends and holidays the newest rate is older than a day and rightly so: one answer is enough for so long. */
const answerLastsMs = 20 * 3_600_000;

/**
 * Refreshes the rates when the European Central Bank has published new ones, and
 * catches up at boot and every hour where that did not work. Nobody waits for it.
 */
@Injectable()
export class RatesJob implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger(RatesJob.name);
  private readonly stopping = new AbortController();
  private running: Promise<void> | undefined;
  private hasFailed = false;
  private answeredAtMs = -Infinity;

  constructor(
    private readonly rates: RatesRefreshService,
    private readonly clock: Clock,
  ) {}

  onApplicationBootstrap(): void {
    void this.catchUp();
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.stopping.abort();
    await this.running;
  }

  /** The bank publishes at about four in the afternoon on its working days. */
  @Cron('30 16 * * 1-5', { name: 'rates', timeZone: 'Europe/Berlin' })
  refresh(): Promise<void> {
    return this.once(() => this.attempt());
  }

  @Cron('5 * * * *', { name: 'rates-catch-up' })
  catchUp(): Promise<void> {
    return this.once(async () => {
      if (await this.isDue()) await this.attempt();
    });
  }

  private async isDue(): Promise<boolean> {
    if (this.hasFailed) return true;
    if (this.clock.now().getTime() - this.answeredAtMs < answerLastsMs) return false;
    const age = await this.rates.findAge();
    return !age || age.ageDays > 1;
  }

  /** Whoever comes while it runs waits for the same run. */
  private once(work: () => Promise<void>): Promise<void> {
    this.running ??= work()
      .catch((error: unknown) => this.logger.error(error instanceof Error ? error.stack : error))
      .finally(() => (this.running = undefined));
    return this.running;
  }

  private async attempt(): Promise<void> {
    try {
      const refresh = await this.rates.refresh(this.stopping.signal);
      this.hasFailed = false;
      if (refresh.outcome === 'skipped') return;
      this.answeredAtMs = this.clock.now().getTime();
      this.logger.log(`The ECB's newest rates are of ${refresh.date}: ${refresh.stored} stored`);
    } catch (error) {
      if (this.stopping.signal.aborted) return;
      this.hasFailed = true;
      if (!(error instanceof SourceError)) throw error;
      const age = await this.rates.findAge();
      const kept = age
        ? `Those of ${age.last} stay in use, ${days(age.ageDays)} old`
        : 'There are none at all';
      this.logger.warn(`No new rates: the ECB ${error.message}. ${kept}; the next try is within an hour.`);
    }
  }
}

const days = (count: number): string => `${count} day${count === 1 ? '' : 's'}`;
