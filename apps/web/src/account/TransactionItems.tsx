import type { Transaction } from './account.js';
import classes from './TransactionItems.module.css';
import { TransactionRow } from './TransactionRow.js';

type TransactionItemsProps = {
  label: string;
  transactions: readonly Transaction[];
  /** Quiet lines below the amounts of each. */
  notesOf?: (transaction: Transaction) => readonly string[];
};

export const TransactionItems = ({ label, transactions, notesOf }: TransactionItemsProps) => (
  <ul className={classes.list} aria-label={label}>
    {transactions.map((transaction) => (
      <TransactionRow key={transaction.id} transaction={transaction} notes={notesOf?.(transaction)} />
    ))}
  </ul>
);
