import { formatMoney, formatQuantity, directionOf } from '@tradeyard/ui';
import type { Change } from './account.js';
import classes from './ChangeAmount.module.css';

/** What a transaction did to one balance: what came or left, or what became held or free where nothing moved. */
export function ChangeAmount({ change }: { change: Change }) {
  const { asset, kind, amount, held } = change;
  if (directionOf(amount) === 'flat') {
    const word = directionOf(held) === 'up' ? 'held' : 'free again';
    return <span className={classes.quiet}>{`${formatMoney(held.replace('-', ''), asset)} ${word}`}</span>;
  }
  return (
    <span className={classes.amount} data-incoming={directionOf(amount) === 'up' || undefined}>
      {kind === 'share'
        ? `${formatQuantity(amount, 'exceptZero')} ${asset}`
        : formatMoney(amount, asset, 'exceptZero')}
    </span>
  );
}
