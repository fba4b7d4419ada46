import { useSearchParams } from 'react-router';
import type { Balance, Transaction } from '../../account/account.js';
import { dayIn, localDay, startOfLocalDay } from '../../account/local-day.js';
import { kindNames, type TransactionKind } from '../../account/transaction-kinds.js';
import type { Schemas } from '../../api.js';

export type StatementEntry = Schemas['StatementEntryDto'];

/** What of a statement is shown. Days are those of the reader's own calendar, both with all of them. */
export type StatementFilter = {
  kinds: readonly TransactionKind[];
  from: string;
  to: string;
  text: string;
};

export const noFilter: StatementFilter = { kinds: [], from: '', to: '', text: '' };

export const statementPath = (currency: Balance['currency']): string => `/wallet/statement/${currency}`;

/** The filter that an address holds; what makes no sense in it is left out. */
export function readFilter(search: URLSearchParams): StatementFilter {
  const kinds = (search.get('kind') ?? '').split(',');
  return {
    kinds: kindNames.filter((kind) => kinds.includes(kind)),
    from: dayIn(search, 'from'),
    to: dayIn(search, 'to'),
    text: search.get('text') ?? '',
  };
}

export function writeFilter({ kinds, from, to, text }: StatementFilter): URLSearchParams {
  const all = { kind: kinds.join(','), from, to, text };
  return new URLSearchParams(Object.entries(all).filter(([, value]) => value !== ''));
}

/** The filter as the API takes it: a day begins at midnight where the reader is, which is some moment in UTC. */
export const queryOf = (currency: string, { kinds, from, to, text }: StatementFilter) => ({
  currency,
  ...(kinds.length > 0 && { kind: [...kinds] }),
  ...(from && { from: startOfLocalDay(from).toISOString() }),
  ...(to && { to: startOfLocalDay(to, 1).toISOString() }),
  ...(text.trim() && { text: text.trim() }),
});

/** Whether entries of the period are left out, so that what is shown does not add up to its totals. */
export const leavesOut = ({ kinds, text }: StatementFilter): boolean =>
  kinds.length > 0 || text.trim() !== '';

/** Named for the days as the reader knows them; without an end, for the day it is made. */
export const fileName = (currency: string, { from, to }: StatementFilter, now: Date): string =>
  `${['tradeyard', currency, from, to || localDay(now)].filter(Boolean).join('-')}.csv`;

/** The filter of the page, kept in its address. */
export function useStatementFilter(): [StatementFilter, (change: Partial<StatementFilter>) => void] {
  const [search, setSearch] = useSearchParams();
  const change = (changed: Partial<StatementFilter>) =>
    setSearch((before) => writeFilter({ ...readFilter(before), ...changed }), {
      replace: true,
      preventScrollReset: true,
    });
  return [readFilter(search), change];
}

/** An entry as the list of transactions knows it: the same, of one currency. */
export const asTransaction = (
  { amount, held, balance, heldAfter, available: _, costAfter, gain, ...rest }: StatementEntry,
  currency: string,
): Transaction => ({
  ...rest,
  changes: [
    { asset: currency, kind: 'currency', amount, held, balanceAfter: balance, heldAfter, costAfter, gain },
  ],
});
