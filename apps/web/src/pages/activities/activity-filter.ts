import { useSearchParams } from 'react-router';
import { dayIn } from '../../account/local-day.js';
import { findKind } from '../../tracked/activity-kinds.js';
import type { ActivityType } from '../../tracked/tracked.js';

/** Which activities are shown, and in which order. Both days are part of the period. */
export type ActivityFilter = {
  type: ActivityType | null;
  /** Exactly this asset; empty for all. */
  symbol: string;
  /** Somewhere in its symbol or its note. */
  text: string;
  from: string;
  to: string;
  order: 'newest' | 'oldest';
};

export const noFilter: ActivityFilter = {
  type: null,
  symbol: '',
  text: '',
  from: '',
  to: '',
  order: 'newest',
};

/** The filter that an address holds; what makes no sense in it is left out. */
export function readFilter(search: URLSearchParams): ActivityFilter {
  return {
    type: findKind(search.get('type')),
    symbol: search.get('symbol') ?? '',
    text: search.get('text') ?? '',
    from: dayIn(search, 'from'),
    to: dayIn(search, 'to'),
    order: search.get('order') === 'oldest' ? 'oldest' : 'newest',
  };
}

/** The address with the filter in it; what else it holds stays. */
export function writeFilter(search: URLSearchParams, filter: ActivityFilter): URLSearchParams {
  const { type, symbol, text, from, to, order } = filter;
  const next = new URLSearchParams(search);
  const all = { type: type ?? '', symbol, text, from, to, order: order === 'oldest' ? order : '' };
  for (const [name, value] of Object.entries(all)) {
    if (value === '') next.delete(name);
    else next.set(name, value);
  }
  return next;
}

export const leavesOut = ({ type, symbol, text, from, to }: ActivityFilter): boolean =>
  type !== null || symbol !== '' || text.trim() !== '' || from !== '' || to !== '';

/** The filter as the API takes it. */
export const queryOf = ({ type, symbol, text, from, to, order }: ActivityFilter) => ({
  ...(type && { type: [type] }),
  ...(symbol && { symbol }),
  ...(text.trim() && { text: text.trim() }),
  ...(from && { from }),
  ...(to && { to }),
  order,
});

/** The filter of the page, kept in its address. */
export function useActivityFilter(): [ActivityFilter, (change: Partial<ActivityFilter>) => void] {
  const [search, setSearch] = useSearchParams();
  const change = (changed: Partial<ActivityFilter>) =>
    setSearch((before) => writeFilter(before, { ...readFilter(before), ...changed }), {
      replace: true,
      preventScrollReset: true,
    });
  return [readFilter(search), change];
}
