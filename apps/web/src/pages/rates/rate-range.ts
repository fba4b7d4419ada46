import {
  addDecimals,
  compareDecimals,
  formatDecimal,
  parseDecimal,
  ratio,
  ratioToDecimal,
  type Decimal,
} from '@tradeyard/kernel';
import type { Schemas } from '../../api.js';

export type HistoryItem = Schemas['RateHistoryItemDto'];

export const ranges = [
  { value: '1M', label: '1M', months: 1 },
  { value: '6M', label: '6M', months: 6 },
  { value: '1Y', label: '1Y', months: 12 },
  { value: '5Y', label: '5Y', months: 60 },
  { value: '10Y', label: '10Y', months: 120 },
  { value: 'Max', label: 'Max', months: null },
] as const;

export type Range = (typeof ranges)[number]['value'];

/** The last part of a history. It counts back from its newest rate: what is old or has ended has a last month too. */
export function inRange(items: readonly HistoryItem[], range: Range): readonly HistoryItem[] {
  const months = ranges.find(({ value }) => value === range)?.months;
  const last = items.at(-1);
  if (!months || !last) return items;
  const from = monthsBefore(last.date, months);
  return items.filter(({ date }) => date >= from);
}

/** The 31st of a month is the last day of a shorter one. */
function monthsBefore(day: string, months: number): string {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  const lastOfMonth = new Date(Date.UTC(year, month - months, 0)).getUTCDate();
  const before = new Date(Date.UTC(year, month - 1 - months, Math.min(date, lastOfMonth)));
  return before.toISOString().slice(0, 10);
}

export type RangeFacts = {
  readonly first: HistoryItem;
  readonly last: HistoryItem;
  readonly high: HistoryItem;
  readonly low: HistoryItem;
  /** From first to last, in percent. */
  readonly changePercent: string;
};

const percentPlaces = 4;

/** What happened in a range; null when there is nothing in it. */
export function rangeFacts(items: readonly HistoryItem[]): RangeFacts | null {
  const [first, last] = [items[0], items.at(-1)];
  if (!first || !last) return null;
  let [high, low] = [first, first];
  let [highest, lowest]: [Decimal, Decimal] = [parseDecimal(first.rate), parseDecimal(first.rate)];
  for (const item of items) {
    const rate = parseDecimal(item.rate);
    if (compareDecimals(rate, highest) > 0) [high, highest] = [item, rate];
    if (compareDecimals(rate, lowest) < 0) [low, lowest] = [item, rate];
  }
  return { first, last, high, low, changePercent: changePercent(first.rate, last.rate) };
}

function changePercent(from: string, to: string): string {
  const before = parseDecimal(from);
  const change = addDecimals(parseDecimal(to), { ...before, digits: -before.digits });
  const inPercent = ratio({ ...change, digits: change.digits * 100n }, before);
  return formatDecimal(ratioToDecimal(inPercent, percentPlaces));
}
