import { dayOf, daysBetween, type Day } from '@tradeyard/kernel';
import { Injectable } from '@nestjs/common';
import { DataSource, type QueryRunner } from 'typeorm';
import { setTimeout as sleep } from 'node:timers/promises';
import { Clock } from '../platform/clock.js';
import { RateCheckService } from './rate-check.service.js';
import { RateQuarantineService } from './rate-quarantine.service.js';
import type { RateRunEntity, RefreshReason, SourceReport } from './rate-run.entity.js';
import { RateRunsService } from './rate-runs.service.js';
import { SourceError, type RateDay, type RateSource } from './rate-source.provider.js';
import { RateSourcesService } from './rate-sources.service.js';
import { ReferenceRatesService } from './reference-rates.service.js';

export type RefreshCause = { readonly reason: RefreshReason; readonly requestedBy?: string };

/** Any number that nothing else in this database locks; its holder asks the sources. */
const refreshLock = 7_270_004;

/** An administrator waits for the run of another process, which is looked for so often. */
const lookAgainMs = 100;

/** What a process has done just now another one does not do again, unless an administrator says so. */
const freshMs = 10 * 60_000;

/** What happens in one run. */
type Run = {
  readonly runner: QueryRunner;
  readonly stop: AbortSignal;
  readonly now: Date;
  /** Currencies that a source before this one supplies. */
  readonly covered: Set<string>;
};

/** Brings in what the sources have that we have not, after asking whether it can be true. */
@Injectable()
export class RatesRefreshService {
  private running: Promise<RateRunEntity | undefined> | undefined;

  constructor(
    private readonly dataSource: DataSource,
    private readonly references: ReferenceRatesService,
    private readonly sources: RateSourcesService,
    private readonly checks: RateCheckService,
    private readonly quarantine: RateQuarantineService,
    private readonly runs: RateRunsService,
    private readonly clock: Clock,
  ) {}

  /** In this process or another one. */
  async isRunning(): Promise<boolean> {
    const held: unknown[] = await this.dataSource.query(
      `select 1 from pg_locks where locktype = 'advisory' and objid = $1 and granted
         and database = (select oid from pg_database where datname = current_database())`,
      [refreshLock],
    );
    return held.length > 0;
  }

  /**
   * Across all processes one at a time; who comes meanwhile gets the same run.
   * Undefined where another process is at it or has just been, unless an
   * administrator asks: that waits for the run of the other. What a source does
   * wrong is in the run; what is wrong with us is thrown, and so is the reason of `stop`.
   */
  refresh(cause: RefreshCause, stop: AbortSignal): Promise<RateRunEntity | undefined> {
    this.running ??= this.refreshLocked(cause, stop).finally(() => (this.running = undefined));
    return this.running;
  }

  /** Ends when nothing is under way any more, however that went. */
  async whenIdle(): Promise<void> {
    await this.running?.catch(() => undefined);
  }

  /** Days since the newest rate; undefined when there is none. */
  async findAge(): Promise<{ last: Day; ageDays: number } | undefined> {
    const span = await this.references.findSpan();
    return span ? { last: span.last, ageDays: daysBetween(span.last, dayOf(this.clock.now())) } : undefined;
  }

  private async refreshLocked(cause: RefreshCause, stop: AbortSignal): Promise<RateRunEntity | undefined> {
    const runner = this.dataSource.createQueryRunner();
    try {
      let isOurs = await tryLock(runner);
      const before = isOurs ? null : await this.runs.findLast();
      const hasWaited = !isOurs;
      while (!isOurs) {
        if (cause.reason !== 'admin') return undefined;
        await sleep(lookAgainMs, undefined, { signal: stop });
        isOurs = await tryLock(runner);
      }
      try {
        const last = await this.runs.findLast();
        if (hasWaited && last && last.id !== before?.id) return last;
        if (cause.reason !== 'admin' && last && this.isFresh(last)) return undefined;
        return await this.run(cause, runner, stop);
      } finally {
        await runner.query('select pg_advisory_unlock($1)', [refreshLock]);
      }
    } finally {
      await runner.release();
    }
  }

  private isFresh({ startedAt }: RateRunEntity): boolean {
    const ageMs = this.clock.now().getTime() - startedAt.getTime();
    return ageMs >= 0 && ageMs < freshMs;
  }

  private async run(
    { reason, requestedBy }: RefreshCause,
    runner: QueryRunner,
    stop: AbortSignal,
  ): Promise<RateRunEntity> {
    const startedAt = this.clock.now();
    const run: Run = { runner, stop, now: startedAt, covered: new Set() };
    const reports: SourceReport[] = [];
    for (const source of this.sources.sources) {
      // What one before it should have given and did not is asked of this one, also where nothing of its own is missing.
      const isNeeded = reason === 'admin' || reports.some(hasLeftSomething);
      const report = await this.ask(source, run, isNeeded);
      reports.push(report);
      const since = report.date ?? source.calendar.newestDay(startedAt);
      const covered = await this.sources.listCovered(runner, source, since);
      for (const currency of covered) run.covered.add(currency);
    }
    return this.runs.add({
      reason,
      requestedBy: requestedBy ?? null,
      startedAt,
      endedAt: this.clock.now(),
      complete: reports.every(({ outcome }) => outcome === 'stored' || outcome === 'up_to_date'),
      sources: reports,
    });
  }

  private async ask(source: RateSource, run: Run, isNeeded: boolean): Promise<SourceReport> {
    const { name, label } = source;
    const report = { name, label, date: null, stored: 0, quarantined: 0, message: null };
    const missing = await this.sources.findMissingDays(run.runner, source, run.now);
    const days = missing.length === 0 && isNeeded ? [source.calendar.newestDay(run.now)] : missing;
    if (days.length === 0) return { ...report, outcome: 'up_to_date' };
    try {
      const answer = await source.fetchDays(days, run.stop);
      const date = this.checks.requireDate(answer, source.calendar.dueDay(run.now), run.now);
      const { stored, quarantined } = await this.store(source, answer, run);
      const isLate = date < source.calendar.newestDay(run.now);
      const outcome = isLate ? 'late' : stored > 0 ? 'stored' : 'up_to_date';
      return { ...report, outcome, date, stored, quarantined };
    } catch (error) {
      if (!(error instanceof SourceError)) throw error;
      return { ...report, outcome: error.outcome, message: error.message };
    }
  }

  private async store(
    source: RateSource,
    answer: readonly RateDay[],
    { covered }: Run,
  ): Promise<{ stored: number; quarantined: number }> {
    const days = answer.map(({ date, rates }) => ({
      date,
      rates: rates.filter(({ currency }) => !covered.has(currency)),
    }));
    const { believed, suspected } = await this.checks.check(days);
    return this.dataSource.transaction(async (manager) => {
      await this.references.lockForWriting(manager);
      const over = this.sources.listReplaceable(source);
      const { inserted, updated } = await this.references.store(manager, source.label, believed, over);
      await this.quarantine.record(manager, source.label, suspected, believed);
      return { stored: inserted + updated, quarantined: suspected.length };
    });
  }
}

const hasLeftSomething = ({ outcome, quarantined }: SourceReport): boolean =>
  outcome === 'failed' || outcome === 'refused' || quarantined > 0;

async function tryLock(runner: QueryRunner): Promise<boolean> {
  const [lock] = (await runner.query('select pg_try_advisory_lock($1) as locked', [refreshLock])) as {
    locked: boolean;
  }[];
  return lock?.locked ?? false;
}
