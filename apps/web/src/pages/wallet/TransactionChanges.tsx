import { findCurrency } from '@tradeyard/kernel';
import { AssetMark, directionOf, formatMoney, formatQuantity } from '@tradeyard/ui';
import type { Change } from '../../account/account.js';
import { ChangeAmount } from '../../account/ChangeAmount.js';
import { NameCell } from '../NameCell.js';
import { GainText } from './GainText.js';
import { statementPath } from './statement-filter.js';
import classes from './TransactionChanges.module.css';

/** What a transaction did to each balance, and what was left then. */
export const TransactionChanges = ({ changes }: { changes: readonly Change[] }) => (
  <ul className={classes.list} aria-label="What it did">
    {changes.map((change) => (
      <li key={change.asset} className={classes.change}>
        <NameCell
          mark={<AssetMark name={change.asset} />}
          name={change.asset}
          detail={findCurrency(change.asset)?.name}
          {...(change.kind === 'currency' && { to: statementPath(change.asset) })}
        />
        <span className={classes.amounts}>
          <ChangeAmount change={change} />
          {change.gain && <GainText gain={change.gain}>Realised</GainText>}
          <span className={classes.after}>{afterwards(change)}</span>
          {change.costAfter && (
            <span className={classes.after}>
              Cost of it then {formatMoney(change.costAfter.amount, change.costAfter.currency)}
            </span>
          )}
        </span>
      </li>
    ))}
  </ul>
);

function afterwards({ asset, kind, balanceAfter, heldAfter }: Change): string {
  const written = (amount: string) =>
    kind === 'share' ? `${formatQuantity(amount)} ${asset}` : formatMoney(amount, asset);
  const balance = `Balance then ${written(balanceAfter)}`;
  return directionOf(heldAfter) === 'flat' ? balance : `${balance}, ${written(heldAfter)} of it held`;
}
