import { difference } from './noise.js';
import type { RoaiRange } from './roai-dates.js';

/** What a range gained after fees, and that as a fraction of what was at stake in it on average (0.05 is 5 %). */
export type RangeGain = { readonly net: number; readonly percent: number };

/** Values of every day: what it was worth, what was invested (`short`: of it short, as a positive number), and gained. */
export type GainDays = {
  readonly value: Float64Array;
  readonly invested: Float64Array;
  readonly net: Float64Array;
  readonly short?: Float64Array;
};

/**
 * Tells the gains of ranges for one position after another. At stake is, on each of the dates that the method looks at
 * and on which something was invested, that and what had been gained but not realised when the range began. Their mean
 * comes from sums up to each date, so that a range costs nothing more.
 */
export function gainReader(
  ranges: readonly RoaiRange[],
  dates: Uint8Array,
): (days: GainDays) => Record<string, RangeGain> {
  const looked = Int32Array.from(indexesOf(dates));
  const bounds = ranges.map(({ start, end }) => ({
    from: looked.findIndex((day) => day >= start),
    to: looked.findLastIndex((day) => day <= end) + 1,
  }));
  const sums = new Float64Array(looked.length + 1);
  const counts = new Int32Array(looked.length + 1);
  return (days) => {
    addUp(days, looked, sums, counts);
    const gains: Record<string, RangeGain> = {};
    ranges.forEach(({ key, start, end }, index) => {
      const { from = 0, to = 0 } = bounds[index] ?? {};
      const count = (counts[to] ?? 0) - (counts[from] ?? 0);
      const gainedBefore = (days.value[start] ?? 0) - (days.invested[start] ?? 0);
      const stake = count > 0 ? ((sums[to] ?? 0) - (sums[from] ?? 0)) / count + gainedBefore : 0;
      const net = difference(days.net[end] ?? 0, key === 'max' ? 0 : (days.net[start] ?? 0));
      gains[key] = { net, percent: stake > 0 ? net / stake : 0 };
    });
    return gains;
  };
}

function addUp(days: GainDays, looked: Int32Array, sums: Float64Array, counts: Int32Array): void {
  let sum = 0;
  let count = 0;
  for (let index = 0; index < looked.length; index++) {
    const day = looked[index] ?? 0;
    const stake = stakeOn(days, day);
    if (stake > 0) {
      sum += stake;
      count += 1;
    }
    sums[index + 1] = sum;
    counts[index + 1] = count;
  }
}

/** What was invested on the day, long and short alike. */
export function stakeOn({ invested, short }: GainDays, day: number): number {
  const own = invested[day] ?? 0;
  return short ? own + 2 * (short[day] ?? 0) : Math.abs(own);
}

/** The days that are marked, in order. */
export function indexesOf(dates: Uint8Array): number[] {
  const indexes: number[] = [];
  for (let day = 0; day < dates.length; day++) if (dates[day]) indexes.push(day);
  return indexes;
}
