const [secondMs, minuteMs, hourMs] = [1_000, 60_000, 3_600_000];

/** Before the second try, the third, and so on: nine in all, over about a day. */
const pausesMs: readonly number[] = [
  5 * secondMs,
  minuteMs,
  5 * minuteMs,
  30 * minuteMs,
  2 * hourMs,
  5 * hourMs,
  8 * hourMs,
  8 * hourMs,
];
export const attemptsMax = pausesMs.length + 1;
/** A receiver may ask for a longer pause, but not for one that nobody sees the end of. */
const pauseMsMax = 8 * hourMs;
/** Those who failed at the same moment do not come back at the same moment. */
const jitterPart = 0.2;

/**
 * How long to wait after so many failed tries, in milliseconds; null when it is given up. `random` is from 0 up to 1.
 */
export function pauseAfter(attempts: number, retryAfterMs: number, random: number): number | null {
  const pauseMs = pausesMs[attempts - 1];
  if (pauseMs === undefined) return null;
  return Math.round(Math.min(Math.max(pauseMs, retryAfterMs), pauseMsMax) * (1 + jitterPart * random));
}
