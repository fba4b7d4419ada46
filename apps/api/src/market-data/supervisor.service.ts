import { Injectable, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import { Clock } from '../platform/clock.js';
import { BinanceProvider } from './binance.provider.js';
import { FinnhubProvider } from './finnhub.provider.js';
import {
  ProviderPatience,
  type AskedProviderName,
  type FollowedInstrument,
  type MarketProvider,
} from './market-provider.provider.js';
import { MarketOwnerService } from './market-owner.service.js';
import { ReplayProvider } from './replay.provider.js';
import { Supervision, type ProviderHealth } from './supervision.provider.js';
import { TickRelayService } from './tick-relay.service.js';
import { TicksService } from './ticks.service.js';
import { YahooProvider } from './yahoo.provider.js';

/** Runs the providers that some instrument uses, each apart from the others. */
@Injectable()
export class SupervisorService implements OnModuleInit, OnModuleDestroy {
  private readonly providers: ReadonlyMap<AskedProviderName, MarketProvider>;
  private readonly supervisions: ReadonlyMap<AskedProviderName, Supervision>;
  private readonly wanted = new Map<AskedProviderName, readonly FollowedInstrument[]>();

  constructor(
    replay: ReplayProvider,
    yahoo: YahooProvider,
    binance: BinanceProvider,
    finnhub: FinnhubProvider,
    patience: ProviderPatience,
    clock: Clock,
    ticks: TicksService,
    private readonly relay: TickRelayService,
    private readonly ownership: MarketOwnerService,
  ) {
    const providers: readonly MarketProvider[] = [replay, yahoo, binance, finnhub];
    this.providers = new Map(providers.map((each) => [each.name, each]));
    this.supervisions = new Map(
      providers.map((each) => [
        each.name,
        // History is told alike by all processes, without a word between them.
        new Supervision(each, patience, clock, each.name === 'replay' ? ticks : relay),
      ]),
    );
  }

  onModuleInit(): void {
    this.ownership.onChange(() => {
      for (const [name, instruments] of this.wanted) {
        if (name !== 'replay') this.supervise(name, instruments);
      }
    });
  }

  /** From now on the provider is asked for these instruments, and left alone when there are none. */
  follow(name: AskedProviderName, instruments: readonly FollowedInstrument[]): void {
    this.wanted.set(name, instruments);
    this.supervise(name, instruments);
  }

  /** Whether this process asks the provider, or would if there were anything to ask: of several that share their prices, one does. */
  asks(name: AskedProviderName): boolean {
    return name === 'replay' || !this.relay.isShared || this.ownership.isOwner;
  }

  private supervise(name: AskedProviderName, instruments: readonly FollowedInstrument[]): void {
    this.supervisions.get(name)?.follow(this.asks(name) ? instruments : []);
  }

  getProvider(name: AskedProviderName): MarketProvider {
    return this.providers.get(name) as MarketProvider;
  }

  listHealth(): { name: AskedProviderName; health: ProviderHealth }[] {
    return [...this.supervisions].map(([name, supervision]) => {
      const health = supervision.health();
      const instruments = this.wanted.get(name)?.length ?? 0;
      if (this.asks(name) || instruments === 0) return { name, health };
      return { name, health: { ...health, state: 'elsewhere', instruments } };
    });
  }

  async onModuleDestroy(): Promise<void> {
    await Promise.all([...this.supervisions.values()].map((each) => each.stop()));
  }
}
