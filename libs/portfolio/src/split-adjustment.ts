import type { DayNumber } from '@tradeyard/kernel';

/** On `day` every `from` units became `to`. */
export type UnitSplit = { readonly day: DayNumber; readonly to: number; readonly from: number };

/** Brokers book a split up to so many days from the one that the market names: on the evening before a weekend, or late. */
const sameSplitDays = 7;

/** Whether two tellings are of the same split: of one day, or of the same ratio and close to each other. */
export const isSameSplit = (a: UnitSplit, b: UnitSplit): boolean =>
  a.day === b.day ||
  (Math.abs(a.day - b.day) <= sameSplitDays &&
    Math.abs(a.to * b.from - b.to * a.from) <= 1e-9 * Math.abs(a.to * b.from));

/**
 * What was bought or sold before a split, in the units of today: closes are split-adjusted too. The ratios of all later
 * splits are multiplied first and divided once, so that 2:1 and 1:3 make 20/3 of ten and no rounding of a half more.
 */
export function adjustForSplits<Trade extends { day: DayNumber; quantity: number; price: number }>(
  trade: Trade,
  splits: readonly UnitSplit[],
): Trade {
  let [to, from] = [1, 1];
  for (const split of splits) {
    if (split.day <= trade.day) continue;
    to *= split.to;
    from *= split.from;
  }
  return to === from
    ? trade
    : { ...trade, quantity: (trade.quantity * to) / from, price: (trade.price * from) / to };
}
