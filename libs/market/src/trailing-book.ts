import { addDecimals, compareDecimals, multiplyDecimals, type Decimal } from '@tradeyard/kernel';
import type { Prices } from './trigger-book.js';
import { TriggerHeap } from './trigger-heap.js';

/** `sell` follows the highest bid and is hit below it, `buy` follows the lowest ask and is hit above it. */
export type TrailingSide = 'sell' | 'buy';

/** An order that follows the best price, its watermark, and waits for the price to turn by its trail. */
export type TrailingStop<Id> = {
  readonly id: Id;
  readonly symbol: string;
  readonly side: TrailingSide;
  /** Above zero: so much cash per unit, or a share of the watermark. */
  readonly trail: { readonly amount: Decimal } | { readonly percent: Decimal };
  readonly watermark: Decimal;
};

/** A stop that was hit: the bid came down to `level`, or the ask up to it. */
export type TrailingHit<Id> = Omit<TrailingStop<Id>, 'symbol' | 'trail'> & { readonly level: Decimal };

type BidAsk = Pick<Prices, 'bid' | 'ask'>;
const nowhere: Decimal = { digits: 0n, scale: 0 };

/** An order, and a node of a heap of its cohort. Its trail is two of its fields, as an object costs more memory. */
class Resting<Id> {
  up: Resting<Id> | undefined;
  left: Resting<Id> | undefined;
  right: Resting<Id> | undefined;

  constructor(
    readonly id: Id,
    readonly kind: 'amount' | 'percent',
    readonly digits: bigint,
    readonly scale: number,
    /** Grows with each order that is added: the smaller the older. */
    readonly age: number,
    /** May have been merged since: `cohortOf` knows. */
    public cohort: Cohort<Id>,
  ) {}
}

/** The orders of a side that share a watermark, from now on and for good. */
class Cohort<Id> {
  place = 0;
  /** The smallest trail of each kind, and with it the heap of them. */
  amount: Resting<Id> | undefined;
  percent: Resting<Id> | undefined;
  /** The one that is hit next, if there is any, and where. */
  next: Resting<Id> | undefined;
  level = nowhere;
  mergedInto: Cohort<Id> | undefined;
  /** How many mergers may lie between an order and this: the logarithm of their number at most. */
  depth = 0;

  constructor(
    readonly side: Side<Id>,
    public watermark: Decimal,
  ) {}
}

/** The sales or the purchases of one instrument. */
class Side<Id> {
  readonly byLevel = new TriggerHeap<Cohort<Id>>(isHitBefore);
  /** Each of another watermark, the first to be beaten last. Up to half are empty: to cut each out at once costs more. */
  private stack: Cohort<Id>[] = [];

  constructor(
    readonly symbol: string,
    readonly name: TrailingSide,
    private readonly moved: Set<Cohort<Id>>,
  ) {}

  /** Above zero where `a` is better for whoever waits: higher for a sale, lower for a purchase. */
  ahead(a: Decimal, b: Decimal): number {
    return this.name === 'sell' ? compareDecimals(a, b) : compareDecimals(b, a);
  }

  cohortAt(watermark: Decimal): Cohort<Id> {
    let [from, to] = [0, this.stack.length];
    while (from < to) {
      const middle = (from + to) >> 1;
      if (this.ahead((this.stack[middle] as Cohort<Id>).watermark, watermark) > 0) from = middle + 1;
      else to = middle;
    }
    const found = this.stack[from];
    if (found && this.ahead(found.watermark, watermark) === 0) return found;
    const cohort = new Cohort(this, watermark);
    this.stack.splice(from, 0, cohort);
    return cohort;
  }

  /** Puts a cohort in its place by level, after an order has come or gone. */
  refresh(cohort: Cohort<Id>): void {
    const next = nextOf(cohort);
    if (next === cohort.next) return;
    if (cohort.next) this.byLevel.remove(cohort);
    cohort.next = next;
    if (next) {
      cohort.level = levelOf(next, cohort);
      this.byLevel.add(cohort);
    }
    if (!next) this.moved.delete(cohort);
    if (this.stack.length > 2 * this.byLevel.size) this.stack = this.stack.filter((each) => each.next);
  }

