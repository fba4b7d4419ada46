/** The mean; null of nothing. */
export function mean(values: Float64Array): number | null {
  if (values.length === 0) return null;
  let sum = 0;
  for (const value of values) sum += value;
  return sum / values.length;
}

/** The sum of products of both values' distances from their means, over `n - 1`; null for fewer than two pairs. */
export function covariance(a: Float64Array, b: Float64Array): number | null {
  const [meanA, meanB] = [mean(a), mean(b)];
  if (meanA === null || meanB === null || a.length !== b.length || a.length < 2) return null;
  let sum = 0;
  a.forEach((value, index) => (sum += (value - meanA) * ((b[index] ?? 0) - meanB)));
  return sum / (a.length - 1);
}

/** The sample standard deviation, over `n - 1`; null for fewer than two values. */
export function standardDeviation(values: Float64Array): number | null {
  const variance = covariance(values, values);
  return variance === null ? null : Math.sqrt(variance);
}

/** Deviations below this are what rounding makes of values that are all the same: dividing by them says nothing. */
const noise = 1e-12;

/** The quotient; null where either is unknown or it would be one by nothing. */
export const quotient = (numerator: number | null, denominator: number | null): number | null =>
  numerator === null || denominator === null || Math.abs(denominator) <= noise
    ? null
    : numerator / denominator;
