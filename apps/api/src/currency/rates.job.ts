import { frankfurtDay } from '@tradeyard/kernel';
import {
  Injectable,
  Logger,
  type BeforeApplicationShutdown,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { Cron, SchedulerRegistry } from '@nestjs/schedule';
import { Clock } from '../platform/clock.js';
import { Problem } from '../platform/problem.js';
import type { RateRunEntity, RefreshReason, SourceReport } from './rate-run.entity.js';
import { RateRunsService } from './rate-runs.service.js';
import { RatesRefreshService } from './rates-refresh.service.js';

/** The central bank publishes at about four in the afternoon; at weekends others still do. */
const daily = {
  name: 'rates',
  time: '30 16 * * *',
  timeZone: 'Europe/Berlin',
  afterMidnightMs: 16.5 * 3_600_000,
};
const hourly = { name: 'rates-catch-up', time: '5 * * * *' };

/**
 * Refreshes the rates once a day, and catches up at boot and every hour where
 * that did not work or nobody was there. Nobody waits for it.
 */
@Injectable()
export class RatesJob implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger(RatesJob.name);
  private readonly stopping = new AbortController();
  private running: Promise<void> | undefined;

  constructor(
    private readonly rates: RatesRefreshService,
    private readonly runs: RateRunsService,
    private readonly scheduler: SchedulerRegistry,
    private readonly clock: Clock,
  ) {}

  onApplicationBootstrap(): void {
    void this.catchUp();
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.stopping.abort(new Problem('service_unavailable', 'The server is stopping'));
    await this.running;
    await this.rates.whenIdle();
  }

  @Cron(daily.time, { name: daily.name, timeZone: daily.timeZone })
  refresh(): Promise<void> {
    return this.once(() => this.attempt('schedule'));
  }

  @Cron(hourly.time, { name: hourly.name })
  catchUp(): Promise<void> {
    return this.once(async () => {
      if (await this.isDue()) await this.attempt('catch_up');
    });
  }

  /** For an administrator, who waits for it and gets what became of it. */
  async refreshFor(requestedBy: string): Promise<RateRunEntity> {
    const run = await this.rates.refresh({ reason: 'admin', requestedBy }, this.stopping.signal);
    if (run) return run;
    // A scheduled refresh was under way in this process, and left it to another one.
    return this.refreshFor(requestedBy);
  }

  /** When the rates are asked for next: within an hour where something is missing. */
  findNextRunAt(last: RateRunEntity | null): Date {
    const { name } = last?.complete ? daily : hourly;
    const { cronTime } = this.scheduler.getCronJob(name);
    return cronTime.getNextDateFrom(this.clock.now(), cronTime.timeZone).toJSDate();
  }

  private async isDue(): Promise<boolean> {
    const last = await this.runs.findLast();
    return !last?.complete || dayOfRefresh(last.startedAt) < dayOfRefresh(this.clock.now());
  }

  /** Whoever comes while it runs waits for the same run. */
  private once(work: () => Promise<void>): Promise<void> {
    this.running ??= work()
      .catch((error: unknown) => {
        if (!this.stopping.signal.aborted) this.logger.error(error instanceof Error ? error.stack : error);
      })
      .finally(() => (this.running = undefined));
    return this.running;
  }

  private async attempt(reason: RefreshReason): Promise<void> {
    const run = await this.rates.refresh({ reason }, this.stopping.signal);
    if (!run) return;
    const { sources, complete } = run;
    const told = sources.map(tell).join('. ');
    if (complete) {
      this.logger.log(told || 'No source of rates is asked');
      return;
    }
    const age = await this.rates.findAge();
    const kept = age
      ? `The newest rates in use are of ${age.last}, ${days(age.ageDays)} old`
      : 'There are no rates at all';
    this.logger.warn(`${told}. ${kept}; the next try is within an hour.`);
  }
}

/** The last day on whose afternoon a refresh was due. */
const dayOfRefresh = (at: Date): string => frankfurtDay(new Date(at.getTime() - daily.afterMidnightMs));

function tell({ label, outcome, date, stored, quarantined, message }: SourceReport): string {
  const aside = quarantined > 0 ? `, ${quarantined} put in quarantine` : '';
  if (message !== null) return `${label} ${message}`;
  if (outcome === 'late') return `${label} has no rates after ${date ?? 'those we have'} yet${aside}`;
  return stored > 0
    ? `${label} is of ${date ?? ''}: ${stored} rates stored${aside}`
    : `${label} has nothing new${aside}`;
}

const days = (count: number): string => `${count} day${count === 1 ? '' : 's'}`;
