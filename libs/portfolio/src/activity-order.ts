import type { Activity } from './activity.js';

/**
 * As they happened: by day, and on a day first its splits, which begin with it, then what has no moment, then by moment,
 * and else as they were entered, which is the order they are given in.
 */
export function inOrder(activities: readonly Activity[]): readonly Activity[] {
  // Mostly they are sorted already, and there is nothing to copy.
  let before: Activity | undefined;
  for (const activity of activities) {
    if (before && compare(before, activity) > 0) return activities.toSorted(compare);
    before = activity;
  }
  return activities;
}

function compare(a: Activity, b: Activity): number {
  if (a.day !== b.day) return a.day < b.day ? -1 : 1;
  if ((a.type === 'split') !== (b.type === 'split')) return a.type === 'split' ? -1 : 1;
  // Nothing sorts before any moment.
  const [first, second] = [a.at ?? '', b.at ?? ''];
  return first === second ? 0 : first < second ? -1 : 1;
}
