import { addDays, currencies, type Day } from '@tradeyard/kernel';
import { Injectable } from '@nestjs/common';
import { DataSource, type QueryRunner } from 'typeorm';
import { Config } from '../platform/config.js';
import { CurrencyApiProvider } from './currency-api.provider.js';
import { EcbProvider } from './ecb.provider.js';
import { OpenExchangeRatesProvider } from './open-exchange-rates.provider.js';
import type { RateSource } from './rate-source.provider.js';

/** What the table of rates has of a source. */
export type SourceCoverage = {
  readonly label: string;
  /** The newest day for which a rate of it is in use. */
  readonly newestDay: Day;
  /** So many currencies have their newest rate of it. */
  readonly currencies: number;
};

/** The sources that are asked, in their order, and what we have of them. */
@Injectable()
export class RateSourcesService {
  readonly sources: readonly RateSource[];

  constructor(
    private readonly dataSource: DataSource,
    config: Config,
    ecb: EcbProvider,
    currencyApi: CurrencyApiProvider,
    openExchangeRates: OpenExchangeRatesProvider,
  ) {
    const byName = { ecb, 'currency-api': currencyApi, 'open-exchange-rates': openExchangeRates };
    this.sources = config.rateSources.map((name) => byName[name]);
  }

  /** Whose rates this source may replace: its own, and those of the ones after it. A rate of a source that is not asked any more stays. */
  listReplaceable(source: RateSource): string[] {
    return this.sources.slice(this.sources.indexOf(source)).map(({ label }) => label);
  }

  /**
   * The days to ask a source for, in order, the newest last; nothing when all is
   * here. Beside the newest those that came since the last one that it gave, and
   * gaps from when it failed, as far back as it goes.
   */
  async findMissingDays(runner: QueryRunner, source: RateSource, now: Date): Promise<Day[]> {
    const newest = source.calendar.newestDay(now);
    const [span] = (await runner.query(
      `select to_char(min(date), 'YYYY-MM-DD') as first, to_char(max(date), 'YYYY-MM-DD') as last from rate where source = $1`,
      [source.label],
    )) as { first: Day | null; last: Day | null }[];
    if (!span?.first || !span.last) return [newest];
    const gapsFrom = latest(span.first, addDays(newest, -source.calendar.gapDaysMax));
    const from = latest(
      earliest(span.last, gapsFrom),
      addDays(newest, -Math.min(source.calendar.catchUpDaysMax, 36_500)),
    );
    const rows = (await runner.query(
      `select distinct to_char(date, 'YYYY-MM-DD') as day from rate where source = $1 and date >= $2`,
      [source.label, from],
    )) as { day: Day }[];
    const here = new Set(rows.map(({ day }) => day));
    const missing: Day[] = [];
    for (let day = from; day < newest; day = addDays(day, 1))
      if (!here.has(day) && source.calendar.publishes(day)) missing.push(day);
    if (missing.length > 0 || !here.has(newest)) missing.push(newest);
    return missing;
  }

  /** The currencies for which this source's rate of that day or a later one is in use. */
  async listCovered(runner: QueryRunner, { label }: RateSource, since: Day): Promise<string[]> {
    const rows = (await runner.query('select distinct currency from rate where source = $1 and date >= $2', [
      label,
      since,
    ])) as { currency: string }[];
    return rows.map(({ currency }) => currency);
  }

  /** By label, for those that supply the newest rate of any currency. */
  async findCoverage(): Promise<ReadonlyMap<string, SourceCoverage>> {
    const rows: SourceCoverage[] = await this.dataSource.query(
      `select newest.source as label, to_char(max(newest.date), 'YYYY-MM-DD') as "newestDay", count(*)::int as currencies
       from unnest($1::text[]) as known (currency)
       cross join lateral (
         select source, date from rate where rate.currency = known.currency order by date desc limit 1
       ) as newest
       group by newest.source`,
      [currencies.map(({ code }) => code)],
    );
    return new Map(rows.map((row) => [row.label, row]));
  }
}

const latest = (a: Day, b: Day): Day => (a > b ? a : b);
const earliest = (a: Day, b: Day): Day => (a < b ? a : b);
