import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import { Clock } from '../platform/clock.js';
import { BinanceProvider } from './binance.provider.js';
import { FinnhubProvider } from './finnhub.provider.js';
import {
  ProviderPatience,
  type AskedProviderName,
  type FollowedInstrument,
  type MarketProvider,
} from './market-provider.provider.js';
import { ReplayProvider } from './replay.provider.js';
import { Supervision, type ProviderHealth } from './supervision.provider.js';
import { TicksService } from './ticks.service.js';
import { YahooProvider } from './yahoo.provider.js';

/** Runs the providers that some instrument uses, each apart from the others. */
@Injectable()
export class SupervisorService implements OnModuleDestroy {
  private readonly providers: ReadonlyMap<AskedProviderName, MarketProvider>;
  private readonly supervisions: ReadonlyMap<AskedProviderName, Supervision>;

  constructor(
    replay: ReplayProvider,
    yahoo: YahooProvider,
    binance: BinanceProvider,
    finnhub: FinnhubProvider,
    patience: ProviderPatience,
    clock: Clock,
    ticks: TicksService,
  ) {
    const providers: readonly MarketProvider[] = [replay, yahoo, binance, finnhub];
    this.providers = new Map(providers.map((each) => [each.name, each]));
    this.supervisions = new Map(
      providers.map((each) => [each.name, new Supervision(each, patience, clock, ticks)]),
    );
  }

  /** From now on the provider is asked for these instruments, and left alone when there are none. */
  follow(name: AskedProviderName, instruments: readonly FollowedInstrument[]): void {
    this.supervisions.get(name)?.follow(instruments);
  }

  getProvider(name: AskedProviderName): MarketProvider {
    return this.providers.get(name) as MarketProvider;
  }

  listHealth(): { name: AskedProviderName; health: ProviderHealth }[] {
    return [...this.supervisions].map(([name, supervision]) => ({ name, health: supervision.health() }));
  }

  async onModuleDestroy(): Promise<void> {
    await Promise.all([...this.supervisions.values()].map((each) => each.stop()));
  }
}
