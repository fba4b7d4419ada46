import {
  multiplyDecimals,
  multiplyRatios,
  powerOfTen,
  type Day,
  type Decimal,
  type Ratio,
} from '@tradeyard/kernel';
import type { Activity, ActivityType } from './activity.js';
import { HeldUnits } from './held-units.js';
import { SplitFactors, withMarketSplits, type MarketSplit } from './split-factors.js';
import { factorOf, quantityOf, scaleUnits, wholeUnit } from './unit-count.js';

/** An activity of one position in units of today: exact, until `courseNumbers` makes floats of it. */
export type CourseEntry = {
  /** The activity it comes from; a merger or a spin-off makes several of one. */
  readonly id: string;
  readonly day: Day;
  readonly at: string | null;
  readonly type: ActivityType;
  /** Units of today, zero or more. */
  readonly quantity: Ratio;
  /** Per unit of today. Null: unknown, for a transfer to be counted at the day's price. */
  readonly price: Ratio | null;
  /** What was paid in all where that is known, else null. */
  readonly amount: Decimal | null;
  readonly fee: Decimal;
  readonly currency: string;
  /** From one position of the portfolio to another: nothing came in from outside. */
  readonly isInternal: boolean;
};

export type CourseInput = {
  /** Splits of the market, by the portfolio's symbols. One that the portfolio has itself counts once. */
  readonly splits?: readonly MarketSplit[];
  /** What a unit of today was worth on a day, in a currency; null where unknown. */
  readonly priceOf?: (symbol: string, day: Day, currency: string) => Decimal | null;
};

export type Courses = ReadonlyMap<string, readonly CourseEntry[]>;

/**
 * The activities of each asset in order and in units of today, for what values them at split-adjusted prices. What was
 * before a split is multiplied by the ratios of all later ones, which are divided once. Corporate actions are gone:
 *
 * - A split is in the quantities before it. Its cash in lieu of a fraction is a sale of the fraction.
 * - A merger is a transfer of all units to the target, both ways at the same value: that of the target's units, else that
 *   of the old ones less the cash, as `priceOf` has it, or unknown. The cash is the sale of as large a part of the units as the cash is of their value; where no price is known
 *   as large as the `costShare`, else by the last price paid. For cash alone it is a sale of all.
 * - A spin-off is a purchase of the new units for nothing: the old ones lose in price what the new ones gain, so that
 *   together they neither gain nor lose.
 * - What is owed is the other way round: bought back, and sold short.
 *
 * Of activities without a symbol, and of deposits and withdrawals, none is about the units of an asset: they are left out.
 */
export function adjustedCourse(
  activities: readonly Activity[],
  { splits = [], priceOf = () => null }: CourseInput = {},
): Courses {
  const sorted = withMarketSplits(activities, splits);
  const writer = new CourseWriter(new SplitFactors(sorted), priceOf);
  for (const activity of sorted) writer.write(activity);
  return writer.courses;
}

const one: Ratio = { numerator: 1n, denominator: 1n };
const zero: Ratio = { numerator: 0n, denominator: 1n };
const noFee: Decimal = { digits: 0n, scale: 0 };

const inverse = ({ numerator, denominator }: Ratio): Ratio => ({
  numerator: denominator,
  denominator: numerator,
});
const exact = ({ digits, scale }: Decimal): Ratio => ({ numerator: digits, denominator: powerOfTen(scale) });
const isBelow = (a: Ratio, b: Ratio): boolean => a.numerator * b.denominator < b.numerator * a.denominator;
const less = (a: Ratio, b: Ratio): Ratio => ({
  numerator: a.numerator * b.denominator - b.numerator * a.denominator,
  denominator: a.denominator * b.denominator,
});
const plus = (a: Ratio, b: Ratio): Ratio => ({
  numerator: a.numerator * b.denominator + b.numerator * a.denominator,
  denominator: a.denominator * b.denominator,
});
const timesIfNeeded = (a: Ratio, b: Ratio): Ratio => (b === one ? a : multiplyRatios(a, b));

/** Which types are about an asset, its units or what it paid. */
const ofAssets: ReadonlySet<ActivityType> = new Set(['buy', 'sell', 'short', 'cover', 'item', 'transfer_in', 'transfer_out', 'dividend', 'interest', 'fee', 'liability']); // prettier-ignore

/** What moves units on the side that is held and, of what is owed, the other way round. */
const moves = {
  long: { sale: 'sell', leave: 'transfer_out', enter: 'transfer_in', gift: 'buy' },
  short: { sale: 'cover', leave: 'transfer_in', enter: 'transfer_out', gift: 'short' },
} as const;
type Moves = (typeof moves)['long' | 'short'];

class CourseWriter {
  readonly courses = new Map<string, CourseEntry[]>();
  private readonly held = new HeldUnits();
  /** Per unit of today. */
  private readonly lastPrices = new Map<string, Ratio>();

  constructor(
    private readonly factors: SplitFactors,
    private readonly priceOf: NonNullable<CourseInput['priceOf']>,
  ) {}

  write(activity: Activity): void {
    const { type, symbol } = activity;
    if (symbol === null) return;
    if (type === 'split') this.writeSplit(activity, symbol);
    else if (type === 'merger') this.writeMerger(activity, symbol);
    else if (type === 'spin_off') this.writeSpinOff(activity, symbol);
    else if (ofAssets.has(type)) this.writePlain(activity, symbol);
    this.held.apply(activity);
  }

