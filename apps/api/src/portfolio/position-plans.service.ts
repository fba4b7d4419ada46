import { Injectable } from '@nestjs/common';
import { dayNumber, getCurrency } from '@tradeyard/kernel';
import type { Split } from '@tradeyard/market';
import {
  adjustedCourse,
  adjustForSplits,
  type AssetClass,
  cashLegOf,
  type CourseActivity,
  type CourseInput,
  courseNumbers,
  isSameSplit,
  type MarketSplit,
  type UnitSplit,
} from '@tradeyard/portfolio';
import type { AssetRow } from '../activities/activities-reader.service.js';
import type { ActivityRow } from '../activities/activity-rows.service.js';
import { addToCash, countedOf, inCurrency, paidFor, type CrossRate } from './counted-activities.service.js';
import { cashName, type HeldPortfolio } from './held-activities.service.js';

/** A position of a portfolio before it is valued: a symbol, or the cash of a currency. */
export type PlannedPosition = {
  /** Of all positions of a scope: the portfolio's id and `name`. */
  readonly key: string;
  /** The symbol, or what `cashName` makes. */
  readonly name: string;
  readonly portfolioId: string;
  /** As people read it. */
  readonly symbol: string;
  readonly title: string;
  readonly assetClass: AssetClass;
  readonly kind: 'asset' | 'cash' | 'liability';
  readonly currency: string;
  readonly sector: string | null;
  readonly country: string | null;
  readonly instrument: string | null;
  /** All currencies that its activities are in. */
  readonly currencies: ReadonlySet<string>;
};

/** By instrument. */
type MarketSplits = ReadonlyMap<string, readonly Split[]>;

type PlanMarket = {
  readonly rateOf: CrossRate;
  readonly splits: MarketSplits;
  readonly priceOf: NonNullable<CourseInput['priceOf']>;
};

/** Money that comes or goes: of a portfolio that keeps no cash it is none of its positions. */
const cashTypes: ReadonlySet<string> = new Set(['deposit', 'withdrawal', 'transfer_in', 'transfer_out']);

/** Finds out which positions a portfolio's activities make, and what each of them did. */
@Injectable()
export class PositionPlansService {
  /** All positions that any activity is about. */
  list(portfolio: HeldPortfolio): ReadonlyMap<string, PlannedPosition> {
    const currencies = new Map<string, Set<string>>();
    const note = (name: string, currency: string) => {
      const known = currencies.get(name);
      if (known) known.add(currency);
      else currencies.set(name, new Set([currency]));
    };
    for (const { row } of portfolio.activities) {
      if (row.symbol !== null) note(row.symbol, row.currency);
      if (row.target !== null) note(row.target, row.currency);
      if (showsInCash(row, portfolio.keepsCash)) note(cashName(row.currency), row.currency);
      if (row.gave) note(cashName(row.currency), row.gave.currency);
    }
    return new Map([...currencies].map(([name, own]) => [name, plannedOf(portfolio, name, own)] as const));
  }

  /** By name, for the given ones: what the engine counts, in the currency of each, in time. */
  activitiesOf(
    portfolio: HeldPortfolio,
    planned: ReadonlyMap<string, PlannedPosition>,
    names: ReadonlySet<string>,
    market: PlanMarket,
  ): ReadonlyMap<string, readonly CourseActivity[]> {
    const found = new Map<string, CourseActivity[]>();
    for (const name of names) if (planned.has(name)) found.set(name, []);
    const { rateOf } = market;
    const splits = this.splitsOf(portfolio, market.splits);
    const corporate = listCorporate(portfolio);
    for (const { row } of portfolio.activities) {
      const isCash = isMoney(row, planned);
      const isPlain = !isCash && row.type !== 'split' && !corporate.has(row.symbol ?? '');
      const own = isPlain ? found.get(row.symbol ?? '') : undefined;
      const cash = showsInCash(row, portfolio.keepsCash) ? found.get(cashName(row.currency)) : undefined;
      if (!own && !cash) continue;
      const counted = countedOf(row);
      if (own) {
        const adjusted = adjustForSplits(counted, splits.get(row.symbol ?? '') ?? []);
        own.push(inCurrency(adjusted, row.currency, planned.get(row.symbol ?? '')?.currency, rateOf));
      }
      if (cash) addToCash(cash, { ...counted, ...paidFor(row, rateOf) }, isCash, portfolio.keepsCash);
    }
    if (corporate.size > 0) this.addCorporate(portfolio, planned, { ...market, corporate }, found);
    return found;
  }

  /** What merged or was spun off is followed in exact numbers, since one position's units make another's. */
  private addCorporate(
    portfolio: HeldPortfolio,
    planned: ReadonlyMap<string, PlannedPosition>,
    { corporate, rateOf, splits, priceOf }: PlanMarket & { readonly corporate: ReadonlySet<string> },
    found: ReadonlyMap<string, CourseActivity[]>,
  ): void {
    const about = portfolio.activities.filter(({ row }) => row.symbol !== null && corporate.has(row.symbol));
    const actions = new Set(about.flatMap(({ row }) => (isCorporate(row) ? [row.id] : [])));
    const exact = about.map(({ activity }) => activity);
    const input = { splits: this.marketSplitsOf(portfolio, splits), priceOf };
    for (const [symbol, entries] of adjustedCourse(exact, input)) {
      const own = corporate.has(symbol) ? found.get(symbol) : undefined;
      const to = planned.get(symbol)?.currency;
      for (const entry of entries) {
        const counted = courseNumbers(entry);
        own?.push(inCurrency(counted, entry.currency, to, rateOf));
        // What it paid in cash is known here only.
        const isPaid = portfolio.keepsCash && actions.has(entry.id);
        const leg = isPaid ? cashLegOf(counted) : null;
        const cash = leg && found.get(cashName(entry.currency));
        if (cash) insert(cash, leg);
      }
    }
  }

