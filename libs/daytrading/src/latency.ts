/**
 * Latencies are counted in bins, each a little wider than the one before, so that many processes and seconds can be added
 * up and percentiles are still known to within half the width of a bin (as in G. Tene's HdrHistogram, with powers in
 * place of its steps).
 */
const leastMs = 0.02;
/** A bin reaches so many times as far as the one before it: its middle is at most 4 % from its edges. */
const ratio = 1.08;
/** The last one begins above two minutes: nobody waits for longer. */
export const latencyBins = 205;

const binsPerLog = 1 / Math.log(ratio);

/** The bin of a latency in milliseconds. */
export function latencyBin(ms: number): number {
  if (!(ms > leastMs)) return 0;
  return Math.min(latencyBins - 1, 1 + Math.floor(Math.log(ms / leastMs) * binsPerLog));
}

/** Milliseconds that stand for a bin. */
const latencyOf = (bin: number): number => (bin === 0 ? leastMs : leastMs * ratio ** (bin - 0.5));

/**
 * What `share` of all that was counted (from 0 to 1) did not exceed, in milliseconds, to the microsecond; null where
 * nothing was counted. `bins` says how many there were in each.
 */
export function latencyPercentile(bins: ArrayLike<number>, share: number): number | null {
  let total = 0;
  for (let bin = 0; bin < bins.length; bin += 1) total += bins[bin] ?? 0;
  if (total === 0) return null;
  const rank = Math.max(1, Math.ceil(total * share));
  let seen = 0;
  for (let bin = 0; bin < bins.length; bin += 1) {
    seen += bins[bin] ?? 0;
    if (seen >= rank) return Math.round(latencyOf(bin) * 1_000) / 1_000;
  }
  return null;
}
