import {
  Injectable,
  Logger,
  type BeforeApplicationShutdown,
  type OnApplicationBootstrap,
  type OnModuleInit,
} from '@nestjs/common';
import type { Tick } from '@tradeyard/market';
import { TicksService } from '../market-data/ticks.service.js';
import { Clock } from '../platform/clock.js';
import { isDatabaseOutage } from '../platform/outage.js';
import { Signals } from '../platform/signals.js';
import { CorporateEvents } from './corporate-events.service.js';
import { MarketHours } from './market-hours.service.js';
import { restingSignal } from './order-announcer.service.js';
import { OrderBook } from './order-book.service.js';
import { OrderFilling, type Reached } from './order-filling.service.js';
import { OrderOwner } from './order-owner.service.js';
import { OrderWatching } from './order-watching.service.js';
import { RestingReader, type RestingCursor } from './resting-reader.service.js';
import { everybody, TradingStops } from './trading-stops.service.js';

/** So many are read and decided at a time, and so many such batches are on their way at once. */
const batchSize = 1_000;
const batchesMax = 3;
const firstRetryMs = 250;
const retryMsMax = 10_000;
/** Clocks of processes differ, and a change may be on its way: what is on record as looked at is older than that. */
const progressLagMs = 15_000;
/** What changed shortly before the last look is asked for again. */
const overlapMs = 30_000;
/** So often, and so many at most: the newest. */
const syncMs = 5_000;
const changedMax = 5_000;

/**
 * Watches prices for all orders that rest. One process does so, the owner of a lock; when it dies another one takes over,
 * looks at the prices since the last that was looked at for certain, and goes on. What a tick hits is written in order, and
 * what cannot be written, since the database is away, waits and is tried again.
 */
