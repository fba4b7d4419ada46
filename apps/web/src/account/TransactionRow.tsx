import { formatMoment } from '@tradeyard/ui';
import { Link } from 'react-router';
import type { Transaction } from './account.js';
import { ChangeAmount } from './ChangeAmount.js';
import { describeTransaction } from './describe-transaction.js';
import { TransactionIcon } from './TransactionIcon.js';
import { useTransactionLink } from './transaction-link.js';
import classes from './TransactionRow.module.css';

type TransactionRowProps = { transaction: Transaction; notes?: readonly string[] | undefined };

/** One line of a list of transactions: what happened, when, and what it did to each balance. */
export function TransactionRow({ transaction, notes = [] }: TransactionRowProps) {
  const { at, kind, changes } = transaction;
  const { title, detail } = describeTransaction(transaction);
  const link = useTransactionLink(transaction);
  return (
    <li className={classes.row}>
      <TransactionIcon kind={kind} />
      <span className={classes.words}>
        <Link className={classes.title} {...link}>
          {title}
        </Link>
        <span className={classes.detail}>
          <time dateTime={at}>{formatMoment(at)}</time>
          {detail && <span className={classes.explanation}>{detail}</span>}
        </span>
      </span>
      <span className={classes.amounts}>
        {changes.map((change) => (
          <ChangeAmount key={change.asset} change={change} />
        ))}
        {notes.map((note) => (
          <span key={note} className={classes.note}>
            {note}
          </span>
        ))}
      </span>
    </li>
  );
}
