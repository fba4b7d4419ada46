import { Injectable } from '@nestjs/common';
import { DomainError } from '@tradeyard/kernel';
import { AllocationsService } from './allocations.service.js';
import { PerformanceService } from './performance.service.js';
import { RisksService } from './risks.service.js';
import type { PortfolioShareEntity } from './share.entity.js';
import type { SharedAllocationDto, SharedPortfolioDto, SharedPositionDto } from './shared-portfolio.dto.js';
import { shareNotFound, SharesService } from './shares.service.js';
import type { SnapshotDto, SnapshotPositionDto } from './snapshot.dto.js';
import { SnapshotsService } from './snapshots.service.js';

const shown = ['class', 'currency', 'sector', 'country'] as const;

/** What somebody sees who has a link. */
@Injectable()
export class SharedPortfoliosService {
  constructor(
    private readonly shares: SharesService,
    private readonly snapshots: SnapshotsService,
    private readonly performances: PerformanceService,
    private readonly allocations: AllocationsService,
    private readonly risks: RisksService,
  ) {}

  /** Throws `share_not_found`, also where what was shared is not there any more. */
  async open(token: string): Promise<SharedPortfolioDto> {
    const share = await this.shares.open(token);
    try {
      return await this.tell(share);
    } catch (error) {
      throw error instanceof DomainError && error.code === 'portfolio_not_found' ? shareNotFound() : error;
    }
  }

  private async tell(share: PortfolioShareEntity): Promise<SharedPortfolioDto> {
    const { userId, scopeId, scope, label, expiresAt } = share;
    const withAmounts = scope === 'amounts';
    const snapshot = await this.snapshots.get(userId, scopeId);
    const { series } = await this.performances.get(userId, scopeId, { by: 'class', range: 'max' });
    const risk = await this.risks.get(userId, scopeId, { range: 'max', riskFree: '0' });
    const allocation: SharedAllocationDto[] = [];
    for (const by of shown) {
      const { slices } = await this.allocations.get(userId, scopeId, by);
      allocation.push({ by, slices: slices.map(({ key, weight }) => ({ key, weight })) });
    }
    return {
      label,
      scope,
      currency: snapshot.currency,
      today: snapshot.today,
      expiresAt: expiresAt?.toISOString() ?? null,
      ranges: snapshot.ranges.map(({ key, percent }) => ({ key, percent })),
      positions: positionsOf(snapshot, withAmounts),
      allocation,
      series: { day: series.day, percent: series.timeWeighted },
      volatility: risk.volatility,
      drawdown: risk.drawdown?.percent ?? null,
      amounts: withAmounts
        ? {
            value: snapshot.value,
            netWorth: snapshot.netWorth,
            invested: snapshot.invested,
            gain: snapshot.gain.net,
            values: series.value,
          }
        : null,
    };
  }
}

const positionsOf = ({ positions }: SnapshotDto, withAmounts: boolean): SharedPositionDto[] =>
  positions
    .filter(({ quantity }) => quantity !== '0')
    .sort((a, b) => Number(b.weight) - Number(a.weight))
    .map((position) => positionOf(position, withAmounts));

function positionOf(position: SnapshotPositionDto, withAmounts: boolean): SharedPositionDto {
  const { symbol, name, weight, gain, quantity, value, invested } = position;
  return {
    symbol,
    name,
    class: position.class,
    weight,
    gainPercent: gain.percent,
    amounts: withAmounts ? { quantity, value, invested, gain: gain.net } : null,
  };
}