@Injectable()
export class OrderEngine implements OnModuleInit, OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger(OrderEngine.name);
  /** What was reached and is not written yet, the oldest first. */
  private readonly reached = new Map<string, Reached>();
  /** What is being written. */
  private readonly writing = new Map<string, Reached>();
  /** What changed and is not read yet. */
  private readonly stale = new Set<string>();
  private isReading = false;
  private readonly working = new Set<Promise<void>>();
  private loading: Promise<void> | undefined;
  private retryTimer: NodeJS.Timeout | undefined;
  private retryMs = firstRetryMs;
  private syncedAt: Date | undefined;
  private isStopped = false;
  /** Owns the lock, and has all orders in memory, or is about to. */
  private isWatching = false;
  /** Counts how often the lock was won or lost. */
  private term = 0;

  constructor(
    private readonly book: OrderBook,
    private readonly watching: OrderWatching,
    private readonly filling: OrderFilling,
    private readonly reader: RestingReader,
    private readonly owner: OrderOwner,
    private readonly hours: MarketHours,
    private readonly stops: TradingStops,
    private readonly events: CorporateEvents,
    private readonly ticks: TicksService,
    private readonly signals: Signals,
    private readonly clock: Clock,
  ) {}

  /** How many orders it watches. */
  get size(): number {
    return this.book.size;
  }

  onModuleInit(): void {
    this.ticks.subscribe((tick) => this.take(tick));
    this.signals.on(restingSignal, (id) => this.changed([id]));
    this.owner.onChange(() => {
      this.isWatching = false;
      this.term += 1;
      if (this.owner.isOwner) this.load();
    });
  }

  /** The orders are there before the server listens, where this process is the one that watches them. */
  async onApplicationBootstrap(): Promise<void> {
    await this.owner.start();
    await this.loading;
  }

  async beforeApplicationShutdown(): Promise<void> {
    // What was reached is written now; where the database is away, the next owner finds it in the prices.
    clearTimeout(this.retryTimer);
    await this.settle();
    this.isStopped = true;
    clearTimeout(this.retryTimer);
    await this.owner.stop();
  }

  /** Looks what a price hits. It waits for nothing. */
  take(tick: Tick): void {
    if (!this.isWatching || !this.hours.isOpen(tick.symbol, tick.atMs) || this.stops.find(everybody)) return;
    if (this.events.isAwaited(tick)) return;
    const hits = this.book.take(tick.symbol, tick);
    if (hits.length === 0) return;
    for (const { id, watermark } of hits) this.reach({ id, tick, watermark, wasMissed: false });
    this.work();
  }

  /** Orders were placed or changed: they are read anew. */
  changed(ids: readonly string[]): void {
    if (!this.isWatching && !this.loading) return;
    for (const id of ids) this.stale.add(id);
    this.work();
  }

  /** What has to be done from time to time: ends orders in time, wakes up those whose time has come, keeps records. */
  async tend(): Promise<void> {
    if (!this.isWatching) return;
    const now = this.clock.now();
    await this.events.tend((ids) => this.changed(ids));
    this.changed(this.book.takeDue(now));
    const limit = batchSize;
    for (let due = limit; due === limit && !this.isStopped;) {
      due = await this.filling.expire(await this.reader.listDue(now, limit));
    }
    if (!this.syncedAt || now.getTime() - this.syncedAt.getTime() >= syncMs) await this.sync();
  }

  /** Until all that was reached is written and all that changed is read, or cannot be for now. */
  async settle(): Promise<void> {
    await this.loading;
    while (this.working.size > 0) await Promise.all(this.working);
  }

  /** Reads what changed in case nobody said so, and records how far all prices were looked at. */
  async sync(): Promise<void> {
    if (!this.isWatching) return;
    const now = this.clock.now();
    const since = new Date((this.syncedAt ?? now).getTime() - overlapMs);
    this.changed(await this.reader.listChanged(since, changedMax));
    await this.watching.saveWatermarks();
    await this.settle();
    this.syncedAt = now;
    if (this.reached.size > 0 || this.stale.size > 0) return;
    await this.reader.saveProgress(new Date(now.getTime() - progressLagMs));
  }

  private load(): void {
    const { term } = this;
    this.loading ??= this.loadAll(term)
      .catch((error: unknown) => this.retryLater(error, () => this.load()))
      .finally(() => {
        this.loading = undefined;
        // The lock may have been lost and won again meanwhile.
        if (this.owner.isOwner && term !== this.term) this.load();
        this.work();
      });
  }

  private async loadAll(term: number): Promise<void> {
    // What was ordered before a split is not to meet the prices after it.
    await this.events.begin();
    const from = (await this.reader.findProgress()) ?? new Date(0);
    const isTerm = (): boolean => term === this.term && !this.isStopped;
    // From here on ticks count for those that are there already.
    this.isWatching = isTerm();
    let page: { after: RestingCursor | null; isMore: boolean } = { after: null, isMore: true };
    while (page.isMore && isTerm()) {
      page = await this.watching.loadPage(page.after, from, (each) => this.reach(each));
    }
    this.syncedAt = from;
    if (isTerm()) this.logger.log(`This process watches prices for ${this.size} orders`);
  }

  private reach(reached: Reached): void {
    if (!this.reached.has(reached.id)) this.reached.set(reached.id, reached);
  }

  /** A few batches at a time; whoever comes meanwhile is seen to by the next. */
  private work(): void {
    while (!this.retryTimer && !this.isStopped && this.working.size < batchesMax) {
      const batch = this.nextBatch();
      if (!batch) return;
      const work = batch()
        .then(() => (this.retryMs = firstRetryMs))
        .catch((error: unknown) => this.retryLater(error, () => this.work()))
        .finally(() => {
          this.working.delete(work);
          this.work();
        })
        .then(() => undefined);
      this.working.add(work);
    }
  }

  private nextBatch(): (() => Promise<void>) | null {
    if (this.reached.size > 0) {
      const batch = first(this.reached.values(), batchSize);
      for (const each of batch) {
        this.reached.delete(each.id);
        this.writing.set(each.id, each);
      }
      return () => this.fill(batch);
    }
    // While some are read others gather: a thousand new orders a second are a few hundred questions.
    if (this.stale.size === 0 || !this.isWatching || this.isReading) return null;
    this.isReading = true;
    const ids = first(this.stale, batchSize);
    for (const id of ids) this.stale.delete(id); // what changes from now on is read again
    return () => this.read(ids);
  }

  private async fill(batch: readonly Reached[]): Promise<void> {
    // A tick may hit many: they are one batch.
    await Promise.resolve();
    try {
      const results = await this.filling.fill(batch);
      results.forEach((result, index) => {
        const reached = batch[index] as Reached;
        this.writing.delete(reached.id);
        if (result.status === 'fulfilled') this.watchOn(reached, result.value.orders);
        else this.failed(reached, result.reason);
      });
    } catch (error) {
      for (const each of batch) {
        this.writing.delete(each.id);
        this.reach(each);
      }
      throw error;
    }
  }

  private watchOn(reached: Reached, orders: Parameters<OrderWatching['watch']>[0] | null): void {
    if (!orders) this.reach(reached);
    else this.watching.watch(orders, reached.tick.atMs, (each) => this.reach(each));
  }

  /** Where the database was away it is tried again; anything else is a mistake, and must not be repeated for ever. */
  private failed(reached: Reached, error: unknown): void {
    if (isDatabaseOutage(error) || isUnavailable(error)) {
      this.reach(reached);
      this.retryLater(error, () => this.work());
    } else {
      this.logger.error(error instanceof Error ? error.stack : error);
      this.stale.add(reached.id);
    }
  }

  private async read(ids: readonly string[]): Promise<void> {
    try {
      const found = await this.reader.listByIds(ids);
      const resting = new Set(found.map(({ id }) => id));
      for (const id of ids) if (!resting.has(id)) this.book.forget(id);
      const free = found.filter(({ id }) => !this.reached.has(id) && !this.writing.has(id));
      this.watching.watch(free, 0, (each) => this.reach(each));
    } catch (error) {
      for (const id of ids) this.stale.add(id);
      throw error;
    } finally {
      this.isReading = false;
    }
  }

  private retryLater(error: unknown, again: () => void): void {
    const detail = error instanceof Error ? error.stack : error;
    if (isDatabaseOutage(error) || isUnavailable(error)) {
      this.logger.warn(`Orders wait for the database: ${String(error)}`);
    } else this.logger.error(detail);
    if (this.isStopped || this.retryTimer) return;
    this.retryTimer = setTimeout(() => {
      this.retryTimer = undefined;
      again();
    }, this.retryMs);
    this.retryMs = Math.min(this.retryMs * 2, retryMsMax);
  }
}

const isUnavailable = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'service_unavailable';

function first<T>(items: Iterable<T>, most: number): T[] {
  const found: T[] = [];
  for (const item of items) {
    found.push(item);
    if (found.length === most) break;
  }
  return found;
}
