import { directionOf, type PositionInput } from './course-activity.js';

/**
 * A price for every day. `firstPriced` is the first day with a price of its own: those before are made up. It is the
 * number of days where no price is known at all.
 */
export type CoursePrices = { readonly prices: Float64Array; readonly firstPriced: number };

/**
 * Fills the gaps: with the last price before, ahead of the first one with today's. What has no price at all, or by hand
 * none of today, is worth what was last paid or got for a unit there. Cash, and what is owed, is worth itself.
 */
export function fillPrices({ kind, isPricedByHand, prices, activities }: PositionInput): CoursePrices {
  const days = prices.length;
  if (kind !== 'asset') return { prices: new Float64Array(days).fill(1), firstPriced: 0 };
  let firstPriced = 0;
  while (firstPriced < days && Number.isNaN(prices[firstPriced])) firstPriced += 1;
  if (firstPriced === days) {
    return { prices: new Float64Array(days).fill(lastUnitPrice(activities)), firstPriced };
  }
  let filled = prices;
  let last = NaN;
  for (let day = firstPriced; day < days; day++) {
    const price = prices[day] ?? NaN;
    if (!Number.isNaN(price)) last = price;
    else {
      // The caller's array stays as it is; most are whole, and then it is also the one that is kept.
      if (filled === prices) filled = prices.slice();
      filled[day] = last;
    }
  }
  if (firstPriced > 0) {
    if (filled === prices) filled = prices.slice();
    const isOfToday = !isPricedByHand || !Number.isNaN(prices[days - 1]);
    filled.fill(isOfToday ? last : lastUnitPrice(activities) || last, 0, firstPriced);
  }
  return { prices: filled, firstPriced };
}

function lastUnitPrice(activities: PositionInput['activities']): number {
  for (let index = activities.length - 1; index >= 0; index--) {
    const activity = activities[index];
    if (activity && directionOf[activity.type] !== 0 && !Number.isNaN(activity.price)) return activity.price;
  }
  return 0;
}