  /** Moves each watermark that `price` beats; its cohorts are one from then on. */
  follow(price: Decimal): void {
    let last = this.stack.at(-1);
    if (!last || this.ahead(price, last.watermark) <= 0) return;
    let merged: Cohort<Id> | undefined;
    // One that is at this price already joins in: a watermark has one cohort.
    for (; last && this.ahead(price, last.watermark) >= 0; last = this.stack.at(-1)) {
      this.stack.pop();
      if (!last.next) continue;
      this.byLevel.remove(last);
      last.next = undefined;
      merged = merged ? this.merge(merged, last) : last;
    }
    if (!merged) return;
    merged.watermark = price;
    this.stack.push(merged);
    this.refresh(merged);
    this.moved.add(merged);
  }

  private merge(one: Cohort<Id>, other: Cohort<Id>): Cohort<Id> {
    const [into, from] = one.depth < other.depth ? [other, one] : [one, other];
    if (into.depth === from.depth) into.depth += 1;
    into.amount = meld(into.amount, from.amount);
    into.percent = meld(into.percent, from.percent);
    // Orders may refer to it for long, and should not keep more alive than they have to.
    from.amount = from.percent = undefined;
    from.watermark = from.level = nowhere;
    from.mergedInto = into;
    this.moved.delete(from);
    return into;
  }
}

/**
 * Trailing stops that rest until the price turns, exact whatever the decimal places. Orders of one watermark are a cohort
 * and stay together: a new best price merges the cohorts that it beats. A tick that hits nothing and is no new best looks
 * at one level and one watermark of each side; each order hit and each cohort merged costs a logarithm of how many rest.
 */
export class TrailingBook<Id> {
  private readonly resting = new Map<Id, Resting<Id>>();
  private readonly bySymbol = { sell: new Map<string, Side<Id>>(), buy: new Map<string, Side<Id>>() };
  private readonly moved = new Set<Cohort<Id>>();
  /** What is left to be listed of a cohort that moved; some of it may be gone by now. */
  private unlisted: Resting<Id>[] = [];
  private lastAge = 0;

  get size(): number {
    return this.resting.size;
  }

  has(id: Id): boolean {
    return this.resting.has(id);
  }

  watermarkOf(id: Id): Decimal | undefined {
    const order = this.resting.get(id);
    return order && cohortOf(order).watermark;
  }

  /** In the place of an older one of the same id, if there is one. What is added last is hit last of its level. */
  add({ id, symbol, side: name, trail, watermark }: TrailingStop<Id>): void {
    this.remove(id);
    let side = this.bySymbol[name].get(symbol);
    if (!side) this.bySymbol[name].set(symbol, (side = new Side(symbol, name, this.moved)));
    const cohort = side.cohortAt(watermark);
    const kind = 'percent' in trail ? 'percent' : 'amount';
    const { digits, scale } = 'percent' in trail ? trail.percent : trail.amount;
    this.lastAge += 1;
    const order = new Resting(id, kind, digits, scale, this.lastAge, cohort);
    this.resting.set(id, order);
    cohort[kind] = meld(cohort[kind], order);
    side.refresh(cohort);
  }

  /** Says whether there was one. */
  remove(id: Id): boolean {
    const order = this.resting.get(id);
    if (order) this.drop(order);
    return order !== undefined;
  }

  /**
   * Takes out what a tick hits and moves the watermarks that it beats: purchases from the lowest level up, then sales from
   * the highest down, and of one level the oldest first. From `low` to `high` is for prices that were missed, in an order
   * that nobody knows: the lowest bid or highest ask is held against the watermarks from before, then the highest bid or
   * lowest ask moves those of what still rests. What only a turn after that best price would hit waits for the next tick.
   */
  take(symbol: string, low: BidAsk, high: BidAsk = low): TrailingHit<Id>[] {
    const hits: TrailingHit<Id>[] = [];
    this.takeFrom(this.bySymbol.buy.get(symbol), high.ask, low.ask, hits);
    this.takeFrom(this.bySymbol.sell.get(symbol), low.bid, high.bid, hits);
    return hits;
  }

