import { multiplyDecimals, type Day, type Decimal } from '@tradeyard/kernel';
import type { Activity } from './activity.js';
import { inOrder } from './activity-order.js';
import { valueIn } from './conversion.js';
import { sumGains, type GainSums } from './gains.js';
import { followLots, lotMethods, type Lot, type LotBook, type LotMethod, type LotRules } from './lots.js';
import { calendarYear, taxYearOf, type TaxYear, type TaxYearStart } from './tax-year.js';
import { quantityOf } from './unit-count.js';

/** What is held is worth so much on `day`. `priceOf` is per unit as they are counted that day, null where unknown. */
export type Valuation = {
  readonly day: Day;
  readonly priceOf: (symbol: string) => { readonly price: Decimal; readonly currency: string } | null;
};

export type MethodYear = GainSums & {
  readonly year: TaxYear;
  /** The year's gain less that under the method in use. */
  readonly shift: bigint;
};

/** What one method makes of the activities; minor units of the portfolio's currency. */
export type MethodOutcome = {
  readonly method: LotMethod;
  readonly years: readonly MethodYear[];
  readonly realised: GainSums;
  /** What is held has cost so much, less what is owed has brought. */
  readonly heldCost: bigint;
  readonly unrealised: bigint;
  /** The cost that transfers took along: it is no gain here, and which lots left is the method's. */
  readonly transferredCost: bigint;
  /** Realised and unrealised together. Less `transferredCost` it is the same whatever the method. */
  readonly total: bigint;
  /** Less those under the method in use: what is gained now, and what is left to be gained. */
  readonly realisedShift: bigint;
  readonly unrealisedShift: bigint;
};

export type MethodComparison = {
  /** The method in use. */
  readonly method: LotMethod;
  /** What is held is worth so much, less what is owed: the same under every method. */
  readonly value: bigint;
  readonly outcomes: readonly MethodOutcome[];
  /** What has no price counts as worth its cost, and while there is any, totals differ by what it cost. */
  readonly unpriced: readonly string[];
};

/**
 * The same activities under every method, so that a switch can be seen before it is made: gains move between years, and
 * between what is realised and what is not, and none is made or lost. Chosen lots that are not there are forgiven.
 */
export function compareMethods(
  activities: readonly Activity[],
  rules: LotRules,
  valuation: Valuation,
  start: TaxYearStart = calendarYear,
): MethodComparison {
  return compareBooks([...booksByMethod(activities, rules)], rules, valuation, start);
}

/** The books of the activities under each of `lotMethods`, one at a time: of many activities each takes a while. */
export function* booksByMethod(activities: readonly Activity[], rules: LotRules): Generator<LotBook> {
  const sorted = inOrder(activities);
  for (const method of lotMethods) yield followLots(sorted, { ...rules, method, forgivesLots: true });
}

/** The same from those books. */
export function compareBooks(
  books: readonly LotBook[],
  rules: LotRules,
  valuation: Valuation,
  start: TaxYearStart = calendarYear,
): MethodComparison {
  const valued = books.map((book) => valueLots(book, rules, valuation));
  const outcomes = books.map((book, index) => outcomeOf(book, valued[index], start));
  const current = outcomes[lotMethods.indexOf(rules.method)];
  return {
    method: rules.method,
    value: valued[0]?.value ?? 0n,
    outcomes: outcomes.map((outcome) => withShifts(outcome, current)),
    unpriced: valued[0]?.unpriced ?? [],
  };
}

type Valued = { readonly value: bigint; readonly unrealised: bigint; readonly unpriced: readonly string[] };

/** One rounding an asset, of all its units together, so that no method has another value for the same. */
function valueLots({ lots }: LotBook, rules: LotRules, { day, priceOf }: Valuation): Valued {
  let [value, unrealised] = [0n, 0n];
  const unpriced: string[] = [];
  for (const [symbol, ofSymbol] of Map.groupBy(lots, (lot) => lot.symbol)) {
    const cost = costOf(ofSymbol);
    const quote = priceOf(symbol);
    if (!quote) unpriced.push(symbol);
    const units = ofSymbol.reduce((sum, lot) => sum + signOf(lot) * lot.quantity.digits, 0n);
    const worth = quote
      ? valueIn(rules, multiplyDecimals(quantityOf(units), quote.price), quote.currency, day)
      : cost;
    value += worth;
    unrealised += worth - cost;
  }
  return { value, unrealised, unpriced: unpriced.sort() };
}

const signOf = ({ side }: Lot): bigint => (side === 'long' ? 1n : -1n);
const costOf = (lots: readonly Lot[]): bigint => lots.reduce((sum, lot) => sum + signOf(lot) * lot.cost, 0n);

type PlainOutcome = Omit<MethodOutcome, 'years' | 'realisedShift' | 'unrealisedShift'> & {
  readonly years: readonly (GainSums & { readonly year: TaxYear })[];
};

function outcomeOf(book: LotBook, valued: Valued | undefined, start: TaxYearStart): PlainOutcome {
  const realised = sumGains(book.disposals);
  const unrealised = valued?.unrealised ?? 0n;
  const transfers = book.disposals.filter(({ kind }) => kind === 'transfer');
  return {
    method: book.method,
    years: yearsOf(book, start),
    realised,
    heldCost: costOf(book.lots),
    unrealised,
    transferredCost: transfers.reduce((sum, { side, cost }) => sum + (side === 'long' ? cost : -cost), 0n),
    total: realised.gain + unrealised,
  };
}

function yearsOf({ disposals }: LotBook, start: TaxYearStart): (GainSums & { year: TaxYear })[] {
  const realised = disposals.filter(({ kind }) => kind !== 'transfer');
  const byYear = Map.groupBy(realised, ({ day }) => taxYearOf(day, start).first);
  return [...byYear].map(([first, list]) => ({ year: taxYearOf(first, start), ...sumGains(list) }));
}

function withShifts(outcome: PlainOutcome, current: PlainOutcome | undefined): MethodOutcome {
  const gains = new Map(current?.years.map(({ year, gain }) => [year.first, gain]));
  return {
    ...outcome,
    years: outcome.years.map((year) => ({ ...year, shift: year.gain - (gains.get(year.year.first) ?? 0n) })),
    realisedShift: outcome.realised.gain - (current?.realised.gain ?? 0n),
    unrealisedShift: outcome.unrealised - (current?.unrealised ?? 0n),
  };
}
