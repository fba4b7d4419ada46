import {
  Injectable,
  Logger,
  type BeforeApplicationShutdown,
  type OnApplicationBootstrap,
  type OnModuleInit,
} from '@nestjs/common';
import { TicksService } from '../market-data/ticks.service.js';
import { Signals } from '../platform/signals.js';
import { Clock } from '../platform/clock.js';
import { isDatabaseOutage } from '../platform/outage.js';
import { AlertBook, type AlertHit } from './alert-book.service.js';
import { AlertFiring } from './alert-firing.service.js';
import { AlertReader, type WaitingAlert } from './alert-reader.service.js';
import { AlertSplits } from './alert-splits.service.js';
import { noticesTopic } from './notice-channel.service.js';

/** The topic of the signal that an alert is to be read anew, with its id. */
const alertsTopic = 'alerts';
/** So many are read at a time, and so many written. */
const pageSize = 2_000;
const writeMax = 500;
const firstRetryMs = 500;
const retryMsMax = 15_000;
/** Clocks of processes differ, and a transaction that began may take a while: what changed shortly before is asked for again. */
const overlapMs = 60_000;
/** All prices were looked at up to so long before a look at what changed: younger changes may still be on their way. */
const progressLagMs = 15_000;
const firstId = '00000000-0000-0000-0000-000000000000';

/**
 * Watches prices for all alerts. Every process has all of them in memory, sees each tick and writes what it hits; the
 * version of the row lets one of them win. What cannot be written, since the database is away, waits and is tried again.
 */
