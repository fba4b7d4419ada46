import { divide, powerOfTen, type Decimal } from '@tradeyard/kernel';
import { TriggerHeap, type Placed } from './trigger-heap.js';

/** `rise` fires at its level or above, `fall` at its level or below. */
export type TriggerSide = 'rise' | 'fall';

/** Which price of a tick fires it. */
export const triggerPrices = ['price', 'bid', 'ask'] as const;
export type TriggerPrice = (typeof triggerPrices)[number];

/** The prices of one moment; a tick is one. */
export type Prices = { readonly [kind in TriggerPrice]: Decimal };

/** What waits for a price. `payload` is the caller's, and never looked at. */
export type Trigger<Id, Payload> = {
  readonly id: Id;
  readonly symbol: string;
  readonly side: TriggerSide;
  readonly level: Decimal;
  readonly by: TriggerPrice;
  readonly payload: Payload;
};

type Resting<Id, Payload> = Placed & {
  readonly id: Id;
  readonly payload: Payload;
  readonly shelf: Shelf<Id, Payload>;
  /** In units of its instrument's scale. */
  level: bigint;
  /** Grows with each trigger that is added: the smaller the older. */
  age: number;
};

/** The triggers of one instrument that rise or fall by one price, the next to be hit first. */
class Shelf<Id, Payload> extends TriggerHeap<Resting<Id, Payload>> {
  constructor(
    readonly ofSymbol: Shelves<Id, Payload>,
    readonly side: TriggerSide,
    readonly by: TriggerPrice,
  ) {
    super(side === 'rise' ? isLower : isHigher);
  }
}

/** All of one instrument: its levels are whole numbers of `10^-scale`. */
type Shelves<Id, Payload> = {
  readonly symbol: string;
  readonly list: Shelf<Id, Payload>[];
  scale: number;
};

/**
 * What rests until the price of its instrument rises or falls to a level: alerts, and orders that wait. A tick that hits
 * nothing looks at the first of each side and no further, however many rest; each one that is hit, added, moved or
 * removed costs a logarithm. Levels are exact whatever their decimal places: an instrument counts in the finest of them.
 */
export class TriggerBook<Id, Payload> {
  private readonly resting = new Map<Id, Resting<Id, Payload>>();
  private readonly bySymbol = new Map<string, Shelves<Id, Payload>>();
  private lastAge = 0;

  get size(): number {
    return this.resting.size;
  }

  has(id: Id): boolean {
    return this.resting.has(id);
  }

  /** In the place of an older one of the same id, if there is one. What is added last is hit last of its level. */
  add({ id, symbol, side, level, by, payload }: Trigger<Id, Payload>): void {
    this.remove(id);
    const shelf = this.shelfOf(symbol, side, by);
    this.lastAge += 1;
    const item = {
      id,
      payload,
      shelf,
      level: this.inUnits(shelf.ofSymbol, level),
      age: this.lastAge,
      place: 0,
    };
    this.resting.set(id, item);
    shelf.add(item);
  }

  /** Moves the level. As at an exchange, that makes it the youngest. Says whether there was one. */
  change(id: Id, level: Decimal): boolean {
    const item = this.resting.get(id);
    if (!item) return false;
    const { shelf } = item;
    shelf.remove(item);
    this.lastAge += 1;
    item.age = this.lastAge;
    item.level = this.inUnits(shelf.ofSymbol, level);
    shelf.add(item);
    return true;
  }

  /** Says whether there was one. */
  remove(id: Id): boolean {
    const item = this.resting.get(id);
    if (!item) return false;
    this.drop(item);
    return true;
  }

