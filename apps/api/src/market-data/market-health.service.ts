import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { ProviderName } from '@tradeyard/market';
import { Readiness } from '../platform/readiness.js';
import { MarketJob } from './market.job.js';
import type { ProviderHealth } from './supervision.provider.js';
import { SupervisorService } from './supervisor.service.js';
import { TickRelayService } from './tick-relay.service.js';
import { TicksService, type TickCounts } from './ticks.service.js';

export type ProviderReport = {
  readonly provider: ProviderName;
  readonly health: ProviderHealth;
  readonly counts: TickCounts;
};

/** How the providers of prices are, in this process. */
@Injectable()
export class MarketHealthService implements OnModuleInit {
  constructor(
    private readonly supervisor: SupervisorService,
    private readonly market: MarketJob,
    private readonly ticks: TicksService,
    private readonly relay: TickRelayService,
    private readonly readiness: Readiness,
  ) {}

  onModuleInit(): void {
    this.readiness.add(() =>
      this.list()
        .filter(({ health }) => health.state !== 'off')
        .map(({ provider, health: { state, since }, counts }) => ({
          name: provider,
          state,
          isWell: state === 'live' || state === 'elsewhere',
          since,
          lastAt: lastTickAt(counts),
        })),
    );
    if (this.relay.isShared) this.readiness.add(() => [this.relay.health()]);
  }

  list(): ProviderReport[] {
    const simulated = { name: 'simulated', health: this.market.health() } as const;
    return [simulated, ...this.supervisor.listHealth()].map(({ name, health }) => ({
      provider: name,
      health,
      counts: this.ticks.countsOf(name),
    }));
  }
}

/** Null before the first. */
export const lastTickAt = ({ lastAcceptedMs }: TickCounts): Date | null =>
  lastAcceptedMs === 0 ? null : new Date(lastAcceptedMs);
