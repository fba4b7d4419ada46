import type { Transaction } from './account.js';
import classes from './TransactionItems.module.css';
import { TransactionRow } from './TransactionRow.js';

type TransactionItemsProps = {
  label: string;
  transactions: readonly Transaction[];
  /** A quiet line below the amounts of each. */
  noteOf?: (transaction: Transaction) => string | undefined;
};

export const TransactionItems = ({ label, transactions, noteOf }: TransactionItemsProps) => (
  <ul className={classes.list} aria-label={label}>
    {transactions.map((transaction) => (
      <TransactionRow key={transaction.id} transaction={transaction} note={noteOf?.(transaction)} />
    ))}
  </ul>
);
