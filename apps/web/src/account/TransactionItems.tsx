import type { Transaction } from './account.js';
import classes from './TransactionItems.module.css';
import { TransactionRow } from './TransactionRow.js';

export const TransactionItems = ({
  label,
  transactions,
}: {
  label: string;
  transactions: readonly Transaction[];
}) => (
  <ul className={classes.list} aria-label={label}>
    {transactions.map((transaction) => (
      <TransactionRow key={transaction.id} transaction={transaction} />
    ))}
  </ul>
);
