/** A point of a chart: pixels need no more than a float. */
export type ChartPoint = { readonly at: number; readonly value: number };

/**
 * Picks at most `count` points that draw the same line: first, last, and of each bucket between the point that spans
 * the largest triangle with its neighbours, so that peaks stay. Largest-Triangle-Three-Buckets, S. Steinarsson,
 * "Downsampling Time Series for Visual Representation", University of Iceland, 2013.
 */
export function samplePoints<T extends ChartPoint>(points: readonly T[], count: number): readonly T[] {
  if (points.length <= count || count < 3) return points;
  const edge = (bucket: number) => 1 + Math.floor((bucket * (points.length - 2)) / (count - 2));
  const picked = points.slice(0, 1);
  for (let bucket = 0; bucket < count - 2; bucket += 1) {
    const following = points.slice(edge(bucket + 1), Math.max(edge(bucket + 2), edge(bucket + 1) + 1));
    const candidates = points.slice(edge(bucket), edge(bucket + 1));
    const before = picked[picked.length - 1];
    const best = before && largestTriangle(before, candidates, average(following));
    if (best) picked.push(best);
  }
  return [...picked, ...points.slice(-1)];
}

const average = (points: readonly ChartPoint[]): ChartPoint => ({
  at: points.reduce((sum, { at }) => sum + at, 0) / points.length,
  value: points.reduce((sum, { value }) => sum + value, 0) / points.length,
});

function largestTriangle<T extends ChartPoint>(before: T, candidates: readonly T[], after: ChartPoint) {
  let best: T | undefined;
  let largest = -1;
  for (const point of candidates) {
    const area = Math.abs(
      (before.at - after.at) * (point.value - before.value) -
        (before.at - point.at) * (after.value - before.value),
    );
    if (area > largest) {
      largest = area;
      best = point;
    }
  }
  return best;
}
