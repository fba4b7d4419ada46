/** A point of a chart: pixels need no more than a float. */
export type ChartPoint = { readonly at: number; readonly value: number };

/**
 * Picks at most `count` points that draw the same line: first, last, and of each bucket between the lowest and the
 * highest, in the order in which they came, so that no peak is ever lost. Min-max preselection, as in U. Jugel and
 * others, "M4: A Visualization-Oriented Time Series Data Aggregation", VLDB 2014.
 */
export function samplePoints<T extends ChartPoint>(points: readonly T[], count: number): readonly T[] {
  const buckets = Math.floor((count - 2) / 2);
  if (points.length <= count || buckets < 1) return points;
  const inner = points.length - 2;
  const edge = (bucket: number) => 1 + Math.floor((bucket * inner) / buckets);
  const picked = points.slice(0, 1);
  for (let bucket = 0; bucket < buckets; bucket += 1) {
    const candidates = points.slice(edge(bucket), edge(bucket + 1));
    const lowest = candidates.reduce((low, point) => (point.value < low.value ? point : low));
    const highest = candidates.reduce((high, point) => (point.value > high.value ? point : high));
    if (lowest === highest) picked.push(lowest);
    else picked.push(...(lowest.at < highest.at ? [lowest, highest] : [highest, lowest]));
  }
  return [...picked, ...points.slice(-1)];
}
