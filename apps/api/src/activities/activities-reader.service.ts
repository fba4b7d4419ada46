import { setImmediate as nextTurn } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import type { Day } from '@tradeyard/kernel';
import { DataSource } from 'typeorm';
import type { AssetClass } from '@tradeyard/portfolio';
import { portfolioNotFound } from '../paper/paper.service.js';
import { inTime, packedRows, unpackRows, type ActivityRow } from './activity-rows.service.js';
import { LedgerActivitiesService } from './ledger-activities.service.js';
import type { PortfolioRef } from './scopes.service.js';

export type AssetRow = {
  readonly symbol: string;
  readonly name: string;
  readonly class: AssetClass;
  readonly currency: string;
  readonly sector: string | null;
  readonly country: string | null;
  /** Whose prices it has; null where they are given by hand. */
  readonly instrument: string | null;
};

/** A null price was taken away again (only in `ActivitiesSince`). */
export type HandPrice = { readonly symbol: string; readonly day: Day; readonly price: string | null };

export type PortfolioActivities = {
  /** Differs whenever anything in it does; of a tracked portfolio a whole number that grows. */
  readonly version: string;
  readonly currency: string;
  readonly keepsCash: boolean;
  /** By day, within one those without a moment first, then by id. */
  readonly activities: readonly ActivityRow[];
  readonly assets: readonly AssetRow[];
  /** By symbol and day. */
  readonly prices: readonly HandPrice[];
};

/** The activities are made when they are asked for, so that they are never all there at once. */
export type SlicedActivities = Omit<PortfolioActivities, 'activities'> & {
  readonly slices: Iterable<readonly ActivityRow[]>;
};

export type ActivitiesSince = {
  readonly version: string;
  readonly currency: string;
  readonly keepsCash: boolean;
  /** Rows that are there now and were not at `since`: an edited activity is in both lists. */
  readonly added: readonly ActivityRow[];
  readonly removed: readonly Removed[];
  readonly assets: readonly AssetRow[];
  readonly prices: readonly HandPrice[];
  /** All symbols that any of these name. */
  readonly changedSymbols: readonly string[];
};

export type Removed = {
  readonly id: string;
  readonly symbol: string | null;
  readonly target: string | null;
};

type Packed = {
  version: string;
  currency: string;
  keepsCash: boolean;
  rows: string | null;
  assets: AssetRow[] | null;
  prices: [symbol: string, day: string, price: string | null][] | null;
};

/** So many are read in a few milliseconds; then others have their turn. */
const sliceSize = 5_000;

const assetColumns = `json_build_object('symbol', symbol, 'name', name, 'class', class, 'currency', currency,
  'sector', sector, 'country', country, 'instrument', instrument)`;
const priceColumns = 'json_build_array(symbol, day, price::text)';

// One statement sees one moment.
const readAll = `
  select version, currency, keeps_cash as "keepsCash",
    (select ${packedRows} from portfolio_activity where portfolio_id = $1 and to_version is null) as rows,
    (select json_agg(${assetColumns} order by symbol) from tracked_asset where portfolio_id = $1) as assets,
    (select json_agg(${priceColumns} order by symbol, day) from tracked_price
     where portfolio_id = $1 and price is not null) as prices
  from tracked_portfolio where id = $1 and user_id = $2`;

type PackedPortfolio = Omit<PortfolioActivities, 'activities'> & { readonly packed: string | null };

const readChanged = `
  select version, currency, keeps_cash as "keepsCash",
    (select ${packedRows} from portfolio_activity
     where portfolio_id = $1 and from_version > $3 and to_version is null) as rows,
    (select json_agg(json_build_object('id', id, 'symbol', symbol, 'target', target)) from portfolio_activity
     where portfolio_id = $1 and to_version > $3 and from_version <= $3) as removed,
    (select json_agg(${assetColumns} order by symbol) from tracked_asset
     where portfolio_id = $1 and version > $3) as assets,
    (select json_agg(${priceColumns} order by symbol, day) from tracked_price
     where portfolio_id = $1 and version > $3) as prices
  from tracked_portfolio where id = $1 and user_id = $2`;

/** What happened in a portfolio, whether entered by hand or booked in the ledger. */
@Injectable()
export class ActivitiesReader {
  constructor(
    private readonly dataSource: DataSource,
    private readonly ledger: LedgerActivitiesService,
  ) {}

  /** Everything at one moment. The caller has looked up the portfolio as its owner (`ScopesService.resolve`). */
  async readCurrent(userId: string, portfolio: PortfolioRef): Promise<PortfolioActivities> {
    if (portfolio.bookId !== null) return this.ledger.read(portfolio.bookId, portfolio.currency);
    const { packed, ...read } = await this.readPacked(userId, portfolio);
    return { ...read, activities: await unpack(packed) };
  }

  /** As `readCurrent`, a slice at a time: by day and, within one, as they were entered. */
  async readSlices(userId: string, portfolio: PortfolioRef): Promise<SlicedActivities> {
    if (portfolio.bookId !== null) {
      const { activities, ...read } = await this.ledger.read(portfolio.bookId, portfolio.currency);
      return { ...read, slices: [activities] };
    }
    const { packed, ...read } = await this.readPacked(userId, portfolio);
    return { ...read, slices: unpackRows(packed, sliceSize) };
  }

  private async readPacked(userId: string, portfolio: PortfolioRef): Promise<PackedPortfolio> {
    const [read] = await this.dataSource.query<Packed[]>(readAll, [portfolio.id, userId]);
    if (!read) throw portfolioNotFound();
    const { rows, assets, prices, ...rest } = read;
    return { ...rest, packed: rows, assets: assets ?? [], prices: pricesOf(prices) };
  }

  /** Of a tracked portfolio: what changed since `version`, by indexes. One query, whether or not anything did. */
  async readSince(userId: string, portfolio: PortfolioRef, version: string): Promise<ActivitiesSince> {
    const [read] = await this.dataSource.query<(Packed & { removed: Removed[] | null })[]>(readChanged, [
      portfolio.id,
      userId,
      version,
    ]);
    if (!read) throw portfolioNotFound();
    const { rows, ...rest } = read;
    const [added, removed] = [await unpack(rows), read.removed ?? []];
    const [assets, prices] = [read.assets ?? [], pricesOf(read.prices)];
    const named = [...[...added, ...removed].flatMap(({ symbol, target }) => [symbol, target])];
    const symbols = [...named, ...[...assets, ...prices].map(({ symbol }) => symbol)];
    const changedSymbols = [...new Set(symbols.filter((symbol) => symbol !== null))];
    return { ...rest, added, removed, assets, prices, changedSymbols };
  }

  /** Of any portfolio: the version that `readCurrent` would have, for next to nothing. */
  async readVersion(userId: string, portfolio: PortfolioRef): Promise<string> {
    if (portfolio.bookId !== null) return this.ledger.readVersion(portfolio.bookId);
    const [read] = await this.dataSource.query<{ version: string }[]>(
      'select version from tracked_portfolio where id = $1 and user_id = $2',
      [portfolio.id, userId],
    );
    if (!read) throw portfolioNotFound();
    return read.version;
  }
}

async function unpack(packed: string | null): Promise<ActivityRow[]> {
  const rows: ActivityRow[] = [];
  for (const slice of unpackRows(packed, sliceSize)) {
    for (const row of slice) rows.push(row);
    if (slice.length === sliceSize) await nextTurn();
  }
  return rows.sort(inTime);
}

const pricesOf = (packed: Packed['prices']): HandPrice[] =>
  (packed ?? []).map(([symbol, day, price]) => ({ symbol, day, price }));