  /**
   * Up to `limit` orders whose watermark moved since they were listed, and where it is now: call it until it gives fewer.
   * An order that others caught up with may be listed though its own watermark stands, and what moves while its cohort is
   * listed comes again. The first call for a cohort costs its size; a tick costs nothing.
   */
  listMoved(limit: number): { id: Id; watermark: Decimal }[] {
    const listed: { id: Id; watermark: Decimal }[] = [];
    const waiting = this.moved.values();
    while (listed.length < limit) {
      const order = this.unlisted.pop();
      const cohort = order ? cohortOf(order) : waiting.next().value;
      if (!cohort) break;
      if (!order) {
        this.moved.delete(cohort);
        this.unlisted = ordersOf(cohort);
      } else if (this.resting.get(order.id) === order) {
        listed.push({ id: order.id, watermark: cohort.watermark });
      }
    }
    return listed;
  }

  private takeFrom(side: Side<Id> | undefined, worst: Decimal, best: Decimal, hits: TrailingHit<Id>[]): void {
    // For a tick the two steps may come in either order: a price that beats a watermark is far from the level below it.
    for (let first = side?.byLevel.first; side && first?.next; first = side.byLevel.first) {
      const { next, watermark, level } = first;
      if (side.ahead(worst, level) > 0) break;
      hits.push({ id: next.id, side: side.name, watermark, level });
      this.drop(next);
    }
    side?.follow(best);
  }

  private drop(order: Resting<Id>): void {
    const cohort = cohortOf(order);
    const { side } = cohort;
    this.resting.delete(order.id);
    cohort[order.kind] = without(cohort[order.kind], order);
    side.refresh(cohort);
    if (side.byLevel.size === 0) this.bySymbol[side.name].delete(side.symbol);
  }
}

function cohortOf<Id>(order: Resting<Id>): Cohort<Id> {
  while (order.cohort.mergedInto) order.cohort = order.cohort.mergedInto;
  return order.cohort;
}

function ordersOf<Id>(cohort: Cohort<Id>): Resting<Id>[] {
  const orders = [cohort.amount, cohort.percent].filter((root) => root !== undefined);
  for (const order of orders) {
    order.cohort = cohort; // so that what was merged into it is forgotten
    if (order.left) orders.push(order.left);
    if (order.right) orders.push(order.right);
  }
  return orders;
}

function levelOf<Id>(order: Resting<Id>, { side, watermark }: Cohort<Id>): Decimal {
  const share = { digits: order.digits, scale: order.scale + 2 };
  const { digits, scale } = order.kind === 'percent' ? multiplyDecimals(watermark, share) : order;
  return addDecimals(watermark, { digits: side.name === 'sell' ? -digits : digits, scale });
}

/** The first of one heap or the other: whose level is reached first, or else the older. */
function nextOf<Id>(cohort: Cohort<Id>): Resting<Id> | undefined {
  const { amount, percent, side } = cohort;
  if (!amount || !percent) return amount ?? percent;
  const ahead = side.ahead(levelOf(amount, cohort), levelOf(percent, cohort));
  return ahead > 0 || (ahead === 0 && amount.age < percent.age) ? amount : percent;
}

const isHitBefore = <Id>(a: Cohort<Id>, b: Cohort<Id>): boolean =>
  (a.side.ahead(b.level, a.level) || (a.next?.age ?? 0) - (b.next?.age ?? 0)) < 0;

const trailsCloser = <Id>(a: Resting<Id>, b: Resting<Id>): boolean =>
  (compareDecimals(a, b) || a.age - b.age) < 0;

/**
 * One heap of two. A way down that is drawn by lot is as short as the logarithm in a tree of any form (A. Gambin,
 * A. Malinowski, "Randomized meldable priority queues", 1998); which order comes first is not left to it.
 */
function meld<Id>(a: Resting<Id> | undefined, b: Resting<Id> | undefined): Resting<Id> | undefined {
  if (!a || !b) return a ?? b;
  const [first, other] = trailsCloser(a, b) ? [a, b] : [b, a];
  const branch = Math.random() < 0.5 ? 'left' : 'right';
  const below = meld(first[branch], other);
  if (below) below.up = first;
  first[branch] = below;
  return first;
}

/** The heap without one of its orders. */
function without<Id>(first: Resting<Id> | undefined, order: Resting<Id>): Resting<Id> | undefined {
  const below = meld(order.left, order.right);
  if (below) below.up = order.up;
  if (!order.up) return below;
  order.up[order.up.left === order ? 'left' : 'right'] = below;
  return first;
}
