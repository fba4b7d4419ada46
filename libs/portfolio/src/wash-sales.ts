import { addDays, divide, type Day, type Decimal } from '@tradeyard/kernel';
import type { Activity } from './activity.js';
import { inOrder } from './activity-order.js';
import type { Disposal, LotBook } from './lots.js';
import { SplitFactors } from './split-factors.js';
import { quantityOf, scaleUnits, unitsOf } from './unit-count.js';

/** Days before a sale, and after it, in which a purchase makes it a wash sale. */
const windowDays = 30;

/** A sale at a loss with purchases of the same asset around it. For information: gains and costs stay as they are. */
export type WashSale = {
  /** Of the sale. */
  readonly activityId: string;
  readonly day: Day;
  readonly symbol: string;
  /** Minor units of the portfolio's currency, above zero. */
  readonly loss: bigint;
  /** The part of the loss that belongs to units that were bought again. */
  readonly washed: bigint;
  /** Units that were sold at a loss, as they are counted today. */
  readonly quantity: Decimal;
  /** What was bought for them, the first first; together `quantity` at most. */
  readonly replacements: readonly Replacement[];
};

export type Replacement = { readonly activityId: string; readonly day: Day; readonly quantity: Decimal };

/** Units of today that a purchase has left to replace others. */
type Purchase = { readonly id: string; readonly day: Day; units: bigint };

/**
 * Finds sales at a loss that a purchase within 30 days before or after would disallow in the United States: 26 U.S.C.
 * section 1091(a); 26 CFR 1.1091-1(c) and (d) match the loss with the earliest purchases, each unit once. A purchase
 * does not replace its own units, nor those sold before. Purchases are those of the same symbol, in units of today; what
 * merged or spun off is not compared, nor are short sales. With average cost lots have no purchase of their own, and
 * what was sold is taken from the first.
 */
export function findWashSales(book: LotBook, activities: readonly Activity[]): readonly WashSale[] {
  const factors = new SplitFactors(activities);
  const purchases = purchasesBySymbol(activities, factors);
  const sales = book.disposals.filter(({ kind, side }) => kind === 'sale' && side === 'long');
  const found: WashSale[] = [];
  for (const [symbol, list] of Map.groupBy(sales, (sale) => sale.symbol)) {
    const finder = new ReplacementFinder(purchases.get(symbol) ?? []);
    for (const sale of list) {
      const washed = washOf(sale, finder, factors);
      if (washed) found.push(washed);
    }
  }
  return found.sort((a, b) => (a.day < b.day ? -1 : a.day > b.day ? 1 : 0));
}

function purchasesBySymbol(activities: readonly Activity[], factors: SplitFactors): Map<string, Purchase[]> {
  const purchases = new Map<string, Purchase[]>();
  for (const { id, day, type, symbol, quantity } of inOrder(activities)) {
    if (type !== 'buy' || symbol === null || !quantity) continue;
    const units = scaleUnits(unitsOf(quantity), factors.after(symbol, day));
    const list = purchases.get(symbol);
    if (list) list.push({ id, day, units });
    else purchases.set(symbol, [{ id, day, units }]);
  }
  return purchases;
}

function washOf(sale: Disposal, finder: ReplacementFinder, factors: SplitFactors): WashSale | undefined {
  const factor = factors.after(sale.symbol, sale.day);
  let [units, loss] = [0n, 0n];
  for (const lot of sale.lots) {
    const sold = scaleUnits(lot.quantity.digits, factor);
    finder.sell(lot.lotId, sold);
    if (lot.gain >= 0n) continue;
    units += sold;
    loss -= lot.gain;
  }
  if (loss === 0n || units === 0n) return undefined;
  const replacements = finder.replace(sale.day, units);
  if (replacements.length === 0) return undefined;
  const replaced = replacements.reduce((sum, { quantity }) => sum + quantity.digits, 0n);
  const { activityId, day, symbol } = sale;
  const washed = divide(loss * replaced, units, 'halfEven');
  return { activityId, day, symbol, loss, washed, quantity: quantityOf(units), replacements };
}

/** The purchases of one symbol while its sales are gone through in order. A purchase that has nothing left is passed once. */
class ReplacementFinder {
  private readonly byId: ReadonlyMap<string, Purchase>;
  private next = 0;

  constructor(private readonly purchases: readonly Purchase[]) {
    this.byId = new Map(purchases.map((purchase) => [purchase.id, purchase]));
  }

  sell(id: string, units: bigint): void {
    const purchase = this.byId.get(id);
    if (purchase) purchase.units -= units < purchase.units ? units : purchase.units;
  }

  replace(day: Day, units: bigint): Replacement[] {
    const [first, last] = [addDays(day, -windowDays), addDays(day, windowDays)];
    const replacements: Replacement[] = [];
    let left = units;
    while (left > 0n) {
      const purchase = this.purchases[this.next];
      if (!purchase || purchase.day > last) break;
      // Later sales are of later days: what is too old for this one is for them too.
      if (purchase.units > 0n && purchase.day >= first) {
        const part = purchase.units < left ? purchase.units : left;
        purchase.units -= part;
        left -= part;
        replacements.push({ activityId: purchase.id, day: purchase.day, quantity: quantityOf(part) });
      }
      if (purchase.units === 0n || purchase.day < first) this.next += 1;
    }
    return replacements;
  }
}