  /**
   * Takes out what is hit while each price of `symbol` is anywhere from that of `low` to that of `high`, both included:
   * those that rise from the lowest level up, then those that fall from the highest down, and of one level the oldest
   * first. A tick is a range of itself.
   */
  take(symbol: string, low: Prices, high: Prices = low): Trigger<Id, Payload>[] {
    const shelves = this.bySymbol.get(symbol);
    if (!shelves) return nothing;
    const hit: Resting<Id, Payload>[] = [];
    for (const shelf of shelves.list) {
      const { by } = shelf;
      const rises = shelf.side === 'rise';
      // A level is a whole number of units: what lies between two of them has reached the one that it has passed.
      const reached = rises ? unitsDown(high[by], shelves.scale) : unitsUp(low[by], shelves.scale);
      for (let first = shelf.first; first; first = shelf.first) {
        if (rises ? first.level > reached : first.level < reached) break;
        hit.push(first);
        this.drop(first);
      }
    }
    if (hit.length === 0) return nothing;
    return hit.sort(inOrderOfHits).map(({ id, payload, level, shelf: { side, by, ofSymbol } }) => {
      return {
        id,
        symbol: ofSymbol.symbol,
        side,
        level: { digits: level, scale: ofSymbol.scale },
        by,
        payload,
      };
    });
  }

  private drop(item: Resting<Id, Payload>): void {
    const { shelf } = item;
    shelf.remove(item);
    this.resting.delete(item.id);
    if (shelf.size > 0) return;
    const { ofSymbol } = shelf;
    if (ofSymbol.list.every(({ size }) => size === 0)) this.bySymbol.delete(ofSymbol.symbol);
  }

  private shelfOf(symbol: string, side: TriggerSide, by: TriggerPrice): Shelf<Id, Payload> {
    let ofSymbol = this.bySymbol.get(symbol);
    if (!ofSymbol) this.bySymbol.set(symbol, (ofSymbol = { symbol, list: [], scale: 0 }));
    let shelf = ofSymbol.list.find((each) => each.side === side && each.by === by);
    if (!shelf) {
      shelf = new Shelf(ofSymbol, side, by);
      ofSymbol.list.push(shelf);
    }
    return shelf;
  }

  /** A level that is finer than all before it makes its instrument count finer, once. */
  private inUnits(ofSymbol: Shelves<Id, Payload>, { digits, scale }: Decimal): bigint {
    if (scale > ofSymbol.scale) {
      const factor = powerOfTen(scale - ofSymbol.scale);
      for (const shelf of ofSymbol.list) for (const item of shelf) item.level *= factor;
      ofSymbol.scale = scale;
    }
    return scale === ofSymbol.scale ? digits : digits * powerOfTen(ofSymbol.scale - scale);
  }
}

/** Most ticks hit nothing, and get no list of their own. */
const nothing: never[] = [];

type Ordered = { readonly level: bigint; readonly age: number };
type Hit = Ordered & { readonly shelf: { readonly side: TriggerSide } };

const isLower = (a: Ordered, b: Ordered): boolean =>
  a.level < b.level || (a.level === b.level && a.age < b.age);

const isHigher = (a: Ordered, b: Ordered): boolean =>
  a.level > b.level || (a.level === b.level && a.age < b.age);

function inOrderOfHits(a: Hit, b: Hit): number {
  const [one, other] = [a.shelf.side, b.shelf.side];
  if (one !== other) return one === 'rise' ? -1 : 1;
  if (a.level === b.level) return a.age - b.age;
  return a.level < b.level === (one === 'rise') ? -1 : 1;
}

/** The most units that a positive price has reached from below. */
const unitsDown = ({ digits, scale }: Decimal, unitScale: number): bigint =>
  scale <= unitScale
    ? inFiner(digits, unitScale - scale)
    : divide(digits, powerOfTen(scale - unitScale), 'down');

/** The fewest units that a positive price has reached from above. */
const unitsUp = ({ digits, scale }: Decimal, unitScale: number): bigint =>
  scale <= unitScale
    ? inFiner(digits, unitScale - scale)
    : divide(digits, powerOfTen(scale - unitScale), 'up');

const inFiner = (digits: bigint, places: number): bigint =>
  places === 0 ? digits : digits * powerOfTen(places);
