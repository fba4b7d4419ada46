import { Injectable, Logger, type BeforeApplicationShutdown } from '@nestjs/common';
import { Cron, Interval } from '@nestjs/schedule';
import { DataSource } from 'typeorm';
import { Clock } from '../platform/clock.js';
import { isDatabaseOutage } from '../platform/outage.js';
import { Signals } from '../platform/signals.js';
import { Pruning } from '../platform/pruning.js';
import { AlertEngine } from './alert-engine.service.js';

const syncEveryMs = 10_000;
const expireEveryMs = 15_000;
/** So many end with one statement. */
const expireMax = 1_000;
const dayMs = 86_400_000;
/** For who looks back; alerts that ended are of the same age at most. */
const noticesLiveMs = 90 * dayMs;
const deliveriesLiveMs = 30 * dayMs;

const expire = `
  update alert set status = 'expired', version = version + 1, changed_at = $1
  where id = any (array(
    select id from alert where expires_at <= $1 and status in ('active', 'resting', 'paused')
    limit ${expireMax} for update skip locked))
  returning id`;

/** What has to be done from time to time. Several processes may do it at once. */
@Injectable()
export class AlertsJob implements BeforeApplicationShutdown {
  private readonly logger = new Logger(AlertsJob.name);
  private readonly running = new Map<string, Promise<void>>();
  private readonly prunings: readonly Pruning[];
  private isStopping = false;

  constructor(
    private readonly dataSource: DataSource,
    private readonly engine: AlertEngine,
    private readonly clock: Clock,
    signals: Signals,
  ) {
    signals.onGap(() => void this.sync());
    const forgetting = (table: string, which: string, liveMs: number) =>
      new Pruning(this.logger, (limit) => this.removeBatch(table, which, liveMs, limit));
    this.prunings = [
      forgetting('notice', 'at < $1', noticesLiveMs),
      forgetting('alert', `changed_at < $1 and status in ('fired', 'expired')`, noticesLiveMs),
      forgetting('delivery', `created_at < $1 and status <> 'pending'`, deliveriesLiveMs),
    ];
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.isStopping = true;
    await Promise.all([...this.running.values(), ...this.prunings.map((each) => each.stop())]);
  }

  @Interval('alerts sync', syncEveryMs)
  sync(): Promise<void> {
    return this.once('sync', () => this.engine.sync());
  }

  /** Whatever a process may have missed in an hour, it has again. */
  @Cron('47 * * * *', { name: 'alerts load' })
  load(): Promise<void> {
    return this.once('load', () => this.engine.load());
  }

  @Interval('alerts expire', expireEveryMs)
  expire(): Promise<void> {
    return this.once('expire', async () => {
      for (let count = expireMax; count === expireMax && !this.isStopping;) {
        const [rows] = await this.dataSource.query<[{ id: string }[], number]>(expire, [this.clock.now()]);
        this.engine.changed(rows.map(({ id }) => id));
        count = rows.length;
      }
    });
  }

  @Cron('27 * * * *', { name: 'alerts prune' })
  async prune(): Promise<void> {
    for (const pruning of this.prunings) await pruning.run();
  }

  /** Whoever comes while it runs waits for the same run; while the database is away there is another one soon. */
  private once(name: string, work: () => Promise<void>): Promise<void> {
    const running = this.running.get(name) ?? this.attempt(name, work);
    this.running.set(name, running);
    return running;
  }

  private async attempt(name: string, work: () => Promise<void>): Promise<void> {
    try {
      if (!this.isStopping) await work();
    } catch (error) {
      if (isDatabaseOutage(error))
        this.logger.warn(`Alerts: ${name} waits for the database: ${String(error)}`);
      else this.logger.error(error instanceof Error ? error.stack : error);
    } finally {
      this.running.delete(name);
    }
  }

  private async removeBatch(table: string, which: string, liveMs: number, limit: number): Promise<number> {
    const before = new Date(this.clock.now().getTime() - liveMs);
    const [, count] = await this.dataSource.query<[unknown, number]>(
      `delete from ${table} where ctid = any (array(
         select ctid from ${table} where ${which} limit $2 for update skip locked))`,
      [before, limit],
    );
    return count;
  }
}
