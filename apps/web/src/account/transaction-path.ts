import type { Transaction } from './account.js';

/** Where all about a transaction is told: a trade is told by its order. */
export const transactionPath = ({ id, detail }: Pick<Transaction, 'id' | 'detail'>): string =>
  detail['orderId'] ? `/orders/${detail['orderId']}` : `/wallet/transactions/${id}`;
