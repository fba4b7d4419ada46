import { Logger } from '@nestjs/common';
import { formatDecimal } from '@tradeyard/kernel';
import type { InstrumentClass, Tick, TickFault } from '@tradeyard/market';
import type { MarketProvider, ProviderPatience } from '../src/market-data/market-provider.provider.js';
import { Supervision } from '../src/market-data/supervision.provider.js';
import { TicksService } from '../src/market-data/ticks.service.js';
import { Config } from '../src/platform/config.js';
import { TestProviderPatience } from './app.js';
import { TestClock } from './clock.js';
import { ProviderServer } from './provider-server.js';

type Limits = { -readonly [limit in keyof ProviderPatience]: ProviderPatience[limit] };

/** By our symbol: how the provider calls it. */
type Followed = Readonly<Record<string, string>>;

/** A provider that is kept going against a local server, and what became of what it said. */
export class ProviderScene {
  readonly clock = new TestClock();
  readonly server = new ProviderServer();
  readonly patience: Limits = new TestProviderPatience();
  /** All that was logged. */
  readonly log: string[] = [];
  ticks = new TicksService(this.clock);
  heard: Tick[] = [];
  private supervision: Supervision | undefined;

  async start(): Promise<void> {
    await this.server.start();
    Logger.overrideLogger({
      log: () => undefined,
      warn: (message: string) => this.log.push(message),
      error: (message: string) => this.log.push(message),
    });
  }

  config(env: Readonly<Record<string, string>>): Config {
    return new Config({
      DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none',
      AUTH_SECRET: 'x'.repeat(32),
      ...env,
    });
  }

  follow(provider: MarketProvider, symbols: Followed, ofClass: InstrumentClass, currency = 'USD'): void {
    this.ticks = new TicksService(this.clock);
    this.heard = [];
    this.log.length = 0;
    for (const symbol of Object.keys(symbols)) this.ticks.begin({ symbol, class: ofClass, tickSize: '0.01' });
    this.ticks.subscribe((tick) => this.heard.push(tick));
    this.supervision = new Supervision(provider, this.patience, this.clock, this.ticks);
    this.supervision.follow(
      Object.entries(symbols).map(([symbol, providerSymbol]) => ({
        symbol,
        providerSymbol,
        class: ofClass,
        currency,
      })),
    );
  }

  /** Limits for what is begun from now on. On a busy machine a short one ends also what is not slow. */
  limit(limits: Partial<Limits> = new TestProviderPatience()): void {
    Object.assign(this.patience, limits);
  }

  /** Limits for the first connection alone. */
  limitFirst(limits: Partial<Limits>): void {
    this.limit(limits);
    this.server.onUpgrade = () => this.limit();
  }

  get health() {
    if (!this.supervision) throw new Error('Nobody is followed yet');
    return this.supervision.health();
  }

  /** Such as `BTC-USD 100.5 100 101 0.25`: price, bid, ask, volume. */
  get told(): string[] {
    return this.heard.map(({ symbol, price, bid, ask, volume }) =>
      [symbol, ...[price, bid, ask, volume].map(formatDecimal)].join(' '),
    );
  }

  /** The faults of what was dropped, such as `{ late: 1 }`. */
  faults(source: MarketProvider['name']): Partial<Record<TickFault, number>> {
    const { dropped } = this.ticks.countsOf(source);
    return Object.fromEntries(Object.entries(dropped).filter(([, count]) => count > 0));
  }

  async stop(): Promise<void> {
    await this.supervision?.stop();
  }

  async close(): Promise<void> {
    await this.stop();
    this.server.close();
    Logger.overrideLogger(['fatal', 'error']);
  }
}
