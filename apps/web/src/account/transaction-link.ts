import { useLocation } from 'react-router';
import type { Transaction } from './account.js';

/** Where all about a transaction is told: a trade is told by its order. */
const transactionPath = ({ id, detail }: Pick<Transaction, 'id' | 'detail'>): string =>
  detail['orderId'] ? `/orders/${detail['orderId']}` : `/wallet/transactions/${id}`;

/** What a link to a transaction leads to, and the list that it is in, with its filters, to come back to. */
export function useTransactionLink(transaction: Pick<Transaction, 'id' | 'detail'>) {
  const { pathname, search } = useLocation();
  return { to: transactionPath(transaction), state: { list: pathname + search } };
}

/** The statement that a transaction was opened from, if it was. */
export function useStatementBehind(): string | null {
  const state: unknown = useLocation().state;
  const list = typeof state === 'object' && state && 'list' in state ? state.list : null;
  return typeof list === 'string' && list.startsWith('/wallet/statement/') ? list : null;
}
