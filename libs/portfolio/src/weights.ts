import { divide } from '@tradeyard/kernel';

/** Hundredths of a percent in all. */
export const basisPoints = 10_000;

/**
 * Values as parts of their sum in basis points, which add up to 10,000: the largest remainders are rounded up. Null where
 * the sum is not above zero, as there is nothing to be a part of.
 */
export function weightsOf(values: readonly bigint[]): readonly number[] | null {
  const total = values.reduce((sum, value) => sum + value, 0n);
  if (total <= 0n) return null;
  const scaled = values.map((value) => value * BigInt(basisPoints));
  const floors = scaled.map((value) => {
    const down = divide(value, total, 'down');
    return down * total > value ? down - 1n : down;
  });
  const rests = scaled.map((value, index) => value - (floors[index] ?? 0n) * total);
  const missing = basisPoints - Number(floors.reduce((sum, floor) => sum + floor, 0n));
  const byRest = values
    .map((_, index) => index)
    .sort((a, b) => {
      const [restA, restB] = [rests[a] ?? 0n, rests[b] ?? 0n];
      return restA === restB ? a - b : restA > restB ? -1 : 1;
    });
  const isUp = new Set(byRest.slice(0, missing));
  return floors.map((floor, index) => Number(floor) + (isUp.has(index) ? 1 : 0));
}