  private writePlain(activity: Activity, symbol: string): void {
    const { quantity, price } = activity;
    const factor = this.factors.after(symbol, activity.day);
    const perUnit = price && timesIfNeeded(exact(price), factor === one ? one : inverse(factor));
    if (perUnit && quantity && activity.type !== 'dividend') this.lastPrices.set(symbol, perUnit);
    this.add(symbol, activity, {
      type: activity.type,
      quantity: quantity ? timesIfNeeded(exact(quantity), factor) : zero,
      price: perUnit ?? (activity.type.startsWith('transfer_') ? null : zero),
      amount: activity.amount,
      fee: activity.fee,
      isInternal: false,
    });
  }

  /** The fraction that a split with cash in lieu leaves, in units after it: those of before are adjusted for it. */
  private writeSplit(activity: Activity, symbol: string): void {
    const { ratio, amount } = activity;
    if (!ratio || !amount) return;
    for (const [side, units] of this.sidesOf(symbol)) {
      this.payFraction(activity, symbol, moves[side], scaleUnits(units, factorOf(ratio)) % wholeUnit);
    }
  }

  private writeSpinOff(activity: Activity, symbol: string): void {
    const { ratio, target, amount, day } = activity;
    if (!ratio || target === null) return;
    for (const [side, units] of this.sidesOf(symbol)) {
      const received = scaleUnits(units, factorOf(ratio));
      this.add(target, activity, {
        type: moves[side].gift,
        quantity: this.today(target, day, received),
        price: zero,
        amount: null,
        isInternal: true,
      });
      if (amount) this.payFraction(activity, target, moves[side], received % wholeUnit);
    }
  }

  private writeMerger(activity: Activity, symbol: string): void {
    const { ratio, target, amount, day } = activity;
    if (!ratio) return;
    const worth = this.worthOf(activity, symbol);
    for (const [side, units] of this.sidesOf(symbol)) {
      const { sale, leave, enter } = moves[side];
      const isForCash = target === null || ratio.to.digits === 0n;
      const sold = isForCash ? one : this.soldPart(activity, symbol, worth);
      const all = this.today(symbol, day, units);
      if (sold.numerator > 0n) {
        const cash = multiplyDecimals(amount ?? noFee, quantityOf(units));
        const quantity = multiplyRatios(all, sold);
        const price = multiplyRatios(exact(cash), inverse(quantity));
        this.add(symbol, activity, { type: sale, quantity, price, amount: cash, isInternal: false });
      }
      if (isForCash) continue;
      const moved = multiplyRatios(all, less(one, sold));
      const becomes = this.today(target, day, scaleUnits(units, factorOf(ratio)));
      const value = worth && multiplyRatios(worth, moved);
      const perUnit = value && becomes.numerator > 0n ? multiplyRatios(value, inverse(becomes)) : null;
      const internal = { amount: null, isInternal: true };
      this.add(symbol, activity, { type: leave, quantity: moved, price: worth, ...internal });
      this.add(target, activity, { type: enter, quantity: becomes, price: perUnit, ...internal });
    }
  }

  /** Which part of the units the cash of a merger pays for. */
  private soldPart({ amount, costShare, day }: Activity, symbol: string, worth: Ratio | null): Ratio {
    if (!amount || amount.digits === 0n) return zero;
    if (!worth && costShare && costShare.digits > 0n) return exact(costShare);
    const cash = multiplyRatios(exact(amount), inverse(this.factors.after(symbol, day)));
    const price = worth ?? this.lastPrices.get(symbol) ?? zero;
    return isBelow(cash, price) ? multiplyRatios(cash, inverse(price)) : one;
  }

  /** Of a unit of today of what merges: what it becomes and the cash for it, else its own price. */
  private worthOf({ ratio, target, amount, day, currency }: Activity, symbol: string): Ratio | null {
    const becomes = target === null ? null : this.priceOf(target, day, currency);
    if (!ratio || target === null || !becomes || becomes.digits === 0n) {
      const own = this.priceOf(symbol, day, currency);
      return own && exact(own);
    }
    const units = multiplyRatios(factorOf(ratio), this.factors.after(target, day));
    const ofDay = plus(multiplyRatios(exact(becomes), units), exact(amount ?? noFee));
    return multiplyRatios(ofDay, inverse(this.factors.after(symbol, day)));
  }

  private payFraction(activity: Activity, symbol: string, { sale }: Moves, units: bigint): void {
    const { amount, day } = activity;
    // Where no fraction is left, nothing can be sold for it; the cash is in the gains of the lots.
    if (!amount || units === 0n) return;
    const quantity = this.today(symbol, day, units);
    const price = multiplyRatios(exact(amount), inverse(quantity));
    this.add(symbol, activity, { type: sale, quantity, price, amount, isInternal: false });
  }

  private sidesOf(symbol: string): ['long' | 'short', bigint][] {
    const { long, short } = this.held.sidesOf(symbol);
    const sides: ['long' | 'short', bigint][] = [
      ['long', long],
      ['short', short],
    ];
    return sides.filter(([, units]) => units > 0n);
  }

  /** Units of 10^-18 of the day as units of today. */
  private today(symbol: string, day: Day, units: bigint): Ratio {
    return timesIfNeeded(exact(quantityOf(units)), this.factors.after(symbol, day));
  }

  private add(
    symbol: string,
    { id, day, at, currency }: Activity,
    entry: Pick<CourseEntry, 'type' | 'quantity' | 'price' | 'amount' | 'isInternal'> & { fee?: Decimal },
  ): void {
    const list = this.courses.get(symbol);
    const complete = { fee: noFee, ...entry, id, day, at, currency };
    if (list) list.push(complete);
    else this.courses.set(symbol, [complete]);
  }
}
