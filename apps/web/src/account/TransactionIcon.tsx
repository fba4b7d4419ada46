import { transactionKinds, type TransactionKind } from './transaction-kinds.js';
import classes from './TransactionIcon.module.css';

/** The round mark of a kind of transaction; its name always stands beside it. */
export function TransactionIcon({ kind }: { kind: TransactionKind }) {
  const { icon: Icon } = transactionKinds[kind];
  return (
    <span className={classes.icon}>
      <Icon size={18} stroke={1.6} aria-hidden />
    </span>
  );
}