  /** The given ones, and those that what is held of them goes over to or comes from. */
  withLinked(portfolio: HeldPortfolio, names: ReadonlySet<string>): ReadonlySet<string> {
    const corporate = listCorporate(portfolio);
    return [...corporate].some((symbol) => names.has(symbol)) ? new Set([...names, ...corporate]) : names;
  }

  /** Of the market, for what was entered by hand: what is in the ledger is booked there. By the portfolio's own symbols. */
  marketSplitsOf({ ref, assets }: HeldPortfolio, market: MarketSplits): MarketSplit[] {
    if (ref.kind !== 'tracked') return [];
    return [...assets.values()].flatMap(({ symbol, instrument }) =>
      instrument === null
        ? []
        : (market.get(instrument) ?? []).map(({ day, to, from }) => ({
            ...{ symbol, day },
            to: { digits: to, scale: 0 },
            from: { digits: from, scale: 0 },
          })),
    );
  }

  /**
   * By symbol: those that were entered, and those of the market for what was entered by hand; in the ledger all are
   * booked. One that is the same as one of the market (see `isSameSplit`) is on that one's day, as the prices are.
   */
  splitsOf(portfolio: HeldPortfolio, market: MarketSplits): ReadonlyMap<string, readonly UnitSplit[]> {
    const splits = new Map<string, UnitSplit[]>();
    const ofSymbol = (symbol: string): UnitSplit[] => {
      if (!splits.has(symbol)) splits.set(symbol, []);
      return splits.get(symbol) ?? [];
    };
    for (const { row } of portfolio.activities) {
      const { type, symbol, ratioTo, ratioFrom, day } = row;
      if (type !== 'split' || symbol === null || ratioTo === null || ratioFrom === null) continue;
      ofSymbol(symbol).push({ day: dayNumber(day), to: Number(ratioTo), from: Number(ratioFrom) });
    }
    for (const { symbol, day, to, from } of this.marketSplitsOf(portfolio, market)) {
      const split = { day: dayNumber(day), to: Number(to.digits), from: Number(from.digits) };
      const own = ofSymbol(symbol);
      const same = own.findIndex((each) => isSameSplit(each, split));
      if (same < 0) own.push(split);
      else own[same] = { ...(own[same] ?? split), day: split.day };
    }
    return splits;
  }
}

/** A split is in the units alone, unless it paid something out. */
const isCorporate = ({ type, amount }: ActivityRow): boolean =>
  type === 'merger' || type === 'spin_off' || (type === 'split' && amount !== null);

function insert(cash: CourseActivity[], leg: CourseActivity): void {
  const after = cash.findLastIndex(({ day, atMs }) => day < leg.day || (day === leg.day && atMs <= leg.atMs));
  cash.splice(after + 1, 0, leg);
}

/** The symbols that merged or were spun off, or became others so. */
function listCorporate({ activities }: HeldPortfolio): ReadonlySet<string> {
  const symbols = new Set<string>();
  for (const { row } of activities) {
    if (!isCorporate(row)) continue;
    for (const symbol of [row.symbol, row.target]) if (symbol !== null) symbols.add(symbol);
  }
  return symbols;
}

/** Without cash of its own, a portfolio has interest and fees that are about no asset, and nothing else of money. */
const showsInCash = ({ symbol, type }: ActivityRow, keepsCash: boolean): boolean =>
  keepsCash || (symbol === null && !cashTypes.has(type));

/** It is about no asset, or names one that is no money itself: a deposit for it is none of its units. */
const isMoney = ({ symbol, type }: ActivityRow, planned: ReadonlyMap<string, PlannedPosition>): boolean =>
  symbol === null || ((type === 'deposit' || type === 'withdrawal') && planned.get(symbol)?.kind !== 'cash');

function plannedOf(
  { ref, assets }: HeldPortfolio,
  name: string,
  currencies: ReadonlySet<string>,
): PlannedPosition {
  const ids = { key: `${ref.id} ${name}`, name, portfolioId: ref.id, currencies };
  const asset = assets.get(name);
  if (!asset && name === cashName([...currencies][0] ?? ''))
    return { ...ids, ...cashOf([...currencies][0] ?? '') };
  return { ...ids, ...assetOf(asset ?? unknownAsset(name, [...currencies][0] ?? '')) };
}

const cashOf = (currency: string) => ({
  symbol: currency,
  title: getCurrency(currency).name,
  assetClass: 'cash' as const,
  kind: 'cash' as const,
  currency,
  sector: null,
  country: null,
  instrument: null,
});

const kindOf = (assetClass: AssetClass): PlannedPosition['kind'] =>
  assetClass === 'cash' || assetClass === 'liability' ? assetClass : 'asset';

const assetOf = ({ symbol, name, class: assetClass, currency, sector, country, instrument }: AssetRow) => ({
  symbol,
  title: name,
  assetClass,
  kind: kindOf(assetClass),
  currency,
  sector,
  country,
  instrument,
});

/** An activity names its asset, so there is one; should it be missing, what is known is what was paid. */
const unknownAsset = (symbol: string, currency: string): AssetRow => ({
  symbol,
  name: symbol,
  class: 'other',
  currency,
  sector: null,
  country: null,
  instrument: null,
});