@Injectable()
export class AlertEngine implements OnModuleInit, OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger(AlertEngine.name);
  /** What was hit and is not written yet. */
  private readonly hits = new Map<string, AlertHit>();
  /** What changed and is not read yet. */
  private readonly stale = new Set<string>();
  private working: Promise<void> | undefined;
  private retryTimer: NodeJS.Timeout | undefined;
  private retryMs = firstRetryMs;
  private syncedAt: Date | undefined;
  private isStopped = false;

  constructor(
    private readonly book: AlertBook,
    private readonly reader: AlertReader,
    private readonly firing: AlertFiring,
    private readonly splits: AlertSplits,
    private readonly ticks: TicksService,
    private readonly signals: Signals,
    private readonly clock: Clock,
  ) {}

  /** How many alerts it watches. */
  get size(): number {
    return this.book.size;
  }

  onModuleInit(): void {
    this.ticks.subscribe((tick) => {
      const hits = this.book.take(tick);
      if (hits.length > 0) this.take(hits);
    });
    this.signals.on(alertsTopic, (id) => this.read([id]));
  }

  /** The alerts are there before the server listens. */
  async onApplicationBootstrap(): Promise<void> {
    await this.load();
  }

  async beforeApplicationShutdown(): Promise<void> {
    // What was hit is written now; where the database is away, the next start finds it in the candles.
    clearTimeout(this.retryTimer);
    await this.settle();
    this.isStopped = true;
    clearTimeout(this.retryTimer);
  }

  /** Alerts were made, changed or removed: every process reads them anew. */
  changed(ids: readonly string[]): void {
    for (const id of ids) this.signals.publish(alertsTopic, id);
  }

  /** Reads all that wait, and looks at what their prices did since somebody looked last. */
  async load(): Promise<void> {
    const now = this.clock.now();
    const from = (await this.reader.findProgress()) ?? new Date(0);
    this.changed(await this.splits.apply('all'));
    for (let after: string | undefined = firstId; after !== undefined && !this.isStopped;) {
      const page: WaitingAlert[] = await this.reader.listPage(after, pageSize);
      await this.watch(page, from);
      after = page.length === pageSize ? page.at(-1)?.id : undefined;
    }
    this.syncedAt ??= now;
  }

  /** Reads what changed in other processes, in case nobody said so, and keeps on record how far all prices are looked at. */
  async sync(): Promise<void> {
    const now = this.clock.now();
    const since = new Date((this.syncedAt ?? now).getTime() - overlapMs);
    this.changed(await this.splits.apply('recent'));
    for (let after: string | undefined = firstId; after !== undefined && !this.isStopped;) {
      const page: { id: string; version: number }[] = await this.reader.listChanged(since, after, pageSize);
      this.read(page.filter(({ id, version }) => this.book.versionOf(id) < version).map(({ id }) => id));
      after = page.length === pageSize ? page.at(-1)?.id : undefined;
    }
    this.book.refreshCloses();
    await this.settle();
    this.syncedAt = now;
    if (this.hits.size > 0 || this.stale.size > 0) return;
    await this.reader.saveProgress(new Date(now.getTime() - progressLagMs));
  }

  /** Until all that was hit is written and all that changed is read, or cannot be for now. */
  async settle(): Promise<void> {
    while (this.working) await this.working;
  }

  private read(ids: readonly string[]): void {
    for (const id of ids) this.stale.add(id);
    if (ids.length > 0) this.work();
  }

  private take(hits: readonly AlertHit[]): void {
    for (const hit of hits) {
      const known = this.hits.get(hit.alert.id);
      // The first price that was there is the one to tell, unless it was of an alert that has changed since.
      if (!known || known.alert.version < hit.alert.version) this.hits.set(hit.alert.id, hit);
    }
    if (hits.length > 0) this.work();
  }

  /** One at a time; whoever comes while it works is seen to by the same work. */
  private work(): void {
    if (this.working || this.retryTimer || this.isStopped) return;
    this.working = this.workThrough()
      .then(() => (this.retryMs = firstRetryMs))
      .catch((error: unknown) => this.retryLater(error))
      .finally(() => {
        this.working = undefined;
        // Something may have come at the very end.
        if (this.hits.size > 0 || this.stale.size > 0) this.work();
      })
      .then(() => undefined);
  }

  private retryLater(error: unknown): void {
    const detail = error instanceof Error ? error.stack : error;
    if (isDatabaseOutage(error)) this.logger.warn(`Alerts wait for the database: ${String(error)}`);
    else this.logger.error(detail);
    if (this.isStopped) return;
    this.retryTimer = setTimeout(() => {
      this.retryTimer = undefined;
      this.work();
    }, this.retryMs);
    this.retryMs = Math.min(this.retryMs * 2, retryMsMax);
  }

  private async workThrough(): Promise<void> {
    // A tick may hit something while this waits for the database.
    await Promise.resolve();
    while ((this.hits.size > 0 || this.stale.size > 0) && !this.isStopped) {
      const hits = [...this.hits.values()].slice(0, writeMax);
      if (hits.length > 0) await this.writeAll(hits);
      const ids = [...this.stale].slice(0, pageSize);
      if (ids.length > 0) await this.readNow(ids);
    }
  }

  /** One that cannot be written must not keep the others from it. */
  private async writeAll(hits: readonly AlertHit[]): Promise<void> {
    try {
      await this.write(hits);
    } catch (error) {
      if (hits.length === 1 || isDatabaseOutage(error)) throw error;
      const results: PromiseSettledResult<void>[] = [];
      for (const hit of hits) results.push(...(await Promise.allSettled([this.write([hit])])));
      const failed = results.find((result) => result.status === 'rejected');
      if (failed) throw failed.reason;
    }
  }

  private async write(hits: readonly AlertHit[]): Promise<void> {
    const userIds = await this.firing.write(hits);
    for (const hit of hits) if (this.hits.get(hit.alert.id) === hit) this.hits.delete(hit.alert.id);
    this.changed(hits.map(({ alert }) => alert.id));
    for (const userId of userIds) this.signals.publish(noticesTopic, userId);
  }

  private async readNow(ids: readonly string[]): Promise<void> {
    for (const id of ids) this.stale.delete(id); // what changes from now on is read again
    try {
      const found = await this.reader.listByIds(ids);
      const waiting = new Set(found.map(({ id }) => id));
      for (const id of ids) if (!waiting.has(id)) this.book.forget(id);
      await this.watch(found, new Date(0));
    } catch (error) {
      for (const id of ids) this.stale.add(id);
      throw error;
    }
  }

  /** From now on each tick counts; what came before, since `from` and since the alert waits, is looked up. */
  private async watch(alerts: readonly WaitingAlert[], from: Date): Promise<void> {
    const news = alerts.filter((alert) => this.book.watch(alert));
    if (news.length === 0) return;
    const ranges = await this.reader.listRanges(news, from).catch((error: unknown) => {
      for (const { id } of news) this.book.forget(id); // they are news again when they are read again
      throw error;
    });
    const now = this.clock.now();
    const hits = news.map(
      (alert, index) => this.book.checkRanges(alert, ranges[index] ?? [], now) ?? this.book.checkQuote(alert),
    );
    this.take(hits.filter((hit) => hit !== null));
  }
}
