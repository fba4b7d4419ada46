import type { Day, Decimal } from '@tradeyard/kernel';
import type { Activity } from './activity.js';
import { inOrder } from './activity-order.js';
import { valueIn, type Conversion } from './conversion.js';
import type { Disposal, LotBook } from './lots.js';
import { calendarYear, taxYearOf, type TaxYear, type TaxYearStart } from './tax-year.js';

/** Sums of what was realised; minor units of the portfolio's currency. `gain = proceeds - cost = shortTerm + longTerm`. */
export type GainSums = {
  readonly proceeds: bigint;
  readonly cost: bigint;
  readonly gain: bigint;
  readonly shortTerm: bigint;
  readonly longTerm: bigint;
};

export type SymbolGains = GainSums & { readonly symbol: string; readonly disposals: number };

/** What came and went besides, each converted at the rate of its day; minor units of the portfolio's currency. */
export type YearIncome = {
  /** Before tax. */
  readonly dividends: bigint;
  /** Before tax, less what was paid. */
  readonly interest: bigint;
  /** Of dividends and interest. */
  readonly taxes: bigint;
  /** Those that are no part of a cost or of proceeds: fees by themselves, of transfers, deposits and withdrawals. */
  readonly fees: bigint;
  /** Those of trades, which costs and proceeds have in them already: to be told, not to be counted again. */
  readonly tradeFees: bigint;
};

export type YearGains = GainSums &
  YearIncome & {
    readonly year: TaxYear;
    /** What realised something, in order, each with its lots. */
    readonly disposals: readonly Disposal[];
    /** What was transferred out, at cost: nothing is realised by it. */
    readonly transfers: readonly Disposal[];
    /** By symbol, in the order of the alphabet; they add up to the year. */
    readonly symbols: readonly SymbolGains[];
  };

const nothing: GainSums = { proceeds: 0n, cost: 0n, gain: 0n, shortTerm: 0n, longTerm: 0n };

/** What the disposals realised; transfers realise nothing and are left out. */
export function sumGains(disposals: readonly Disposal[]): GainSums {
  let { proceeds, cost, gain, shortTerm, longTerm } = nothing;
  for (const disposal of disposals) {
    if (disposal.kind === 'transfer') continue;
    proceeds += disposal.proceeds;
    cost += disposal.cost;
    gain += disposal.gain;
    for (const lot of disposal.lots) {
      if (lot.term === 'long') longTerm += lot.gain;
      else shortTerm += lot.gain;
    }
  }
  return { proceeds, cost, gain, shortTerm, longTerm };
}

/**
 * Realised gains and income by tax year, oldest first, only of years in which there was any. `activities` are those that
 * the book was made of. Everything adds up to the minor unit: lots to disposals, disposals to symbols, symbols to years.
 */
export function gainsByYear(
  book: LotBook,
  activities: readonly Activity[],
  conversion: Conversion,
  start: TaxYearStart = calendarYear,
): readonly YearGains[] {
  const years = new Map<string, { year: TaxYear; disposals: Disposal[]; incomes: YearIncome }>();
  const yearFor = yearFinder(start);
  const at = (day: Day) => {
    const year = yearFor(day);
    const known = years.get(year.first);
    if (known) return known;
    const empty = { year, disposals: [], incomes: noIncome };
    years.set(year.first, empty);
    return empty;
  };
  for (const disposal of book.disposals) at(disposal.day).disposals.push(disposal);
  for (const activity of inOrder(activities)) {
    const income = incomeOf(activity, conversion);
    if (!income) continue;
    const year = at(activity.day);
    year.incomes = addIncome(year.incomes, income);
  }
  return [...years.values()]
    .sort((a, b) => (a.year.first < b.year.first ? -1 : 1))
    .map(({ year, disposals, incomes }) => ({
      year,
      ...sumGains(disposals),
      ...incomes,
      disposals: disposals.filter(({ kind }) => kind !== 'transfer'),
      transfers: disposals.filter(({ kind }) => kind === 'transfer'),
      symbols: gainsBySymbol(disposals),
    }));
}

/** Most days in a row are of one year, which is found once for them. */
function yearFinder(start: TaxYearStart): (day: Day) => TaxYear {
  let last: TaxYear | undefined;
  return (day) => {
    if (!last || day < last.first || day > last.last) last = taxYearOf(day, start);
    return last;
  };
}

function gainsBySymbol(disposals: readonly Disposal[]): SymbolGains[] {
  const bySymbol = Map.groupBy(
    disposals.filter(({ kind }) => kind !== 'transfer'),
    ({ symbol }) => symbol,
  );
  return [...bySymbol]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([symbol, list]) => ({ symbol, disposals: list.length, ...sumGains(list) }));
}

const noIncome: YearIncome = { dividends: 0n, interest: 0n, taxes: 0n, fees: 0n, tradeFees: 0n };

const addIncome = (a: YearIncome, b: Partial<YearIncome>): YearIncome => ({
  dividends: a.dividends + (b.dividends ?? 0n),
  interest: a.interest + (b.interest ?? 0n),
  taxes: a.taxes + (b.taxes ?? 0n),
  fees: a.fees + (b.fees ?? 0n),
  tradeFees: a.tradeFees + (b.tradeFees ?? 0n),
});

function incomeOf(activity: Activity, conversion: Conversion): Partial<YearIncome> | undefined {
  const { type, amount, fee } = activity;
  const valueOf = (value: Decimal): bigint => valueIn(conversion, value, activity.currency, activity.day);
  if (type === 'dividend' || type === 'interest') {
    const income = amount ? valueOf(amount) : 0n;
    const taxes = valueOf(fee);
    return type === 'dividend' ? { dividends: income, taxes } : { interest: income, taxes };
  }
  if (type === 'fee') return { fees: valueOf(amount ?? fee) };
  if (fee.digits === 0n) return undefined;
  const isTrade = ['buy', 'sell', 'short', 'cover', 'item'].includes(type);
  return isTrade ? { tradeFees: valueOf(fee) } : { fees: valueOf(fee) };
}
