/** Whether the first goes before the second. */
export type LotOrder<T> = (a: T, b: T) => boolean;

/**
 * What waits in an order of its own. What comes last in it, as purchases do where the oldest leave first, is put at the
 * end of a line at once; the rest goes into a binary heap (J. W. J. Williams, "Algorithm 232: Heapsort", 1964). So each
 * comes and goes in a time that grows with the logarithm of how many there are, or in none worth speaking of.
 */
export class LotLine<T> {
  private readonly line: T[] = [];
  private served = 0;
  private readonly heap: T[] = [];

  constructor(private readonly isBefore: LotOrder<T>) {}

  get first(): T | undefined {
    const [next, top] = [this.line[this.served], this.heap[0]];
    if (next === undefined || top === undefined) return next ?? top;
    return this.isBefore(top, next) ? top : next;
  }

  add(item: T): void {
    const last = this.line.at(-1);
    if (this.served === this.line.length || (last !== undefined && this.isBefore(last, item))) {
      this.line.push(item);
    } else this.rise(item);
  }

  removeFirst(): void {
    if (this.first === this.line[this.served]) this.served += 1;
    else this.sink();
  }

  all(): T[] {
    return [...this.line.slice(this.served), ...this.heap];
  }

  private rise(item: T): void {
    let place = this.heap.push(item) - 1;
    while (place > 0) {
      const above = (place - 1) >> 1;
      const parent = this.heap[above] as T;
      if (!this.isBefore(item, parent)) break;
      this.heap[place] = parent;
      place = above;
    }
    this.heap[place] = item;
  }

  /** Takes the top away and lets the last of the heap sink from there. */
  private sink(): void {
    const last = this.heap.pop() as T;
    if (this.heap.length === 0) return;
    let place = 0;
    for (;;) {
      const left = 2 * place + 1;
      const [one, other] = [this.heap[left], this.heap[left + 1]];
      if (one === undefined) break;
      const isOther = other !== undefined && this.isBefore(other, one);
      const child = isOther ? other : one;
      if (!this.isBefore(child, last)) break;
      this.heap[place] = child;
      place = isOther ? left + 1 : left;
    }
    this.heap[place] = last;
  }
}
