/** A net flow after so many whole days from the first. */
export type DayFlow = { readonly after: number; readonly amount: number };

/** A sum below this part of what went into it is rounding. */
const rounding = 1e-13;

/** Factors of this size and below make no difference to a sum. */
const vanishing = 1e-290;

/** What each flow's factor is to that of its neighbour; made once for a day, which is the gap of daily flows. */
function factorOfGap(force: number): (days: number) => number {
  const ofDay = Math.exp(-Math.abs(force));
  return (days) => (days === 1 ? ofDay : Math.exp(-Math.abs(force) * days));
}

/**
 * The net present value of flows, which are ordered and have one per day, as part of their sizes without signs: from -1
 * to 1, and zero at a root. `force` is the rate per day, `ln(1 + rate) / 365`. It is discounted to the end at which
 * factors are at most 1, so nothing overflows, however long the span.
 */
export function netShare(flows: readonly DayFlow[], force: number): number {
  const factorOf = factorOfGap(force);
  const isForward = force >= 0;
  let value = 0;
  let size = 0;
  let factor = 1;
  let last = flows[isForward ? 0 : flows.length - 1]?.after ?? 0;
  for (let step = 0; step < flows.length && factor > vanishing; step++) {
    const flow = flows[isForward ? step : flows.length - 1 - step];
    if (!flow) break;
    if (flow.after !== last) factor *= factorOf(Math.abs(flow.after - last));
    last = flow.after;
    value += flow.amount * factor;
    size += Math.abs(flow.amount) * factor;
  }
  return size > 0 ? value / size : 0;
}

/**
 * How often the sums of present values change their sign, added up from the first flow on (`above`) or from the last
 * one back (`below`): at most so many rates above, or below, `force` are roots, or an even number fewer (E. Laguerre,
 * "Memoire sur la theorie des equations numeriques", 1883, who so sharpened Descartes' rule). At a rate of zero and with
 * one change it is C. Norstrom's criterion, "A Sufficient Condition for a Unique Nonnegative Internal Rate of Return",
 * Journal of Financial and Quantitative Analysis, 1972.
 */
export function rootsAtMost(flows: readonly DayFlow[], force: number, side: 'above' | 'below'): number {
  const isForward = side === 'above';
  // Where factors would rise on the way, the sum so far is discounted instead: its sign is the same.
  const isRising = isForward ? force < 0 : force > 0;
  const factorOf = factorOfGap(force);
  let value = 0;
  let size = 0;
  let changes = 0;
  let sign = 0;
  let factor = 1;
  let last = flows[isForward ? 0 : flows.length - 1]?.after ?? 0;
  for (let step = 0; step < flows.length && factor > vanishing; step++) {
    const flow = flows[isForward ? step : flows.length - 1 - step];
    if (!flow) break;
    const ofGap = flow.after === last ? 1 : factorOf(Math.abs(flow.after - last));
    last = flow.after;
    if (isRising) {
      value = value * ofGap + flow.amount;
      size = size * ofGap + Math.abs(flow.amount);
    } else {
      factor *= ofGap;
      value += flow.amount * factor;
      size += Math.abs(flow.amount) * factor;
    }
    if (Math.abs(value) <= rounding * size) continue;
    const now = Math.sign(value);
    if (now === -sign) changes++;
    sign = now;
  }
  return changes;
}
