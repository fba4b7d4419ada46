import { Injectable, Logger, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { Clock } from '../platform/clock.js';
import { Config } from '../platform/config.js';
import { SimulatedProvider } from './simulated.provider.js';
import type { ProviderHealth } from './supervision.provider.js';

/** How much of the market a crash may take back; it is also how soon an import by another process shows. */
const saveEveryMs = 2_000;
/** Past the boundary of a step, since a timer may fire a little early. */
const tickDelayMs = 5;

/** Makes the market tick and stores where it stands, from the start of the server to its end. */
@Injectable()
export class MarketJob implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly logger = new Logger(MarketJob.name);
  private tickTimer: NodeJS.Timeout | undefined;
  private saveTimer: NodeJS.Timeout | undefined;
  private histories: Promise<void> | undefined;
  private readonly stopping = new AbortController();
  private readonly failing = new Set<string>();
  private since: Date;
  private reconnects = 0;
  private lastError: string | null = null;
  private lastErrorAt: Date | null = null;

  constructor(
    private readonly market: SimulatedProvider,
    private readonly clock: Clock,
    private readonly config: Config,
  ) {
    this.since = clock.now();
  }

  /** The first quotes are there before the server listens. */
  async onApplicationBootstrap(): Promise<void> {
    await this.market.start();
    await this.market.save();
    this.writeHistories();
    this.awaitTick();
    this.awaitSave();
  }

  async onModuleDestroy(): Promise<void> {
    if (!this.tickTimer) return; // never began
    this.stop();
    await this.histories;
    await this.save();
  }

  /** No more ticks of its own accord, for tests that make their own prices. */
  stop(): void {
    this.stopping.abort();
    clearTimeout(this.tickTimer);
    clearTimeout(this.saveTimer);
  }

  /** Makes up the past of new instruments; nobody waits for it. */
  writeHistories(): void {
    const before = this.histories;
    const write = () =>
      this.attempt('have a history', () => this.market.writeHistories(this.stopping.signal));
    this.histories = Promise.resolve(before).then(write);
  }

  /** Brings the market up to the present. */
  async tick(): Promise<void> {
    await this.attempt('tick', async () => {
      if (!this.market.advance()) await this.market.start();
    });
  }

  /** Stores where the market stands. */
  async save(): Promise<void> {
    await this.attempt('be stored', () => this.market.save());
  }

  private awaitTick(): void {
    if (this.stopping.signal.aborted) return;
    const { marketTickMs } = this.config;
    const untilNextMs = marketTickMs - (this.clock.now().getTime() % marketTickMs) + tickDelayMs;
    const go = () => void this.tick().then(() => this.awaitTick());
    this.tickTimer = setTimeout(go, Math.max(untilNextMs, marketTickMs / 2));
  }

  private awaitSave(): void {
    if (this.stopping.signal.aborted) return;
    this.saveTimer = setTimeout(() => void this.save().then(() => this.awaitSave()), saveEveryMs);
  }

  /** Whether it ticks, and since when that is so. */
  health(): ProviderHealth {
    const { since, reconnects, lastError, lastErrorAt } = this;
    const instruments = this.market.countInstruments();
    const state = instruments === 0 ? 'off' : this.failing.has('tick') ? 'waiting' : 'live';
    return { state, since, instruments, reconnects, lastError, lastErrorAt };
  }

  /** While the database is away the market ticks on; what it could not store it stores later. */
  private async attempt(what: string, work: () => Promise<void>): Promise<void> {
    try {
      await work();
      if (!this.failing.delete(what)) return;
      this.since = this.clock.now();
      this.reconnects += 1;
      this.logger.log(`The market can ${what} again`);
    } catch (error) {
      if (!this.failing.has(what)) this.since = this.clock.now();
      this.lastError = `cannot ${what}`;
      this.lastErrorAt = this.clock.now();
      if (!this.failing.has(what)) this.logger.warn(`The market cannot ${what}, trying on: ${String(error)}`);
      this.failing.add(what);
    }
  }
}
