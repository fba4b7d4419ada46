import { dayNumber, type Day, type DayNumber, type Decimal, type Ratio } from '@tradeyard/kernel';
import type { Activity } from './activity.js';
import { rateIn, valueIn } from './conversion.js';
import { LotQueue, type LotPiece } from './lot-queue.js';
import type { Disposal, DisposalKind, DisposedLot, LotRules } from './lots.js';
import { amountSplitter, quantityOf } from './unit-count.js';

/** What is held of an asset and what is owed of it. */
export type LotSides = { readonly long: LotQueue; readonly short: LotQueue };

/** What leaves a side of a position. */
export type Departure = {
  readonly activity: Activity;
  readonly symbol: string;
  readonly kind: DisposalKind;
  readonly side: 'long' | 'short';
  readonly pieces: readonly LotPiece[];
};

/** The same date a year later. Of February 29 it is one that is not there, and comes before March 1. */
const yearAfter = (day: Day): string => `${`${Number(day.slice(0, 4)) + 1}`.padStart(4, '0')}${day.slice(4)}`;

/**
 * Held for more than a year: sold later than on the same date of the next one, as the day of purchase does not count (26
 * U.S.C. section 1222; IRS publication 550, "Holding Period"). In a leap year that is 366 days.
 */
const isLongTerm = (acquired: Day, sold: Day, heldDays: number): boolean =>
  heldDays > 366 || (heldDays > 364 && sold > yearAfter(acquired));

/** The books while they are kept: open lots by asset, and what has left them. */
export class LotLedger {
  readonly disposals: Disposal[] = [];
  private readonly sides = new Map<string, LotSides>();
  /** Dates are read once each: many lots are of one day. */
  private readonly numbers = new Map<Day, DayNumber>();
  private opened = 0;

  constructor(readonly rules: LotRules) {}

  of(symbol: string): LotSides {
    const known = this.sides.get(symbol);
    if (known) return known;
    const { method, currency } = this.rules;
    const sides = {
      long: new LotQueue(method, 'long', currency),
      short: new LotQueue(method, 'short', currency),
    };
    this.sides.set(symbol, sides);
    return sides;
  }

  positions(): Iterable<[string, LotSides]> {
    return this.sides;
  }

  /** The next number of an opened lot. */
  nextOrder(): number {
    this.opened += 1;
    return this.opened;
  }

  rateOf(currency: string, day: Day): Ratio {
    return rateIn(this.rules, currency, day);
  }

  valueOf(value: Decimal, currency: string, day: Day): bigint {
    return valueIn(this.rules, value, currency, day);
  }

  take(queue: LotQueue, units: bigint, { lots }: Activity): LotPiece[] {
    return queue.take(units, lots, this.rules.forgivesLots ?? false);
  }

  /** Writes a disposal down, its amount (minor units, less fees) handed out over the lots; null: at cost. */
  dispose({ amount, ...departure }: Departure & { readonly amount: bigint | null }): void {
    if (amount === null) {
      this.record(departure, ({ cost }) => cost);
      return;
    }
    const units = departure.pieces.reduce((sum, { quantity }) => sum + quantity, 0n);
    const share = amountSplitter(amount, units);
    this.record(departure, ({ quantity }) => share(quantity));
  }

  /** As `dispose`, with the amount of each piece. */
  record(
    { activity, symbol, kind, side, pieces }: Departure,
    amountOf: (piece: LotPiece, index: number) => bigint,
  ): void {
    let [units, cost, proceeds] = [0n, 0n, 0n];
    const today = this.numberOf(activity.day);
    const lots = pieces.map((piece, index): DisposedLot => {
      const amount = amountOf(piece, index);
      // Of what is owed the sale came first, and what was brought for it is the lot's.
      const [paid, brought] = side === 'long' ? [piece.cost, amount] : [amount, piece.cost];
      units += piece.quantity;
      cost += paid;
      proceeds += brought;
      const heldDays = today - this.numberOf(piece.acquired);
      return {
        lotId: piece.id,
        acquired: piece.acquired,
        quantity: quantityOf(piece.quantity),
        cost: paid,
        proceeds: brought,
        gain: brought - paid,
        heldDays,
        term: side === 'long' && isLongTerm(piece.acquired, activity.day, heldDays) ? 'long' : 'short',
        isCostKnown: piece.isCostKnown,
      };
    });
    const { id: activityId, day, at } = activity;
    const quantity = quantityOf(units);
    const gain = proceeds - cost;
    this.disposals.push({ activityId, day, at, symbol, kind, side, quantity, cost, proceeds, gain, lots });
  }

  private numberOf(day: Day): DayNumber {
    const known = this.numbers.get(day);
    if (known !== undefined) return known;
    const number = dayNumber(day);
    this.numbers.set(day, number);
    return number;
  }
}
