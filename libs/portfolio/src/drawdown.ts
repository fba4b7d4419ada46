import { dayOfNumber, type Day, type DayNumber } from '@tradeyard/kernel';

export type Drawdown = {
  /** From 0 to 1: 0.25 is a fall by a quarter. */
  readonly depth: number;
  /** The last day at the height it fell from; null, as the others, when it never fell. */
  readonly peak: Day | null;
  readonly trough: Day | null;
  /** The first day back at that height; null as well while it is not. */
  readonly recovery: Day | null;
};

/** How far below its highest so far an index of returns is on each of its days, from 0 to 1. */
export function drawdownSeries(index: Float64Array): Float64Array {
  let highest = 0;
  return index.map((level) => {
    highest = Math.max(highest, level);
    return highest > 0 ? 1 - level / highest : 0;
  });
}

/**
 * The deepest fall of an index of returns (`index[0]` is of the day `first`) from a height to a low after it, as a part
 * of the height; of several the first. Flows do not count as falls, as they are not in the index. (C. Bacon, "Practical
 * Portfolio Performance Measurement and Attribution", 2nd ed. 2008: maximum drawdown.) Null for a single day.
 */
export function maximumDrawdown(index: Float64Array, first: DayNumber): Drawdown | null {
  if (index.length < 2) return null;
  let [peak, deepestPeak, trough, depth] = [0, 0, 0, 0];
  index.forEach((level, at) => {
    const height = index[peak] ?? 0;
    if (level >= height) peak = at;
    else if (1 - level / height > depth) [depth, deepestPeak, trough] = [1 - level / height, peak, at];
  });
  if (depth === 0) return { depth, peak: null, trough: null, recovery: null };
  const height = index[deepestPeak] ?? 0;
  const back = index.findIndex((level, at) => at > trough && level >= height);
  return {
    depth,
    peak: dayOfNumber(first + deepestPeak),
    trough: dayOfNumber(first + trough),
    recovery: back < 0 ? null : dayOfNumber(first + back),
  };
}
