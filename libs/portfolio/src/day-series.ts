import type { DayNumber } from '@tradeyard/kernel';

/**
 * What a position, or several together, was and did on each day, in whole units of the portfolio's currency. These are
 * floats: statistics over time, of which an amount for people is rounded at the end. Index 0 is the day `first`, the
 * eve of the first activity, on which nothing was there; the last is today.
 *
 * Of each day `value = value of the day before + inflow - outflow + gain` less what was paid out of it (dividends,
 * less fees, where the portfolio keeps no cash), and the gain is `priceEffect + currencyEffect + dividend - fee`.
 * A day's price effect is its change in the asset's own currency, less what was bought or sold, at the rate of the day;
 * its currency effect is what the day before was worth times the change of the rate. So they add up without a rest.
 */
export type DaySeries = {
  readonly first: DayNumber;
  /** At the end of the day; below zero for what is owed or short. */
  readonly value: Float64Array;
  /** What can be lost: the values without their signs, added up. Returns are told of it. */
  readonly capital: Float64Array;
  /** Zero or more: came in during the day, at its price and rate. */
  readonly inflow: Float64Array;
  /** Zero or more: went out during the day. */
  readonly outflow: Float64Array;
  readonly priceEffect: Float64Array;
  readonly currencyEffect: Float64Array;
  /** Dividends and interest. */
  readonly dividend: Float64Array;
  /** Zero or more. */
  readonly fee: Float64Array;
  /** Dividends less fees of the day that are not in the value: all of them where no cash is kept, else none. */
  readonly paidOut: Float64Array;
  /** What is held has cost so much, at average cost and the rates of its days. */
  readonly invested: Float64Array;
  /** 1 on days on which something was held that had no price yet: its value of that day is made up. */
  readonly unpriced: Uint8Array;
};

/** What the series gained on the day with this index, all effects together. */
export const gainOf = (series: DaySeries, index: number): number =>
  (series.priceEffect[index] ?? 0) +
  (series.currencyEffect[index] ?? 0) +
  (series.dividend[index] ?? 0) -
  (series.fee[index] ?? 0);
