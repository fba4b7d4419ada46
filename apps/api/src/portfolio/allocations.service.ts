import { Injectable } from '@nestjs/common';
import { getCurrency, parseDecimal, roundToMinor } from '@tradeyard/kernel';
import { allocationOf, roundParts, type AllocatedHolding, type AllocationKind } from '@tradeyard/portfolio';
import { PortfolioSettingsService } from '../activities/portfolio-settings.service.js';
import { InstrumentsService } from '../market-data/instruments.service.js';
import type { AllocationDto } from './allocation.dto.js';
import { ComputedService, type Computed, type ComputedPosition } from './computed.service.js';
import { exactMoney, weightText } from './figures.dto.js';
import { headOf } from './snapshots.service.js';

/** What a portfolio consists of, and what it should. */
@Injectable()
export class AllocationsService {
  constructor(
    private readonly computed: ComputedService,
    private readonly settings: PortfolioSettingsService,
    private readonly instruments: InstrumentsService,
  ) {}

  /** Throws `portfolio_not_found`. */
  async get(userId: string, id: string, by: AllocationKind): Promise<AllocationDto> {
    const computed = await this.computed.compute(userId, id);
    const holdings = await this.holdingsOf(computed);
    const { slices, total } = allocationOf(holdings, by, await this.targetsOf(userId, computed, by));
    const { currency } = computed.scope;
    return {
      ...headOf(computed),
      by,
      total: exactMoney(total, currency),
      slices: slices.map(({ key, value, weightBp, targetBp, driftBp }) => ({
        key,
        value: exactMoney(value, currency),
        weight: weightText(weightBp),
        target: weightText(targetBp),
        drift: weightText(driftBp),
      })),
    };
  }

  /** In basis points by key. Groups and all portfolios together have none. */
  async targetsOf(
    userId: string,
    { scope }: Computed,
    by: AllocationKind,
  ): Promise<ReadonlyMap<string, number>> {
    if (scope.kind !== 'portfolio') return new Map();
    const { targets } = await this.settings.find(userId, scope.id);
    return new Map(
      Object.entries(targets[by] ?? {}).map(([key, percent]) => [
        key,
        Number(roundToMinor(parseDecimal(percent), 2, 'halfEven')),
      ]),
    );
  }

  /** What is held today; its values add up to the rounded whole. */
  private async holdingsOf({ positions, scope }: Computed): Promise<AllocatedHolding[]> {
    const held = positions.filter((position) => valueOf(position) !== 0);
    const unit = 10 ** getCurrency(scope.currency).exponent;
    const values = roundParts(held.map((position) => valueOf(position) * unit));
    const found = await this.instruments.listBySymbols(
      held.flatMap(({ instrument, sector, country }) => (sector && country ? [] : (instrument ?? []))),
    );
    const instruments = new Map(found.map((instrument) => [instrument.symbol, instrument]));
    return held.map(({ symbol, assetClass, currency, sector, country, instrument }, place) => {
      const known = instruments.get(instrument ?? '');
      return {
        ...{ symbol, assetClass, currency },
        sector: sector ?? known?.sector ?? null,
        country: country ?? known?.country ?? null,
        value: values[place] ?? 0n,
      };
    });
  }
}

/** Today, in whole units of the scope's currency. */
export const valueOf = ({ course }: ComputedPosition): number => {
  const last = course.rates.length - 1;
  return course.book.quantity * (course.prices[last] ?? 0) * (course.rates[last] ?? 0);
};
