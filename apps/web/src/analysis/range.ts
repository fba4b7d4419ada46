import { addDays, dayOf, isDay } from '@tradeyard/kernel';
import { useSearchParams } from 'react-router';

/** The times that figures are asked of; `custom` is from one day to another. `words` end a sentence. */
export const ranges = [
  { value: '1d', label: '1D', words: 'since yesterday' },
  { value: 'wtd', label: 'WTD', words: 'this week' },
  { value: 'mtd', label: 'MTD', words: 'this month' },
  { value: 'ytd', label: 'YTD', words: 'this year' },
  { value: '1y', label: '1Y', words: 'in one year' },
  { value: '5y', label: '5Y', words: 'in five years' },
  { value: 'max', label: 'Max', words: 'since the beginning' },
  { value: 'custom', label: 'Custom', words: 'in this time' },
] as const;

export type RangeName = (typeof ranges)[number]['value'];

/** As the API takes it. */
export type RangeQuery = { range: Exclude<RangeName, 'custom'> } | { from: string; to: string };

/** A time as a page's address has it; `from` and `to` are days, and there where `name` is `custom`. */
export type Range = { readonly name: RangeName; readonly from: string; readonly to: string };

const usual: RangeName = '1y';
const daysOfYear = 365;

/** The time in an address; days that are none are left out. */
export function readRange(search: URLSearchParams): Range {
  const name = ranges.find(({ value }) => value === search.get('range'))?.value ?? usual;
  const day = (parameter: string) =>
    isDay(search.get(parameter) ?? '') ? (search.get(parameter) ?? '') : '';
  return name === 'custom' ? { name, from: day('from'), to: day('to') } : { name, from: '', to: '' };
}

/** What is asked for: all there is while a time of one's own is not whole, or ends before it begins. */
export function rangeQuery({ name, from, to }: Range): RangeQuery {
  if (name !== 'custom') return { range: name };
  return from && to && from <= to ? { from, to } : { range: 'max' };
}

/** The range of a page, kept in its address, and what changes it. */
export function useRange(): [range: Range, setRange: (change: Partial<Range>) => void] {
  const [search, setSearch] = useSearchParams();
  const range = readRange(search);
  const setRange = (change: Partial<Range>) =>
    setSearch((before) => withRange(before, { ...range, ...change }), {
      replace: true,
      preventScrollReset: true,
    });
  return [range, setRange];
}

function withRange(before: URLSearchParams, { name, from, to }: Range): URLSearchParams {
  const next = new URLSearchParams(before);
  for (const parameter of ['range', 'from', 'to']) next.delete(parameter);
  if (name !== usual) next.set('range', name);
  if (name !== 'custom') return next;
  const today = dayOf(new Date());
  next.set('from', from || addDays(today, -daysOfYear));
  next.set('to', to || today);
  return next;
}
