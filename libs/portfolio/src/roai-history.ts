import { dayOfNumber, type Day, type DayNumber } from '@tradeyard/kernel';
import type { TwoViews } from './roai.js';
import type { RoaiDays } from './roai-days.js';

/** A day of the portfolio, in its currency. Percentages are fractions: of what was invested on average until then. */
export type HistoryRow = {
  readonly day: Day;
  readonly value: TwoViews;
  readonly invested: TwoViews;
  /** Since the beginning, after fees. */
  readonly net: TwoViews;
  readonly netPercent: TwoViews;
  /** By how much the investment with the currency effect changed on the day. */
  readonly investedChange: number;
  /** All positions and all cash, less what is owed. */
  readonly netWorth: number;
  readonly cash: number;
};

export type HistoryDays = {
  readonly first: DayNumber;
  readonly days: RoaiDays;
  /** All cash. */
  readonly cash: Float64Array;
  /** What is worth something and no part of the performance: cash in the portfolio's currency, less debts. */
  readonly aside: Float64Array;
};

/** A row for each of the marked dates, or for every day where they are null. */
export function historyOf({ first, days, cash, aside }: HistoryDays, dates: Uint8Array | null): HistoryRow[] {
  const rows: HistoryRow[] = [];
  const { value, valueFlat, invested, investedFlat, net, netFlat, weighed, weighedFlat } = days;
  for (let day = 0; day < cash.length; day++) {
    if (dates && !dates[day]) continue;
    const gain = net[day] ?? 0;
    const gainFlat = netFlat[day] ?? 0;
    const base = weighed[day] ?? 0;
    const baseFlat = weighedFlat[day] ?? 0;
    rows.push({
      day: dayOfNumber(first + day),
      value: { flat: valueFlat[day] ?? 0, withCurrency: value[day] ?? 0 },
      invested: { flat: investedFlat[day] ?? 0, withCurrency: invested[day] ?? 0 },
      net: { flat: gainFlat, withCurrency: gain },
      netPercent: {
        flat: baseFlat === 0 ? 0 : gainFlat / baseFlat,
        withCurrency: base === 0 ? 0 : gain / base,
      },
      investedChange: days.investedChange[day] ?? 0,
      netWorth: (value[day] ?? 0) + (aside[day] ?? 0),
      cash: cash[day] ?? 0,
    });
  }
  return rows;
}
