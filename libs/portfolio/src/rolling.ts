import { daysPerYear } from './time-weighted.js';

/**
 * The return of each window of so many days that ends within an index of returns: element `k` is that of the days from
 * `k` to `k + windowDays`. Empty where the index is shorter. Windows from a year on are per year (ACT/365), shorter ones
 * are as they are (as GIPS, CFA Institute, 2020, has it). A window that opens after all was lost gained nothing.
 */
export function rollingReturns(index: Float64Array, windowDays: number): Float64Array {
  const power = windowDays >= daysPerYear ? daysPerYear / windowDays : 1;
  const length = Math.max(0, index.length - windowDays);
  return Float64Array.from({ length }, (_, start) => {
    const opening = index[start] ?? 0;
    return opening > 0 ? ((index[start + windowDays] ?? 0) / opening) ** power - 1 : 0;
  });
}
