import { Injectable } from '@nestjs/common';
import { dayNumber, getCurrency, type DayNumber } from '@tradeyard/kernel';
import type { Split } from '@tradeyard/market';
import { DataSource } from 'typeorm';
import { DayRatesService } from '../currency/day-rates.service.js';
import { ClosesService } from '../market-data/closes.service.js';
import { QuotesService } from '../market-data/quotes.service.js';
import { ratesName } from '../platform/history-versions.js';

/** The days from the eve of the first activity to today, and what money is counted in. */
export type SeriesDays = { readonly first: DayNumber; readonly today: DayNumber; readonly currency: string };

/**
 * Prices of instruments in their own currencies, and what one of each currency is worth in that of the figures, on each
 * day. `versions` says of each name how often its past was told anew when it was read.
 */
export type MarketSeries = SeriesDays & {
  readonly closes: ReadonlyMap<string, Float64Array>;
  /** Of instruments, oldest first, those that have begun; one without any is not there. */
  readonly splits: ReadonlyMap<string, readonly Split[]>;
  readonly rates: ReadonlyMap<string, Float64Array>;
  readonly versions: ReadonlyMap<string, string>;
};

export type MarketNames = { readonly instruments: Iterable<string>; readonly currencies: Iterable<string> };

/** What changed of a market: of which instruments the prices, of which currencies the rates. */
export type MarketChange = {
  readonly market: MarketSeries;
  readonly instruments: ReadonlySet<string>;
  readonly currencies: ReadonlySet<string>;
};

/** Reads prices and rates of years, and of those only what is not known yet or has changed. */
@Injectable()
export class MarketSeriesService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly closes: ClosesService,
    private readonly rates: DayRatesService,
    private readonly quotes: QuotesService,
  ) {}

  /** All of `names`, of the same days; what `before` has of the same days is kept where it still holds. */
  async read(days: SeriesDays, names: MarketNames, before?: MarketSeries): Promise<MarketChange> {
    const known = before && isSame(days, before) ? before : undefined;
    const instruments = [...new Set(names.instruments)].sort();
    const currencies = [...new Set(names.currencies)].sort();
    // Asked before anything is read: what changes in between is read once more the next time.
    const versions = await this.readVersions([...instruments, ratesName]);
    const isOld = (name: string) => known?.versions.get(name) !== versions.get(name);
    const missing = instruments.filter((name) => !known?.closes.has(name) || isOld(name));
    const range = { first: days.first, last: days.today };
    const [closes, splits, rates] = await Promise.all([
      this.loadCloses(missing, range, known),
      this.loadSplits(missing, days.today, known),
      this.loadRates(currencies, days, isOld(ratesName) ? undefined : known),
    ]);
    const moved = currencies.filter((code) => !isEqual(known?.rates.get(code), rates.get(code)));
    return {
      market: { ...days, closes, splits, rates, versions },
      instruments: new Set(missing),
      currencies: new Set(moved),
    };
  }

  /** The newest price of an instrument; null while there is none. */
  livePrice(instrument: string): number | null {
    const quote = this.quotes.findQuote(instrument);
    return quote && Number(quote.price.digits) / 10 ** quote.price.scale;
  }

  private async readVersions(names: readonly string[]): Promise<ReadonlyMap<string, string>> {
    const rows: { name: string; version: string }[] = await this.dataSource.query(
      'select name, version from history_version where name = any ($1::text[])',
      [names],
    );
    const found = new Map(rows.map(({ name, version }) => [name, version]));
    return new Map(names.map((name) => [name, found.get(name) ?? '0']));
  }

  private async loadCloses(
    missing: readonly string[],
    range: { first: DayNumber; last: DayNumber },
    known: MarketSeries | undefined,
  ): Promise<ReadonlyMap<string, Float64Array>> {
    if (missing.length === 0 && known) return known.closes;
    const loaded = await this.closes.load(missing, range);
    const closes = new Map(known?.closes);
    const length = range.last - range.first + 1;
    for (const name of missing) closes.set(name, loaded.get(name) ?? new Float64Array(length).fill(NaN));
    return closes;
  }

  private async loadSplits(
    missing: readonly string[],
    today: DayNumber,
    known: MarketSeries | undefined,
  ): Promise<MarketSeries['splits']> {
    if (missing.length === 0 && known) return known.splits;
    const loaded = new Map<string, readonly Split[]>();
    // One that was announced is in no price yet.
    for (const [name, splits] of await this.closes.listSplits(missing)) {
      loaded.set(
        name,
        splits.filter(({ day }) => dayNumber(day) <= today),
      );
    }
    const kept = [...(known?.splits ?? [])].filter(([name]) => !missing.includes(name));
    return new Map([...kept, ...loaded]);
  }

  /** A coin's price of today moves like any other: rates of coins are read each time. */
  private async loadRates(
    currencies: readonly string[],
    { first, today, currency }: SeriesDays,
    known: MarketSeries | undefined,
  ): Promise<ReadonlyMap<string, Float64Array>> {
    const holds =
      known &&
      [currency, ...currencies].every(
        (code) => known.rates.has(code) && (code === currency || getCurrency(code).kind === 'fiat'),
      ) &&
      getCurrency(currency).kind === 'fiat';
    if (holds) return known.rates;
    const loaded = await this.rates.load(currencies, currency, { first, last: today });
    const rates = new Map(loaded);
    // What nobody tells a rate of counts as nothing, rather than as something else.
    for (const code of currencies) {
      if (!rates.has(code)) rates.set(code, new Float64Array(today - first + 1));
    }
    return rates;
  }
}

const isSame = (days: SeriesDays, before: SeriesDays): boolean =>
  days.first === before.first && days.today === before.today && days.currency === before.currency;

function isEqual(one: Float64Array | undefined, other: Float64Array | undefined): boolean {
  if (!one || !other) return one === other;
  return one === other || one.every((value, index) => value === other[index]);
}
