/** Something with a place in a heap. The heap that it is in keeps `place`, so that it can be taken out from the middle. */
export type Placed = { place: number };

/**
 * A binary heap: the first by `isBefore` is read at once, and any item is added or taken out with a number of steps that
 * grows with the logarithm of how many there are (J. W. J. Williams, "Algorithm 232: Heapsort", 1964).
 */
export class TriggerHeap<T extends Placed> {
  /** The first by `isBefore`, where reading it costs least: it is read with every tick. */
  first: T | undefined;
  private readonly items: T[] = [];

  constructor(private readonly isBefore: (a: T, b: T) => boolean) {}

  get size(): number {
    return this.items.length;
  }

  add(item: T): void {
    this.items.push(item);
    this.rise(item, this.items.length - 1);
    this.first = this.items[0];
  }

  /** `item` has to be in this heap. */
  remove(item: T): void {
    const last = this.items.pop() as T;
    if (last !== item) {
      this.rise(last, item.place);
      this.sink(last, last.place);
    }
    this.first = this.items[0];
  }

  [Symbol.iterator](): IterableIterator<T> {
    return this.items[Symbol.iterator]();
  }

  private put(item: T, place: number): void {
    this.items[place] = item;
    item.place = place;
  }

  private rise(item: T, from: number): void {
    let place = from;
    while (place > 0) {
      const above = (place - 1) >> 1;
      const parent = this.items[above] as T;
      if (!this.isBefore(item, parent)) break;
      this.put(parent, place);
      place = above;
    }
    this.put(item, place);
  }

  private sink(item: T, from: number): void {
    let place = from;
    for (;;) {
      const left = 2 * place + 1;
      const [one, other] = [this.items[left], this.items[left + 1]];
      if (one === undefined) break;
      const child = other !== undefined && this.isBefore(other, one) ? other : one;
      if (!this.isBefore(child, item)) break;
      const below = child.place;
      this.put(child, place);
      place = below;
    }
    this.put(item, place);
  }
}
