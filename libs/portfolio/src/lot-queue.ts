import { DomainError, divide, formatDecimal } from '@tradeyard/kernel';
import type { ChosenLot } from './activity.js';
import { LotLine, type LotOrder } from './lot-line.js';
import { costsMore, type UnitCost } from './unit-cost.js';
import { quantityOf, unitsOf } from './unit-count.js';
import type { Lot, LotMethod } from './lots.js';

/** A lot while the books are followed; quantities in 10^-18 units, amounts in minor units. */
export type OpenLot = {
  id: string;
  acquired: string;
  /** How many were opened before it. */
  readonly order: number;
  quantity: bigint;
  /** In the portfolio's currency. */
  cost: bigint;
  /** In `ownCurrency`. */
  own: bigint;
  ownCurrency: string;
  isCostKnown: boolean;
  /** Only where the method asks for it. */
  unitCost: UnitCost | null;
};

/** What is taken from a lot. */
export type LotPiece = Pick<OpenLot, 'id' | 'acquired' | 'isCostKnown' | 'quantity' | 'cost'>;

type Order = LotOrder<OpenLot>;

/** By day and not by entry: what was transferred in is as old as it was where it came from. */
const isOlder: Order = (a, b) => (a.acquired === b.acquired ? a.order < b.order : a.acquired < b.acquired);

/** The highest cost first, of equal ones the oldest; of what is owed the least, so that both sides gain least. */
const isDearer =
  (side: Lot['side']): Order =>
  (a, b) => {
    if (!a.unitCost || !b.unitCost) return isOlder(a, b);
    const difference = costsMore(a.unitCost, b.unitCost);
    return difference === 0 ? isOlder(a, b) : difference > 0 === (side === 'long');
  };

const orderOf = (method: LotMethod, side: Lot['side']): Order => {
  if (method === 'hifo') return isDearer(side);
  return method === 'lifo' ? (a, b) => isOlder(b, a) : isOlder;
};

/**
 * The open lots of one asset on one side, in the order in which they leave. With average cost there
 * is one lot, which all come into.
 */
export class LotQueue {
  total = 0n;
  private lots: LotLine<OpenLot>;
  private readonly byId = new Map<string, OpenLot[]>();
  private readonly isBefore: Order;

  constructor(
    private readonly method: LotMethod,
    readonly side: Lot['side'],
    private readonly currency: string,
  ) {
    this.isBefore = orderOf(method, side);
    this.lots = new LotLine(this.isBefore);
  }

  add(lot: OpenLot): void {
    this.total += lot.quantity;
    const pool = this.lots.first;
    if (this.method === 'average' && pool) this.pour(lot, pool);
    else this.push(lot);
  }

  /** Takes as many units as asked, which are not more than there are: the chosen ones first. */
  take(units: bigint, chosen: readonly ChosenLot[] | null, forgives: boolean): LotPiece[] {
    const pieces: LotPiece[] = [];
    let left = units;
    if (this.method === 'chosen') {
      for (const { activityId, quantity } of chosen ?? []) {
        left -= this.takeChosen(activityId, unitsOf(quantity), left, forgives, pieces);
      }
    }
    for (let lot = this.lots.first; lot && left > 0n; lot = this.lots.first) {
      const part = lot.quantity < left ? lot.quantity : left;
      if (part > 0n) pieces.push(this.takeFrom(lot, part));
      if (lot.quantity === 0n) this.lots.removeFirst();
      left -= part;
    }
    return pieces;
  }

  /** All lots, the oldest first, to be changed and put back, here or elsewhere. */
  drain(): OpenLot[] {
    const lots = this.oldestFirst();
    this.lots = new LotLine(this.isBefore);
    this.byId.clear();
    this.total = 0n;
    return lots;
  }

  oldestFirst(): OpenLot[] {
    return this.lots
      .all()
      .filter(({ quantity }) => quantity > 0n)
      .sort((a, b) => (isOlder(a, b) ? -1 : 1));
  }

  private takeChosen(
    id: string,
    wanted: bigint,
    most: bigint,
    forgives: boolean,
    pieces: LotPiece[],
  ): bigint {
    const lots = this.byId.get(id) ?? [];
    const there = lots.reduce((sum, { quantity }) => sum + quantity, 0n);
    if (!forgives) refuseChoice(id, { there, wanted, most });
    let left = [there, wanted, most].reduce((least, units) => (units < least ? units : least));
    const taken = left;
    for (const lot of lots) {
      const part = lot.quantity < left ? lot.quantity : left;
      if (part > 0n) pieces.push(this.takeFrom(lot, part));
      left -= part;
    }
    return taken;
  }

  private takeFrom(lot: OpenLot, quantity: bigint): LotPiece {
    const isWhole = quantity === lot.quantity;
    const cost = isWhole ? lot.cost : divide(lot.cost * quantity, lot.quantity, 'halfEven');
    lot.own -= isWhole ? lot.own : divide(lot.own * quantity, lot.quantity, 'halfEven');
    lot.cost -= cost;
    lot.quantity -= quantity;
    this.total -= quantity;
    return { id: lot.id, acquired: lot.acquired, isCostKnown: lot.isCostKnown, quantity, cost };
  }

  private pour(lot: OpenLot, pool: OpenLot): void {
    // Amounts of several currencies have no sum but in the portfolio's.
    if (pool.ownCurrency !== lot.ownCurrency) {
      pool.own = pool.cost;
      pool.ownCurrency = this.currency;
    }
    pool.own += lot.ownCurrency === pool.ownCurrency ? lot.own : lot.cost;
    pool.quantity += lot.quantity;
    pool.cost += lot.cost;
    pool.isCostKnown &&= lot.isCostKnown;
    if (lot.acquired < pool.acquired) [pool.id, pool.acquired] = [lot.id, lot.acquired];
  }

  private push(lot: OpenLot): void {
    if (this.method !== 'chosen') {
      this.lots.add(lot);
      return;
    }
    const same = this.byId.get(lot.id);
    if (same) same.push(lot);
    else this.byId.set(lot.id, [lot]);
    this.lots.add(lot);
  }
}

function refuseChoice(
  id: string,
  { there, wanted, most }: Record<'there' | 'wanted' | 'most', bigint>,
): void {
  if (there === 0n) {
    throw new DomainError('lot_not_found', `Nothing is left of the lot "${id.slice(0, 100)}"`, 'lots');
  }
  if (wanted > there || wanted > most) {
    const [asked, left] = [wanted, there < most ? there : most].map((units) =>
      formatDecimal(quantityOf(units)),
    );
    throw new DomainError(
      'lots_do_not_match',
      `${asked} units of the lot "${id.slice(0, 100)}" were chosen, ${left} can be`,
      'lots',
    );
  }
}
