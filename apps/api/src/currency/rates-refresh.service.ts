import {
  compareDecimals,
  dayOf,
  daysBetween,
  multiplyDecimals,
  parseDecimal,
  type Day,
  type Decimal,
} from '@tradeyard/kernel';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Clock } from '../platform/clock.js';
import type { RateDay } from './ecb-history.provider.js';
import { EcbProvider, SourceError } from './ecb.provider.js';
import { ReferenceRatesService } from './reference-rates.service.js';

/**
 * `stored` is the number of rates that are new or corrected. `skipped`: the day's
 * rates are here already, or another process is at it.
 */
export type Refresh =
  | { readonly outcome: 'answered'; readonly date: Day; readonly stored: number }
  | { readonly outcome: 'skipped' };

/** Any number that nothing else in this database locks; its holder asks the source. */
const refreshLock = 7_270_004;

/** No currency of the list halves or doubles within a year; a shifted point or a swapped column does worse. */
const yearlyFactorMax = 2;

/** Brings in the newest reference rates, after asking whether they can be true. */
@Injectable()
export class RatesRefreshService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly references: ReferenceRatesService,
    private readonly ecb: EcbProvider,
    private readonly clock: Clock,
  ) {}

  /** Across all processes one at a time. Throws `SourceError` when there are no new rates to trust; those we have stay. */
  async refresh(stop: AbortSignal): Promise<Refresh> {
    const runner = this.dataSource.createQueryRunner();
    try {
      const [lock] = (await runner.query('select pg_try_advisory_lock($1) as locked', [refreshLock])) as {
        locked: boolean;
      }[];
      if (!lock?.locked) return { outcome: 'skipped' };
      try {
        return await this.refreshLocked(stop);
      } finally {
        await runner.query('select pg_advisory_unlock($1)', [refreshLock]);
      }
    } finally {
      await runner.release();
    }
  }

  /** Days since the newest rate; undefined when there is none. */
  async findAge(): Promise<{ last: Day; ageDays: number } | undefined> {
    const span = await this.references.findSpan();
    return span ? { last: span.last, ageDays: daysBetween(span.last, dayOf(this.clock.now())) } : undefined;
  }

  private async refreshLocked(stop: AbortSignal): Promise<Refresh> {
    const age = await this.findAge();
    if (age && age.ageDays <= 0) return { outcome: 'skipped' };
    const { date, rates } = await this.ecb.fetchDay(stop);
    await this.requirePlausible({ date, rates });
    const { inserted, updated } = await this.dataSource.transaction(async (manager) => {
      await this.references.lockForWriting(manager);
      return this.references.store(
        manager,
        'ECB',
        rates.map((rate) => ({ ...rate, date })),
      );
    });
    return { outcome: 'answered', date, stored: inserted + updated };
  }

  private async requirePlausible({ date, rates }: RateDay): Promise<void> {
    const known = await this.references.findRates(rates.map(({ currency }) => ({ currency, on: date })));
    rates.forEach(({ currency, perEuro }, place) => {
      const last = known[place];
      if (!last || isPlausible(last, perEuro, date)) return;
      throw new SourceError(
        `answered with ${perEuro} ${currency} for one euro, after ${last.perEuro} on ${last.date}`,
      );
    });
  }
}

/** Whether a rate can have come from the last known one in the time between. */
function isPlausible(last: { perEuro: string; date: Day }, perEuro: string, date: Day): boolean {
  const years = Math.max(1, Math.ceil(daysBetween(last.date, date) / 365));
  const factorMax: Decimal = { digits: BigInt(yearlyFactorMax) ** BigInt(years), scale: 0 };
  const [before, after] = [parseDecimal(last.perEuro), parseDecimal(perEuro)];
  return (
    compareDecimals(after, multiplyDecimals(before, factorMax)) <= 0 &&
    compareDecimals(before, multiplyDecimals(after, factorMax)) <= 0
  );
}
