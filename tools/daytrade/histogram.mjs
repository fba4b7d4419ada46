const microsecondsMax = 2 ** 31 - 1;
const subBits = 6;
const subCount = 2 ** subBits;

/** Counts durations in a fixed number of buckets, each a sixty-fourth of a power of two of microseconds: exact to 1.6 %. */
export class Histogram {
  #counts = new Float64Array((32 - subBits + 1) * subCount);
  #total = 0;

  add(milliseconds, count = 1) {
    const micros = Math.min(Math.max(Math.round(milliseconds * 1000), 0), microsecondsMax);
    this.#counts[bucketOf(micros)] += count;
    this.#total += count;
  }

  /** Milliseconds that this fraction of the durations does not exceed, null when there are none. */
  quantile(fraction) {
    if (this.#total === 0) return null;
    let left = Math.max(Math.ceil(this.#total * fraction), 1);
    const bucket = this.#counts.findIndex((count) => (left -= count) <= 0);
    return endOf(bucket) / 1000;
  }
}

function bucketOf(micros) {
  const shift = Math.max(31 - Math.clz32(micros) - subBits, 0);
  return (shift << subBits) + (micros >> shift);
}

/** The largest number of microseconds in a bucket. */
function endOf(bucket) {
  if (bucket < 2 * subCount) return bucket;
  const shift = (bucket >> subBits) - 1;
  return (bucket - (shift << subBits) + 1) * 2 ** shift - 1;
}
