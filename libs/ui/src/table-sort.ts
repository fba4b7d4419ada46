import { compareDecimals, type Decimal } from '@tradeyard/kernel';

/** What a column is sorted by. Nothing known (null) comes last in either direction. */
export type SortValue = string | number | bigint | Decimal | null;

export type SortOrder = { readonly id: string; readonly descending: boolean };

/** `-price` is by price, the highest first. */
export function parseSort(sort: string): SortOrder {
  const descending = sort.startsWith('-');
  return { id: descending ? sort.slice(1) : sort, descending };
}

export const formatSort = ({ id, descending }: SortOrder): string => (descending ? `-${id}` : id);

/** Building a collator is slow; sorting asks it thousands of times. */
const collator = new Intl.Collator(undefined, { numeric: true, sensitivity: 'base' });

/** Orders two values of one column, which are of one type, ascending. */
export function compareSortValues(a: NonNullable<SortValue>, b: NonNullable<SortValue>): number {
  if (typeof a === 'string' && typeof b === 'string') return collator.compare(a, b);
  if (typeof a === 'object' && typeof b === 'object') return compareDecimals(a, b);
  return a < b ? -1 : a > b ? 1 : 0;
}
