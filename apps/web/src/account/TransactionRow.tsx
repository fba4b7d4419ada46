import {
  IconArrowDownLeft,
  IconArrowsExchange,
  IconArrowUpRight,
  IconTrendingUp,
  IconSend,
  type Icon,
} from '@tabler/icons-react';
import { formatMoment, formatMoney, formatQuantity } from '@tradeyard/ui';
import { Link } from 'react-router';
import type { Transaction } from './account.js';
import { describeTransaction } from './describe-transaction.js';
import classes from './TransactionRow.module.css';

const icons: Record<string, Icon> = {
  deposit: IconArrowDownLeft,
  withdrawal: IconArrowUpRight,
  transfer: IconSend,
  conversion: IconArrowsExchange,
  trade: IconTrendingUp,
};

/** One line of a list of transactions: what happened, when, and what it did to each balance. */
export function TransactionRow({ transaction }: { transaction: Transaction }) {
  const { at, kind, changes } = transaction;
  const { title, detail } = describeTransaction(transaction);
  const { orderId } = transaction.detail;
  const Icon = icons[kind] ?? IconArrowsExchange;
  return (
    <li className={classes.row}>
      <span className={classes.icon}>
        <Icon size={18} stroke={1.6} aria-hidden />
      </span>
      <span className={classes.words}>
        {orderId ? (
          <Link className={classes.title} to={`/orders/${orderId}`}>
            {title}
          </Link>
        ) : (
          <span className={classes.title}>{title}</span>
        )}
        <span className={classes.detail}>
          <time dateTime={at}>{formatMoment(at)}</time>
          {detail && <span className={classes.explanation}>{detail}</span>}
        </span>
      </span>
      <span className={classes.amounts}>
        {changes.map(({ asset, kind: assetKind, amount }) => (
          <span key={asset} className={classes.amount} data-incoming={!amount.startsWith('-') || undefined}>
            {assetKind === 'share'
              ? `${formatQuantity(amount, 'exceptZero')} ${asset}`
              : formatMoney(amount, asset, 'exceptZero')}
          </span>
        ))}
      </span>
    </li>
  );
}
