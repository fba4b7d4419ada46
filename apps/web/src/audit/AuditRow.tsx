import { IconBan, IconCircleCheck } from '@tabler/icons-react';
import { formatMoment, formatMoney, formatQuantity } from '@tradeyard/ui';
import type { ReactNode } from 'react';
import type { Schemas } from '../api.js';
import { refusalSentence } from '../problem.js';
import { actionWords } from './action-words.js';
import classes from './AuditRow.module.css';

export type AuditAmount = Schemas['AuditAmountDto'] & {
  /** Whose balance it is, where more than one person's are shown. */
  owner?: Schemas['AuditPersonDto'] | null;
};

type AuditRowProps = {
  entry: Pick<Schemas['AuditEntryDto'], 'at' | 'outcome' | 'action' | 'code' | 'message' | 'memo'>;
  who: string;
  /** The address it was asked from, if it is known to the reader. */
  origin: string | null;
  amounts: readonly AuditAmount[];
  /** Below the words: what else there is to see or to do. */
  children?: ReactNode;
};

/** One money command: what it was, who asked, when and from where, and what became of it. */
export function AuditRow({ entry, who, origin, amounts, children }: AuditRowProps) {
  const { at, outcome, code, message, memo } = entry;
  const Icon = outcome === 'refused' ? IconBan : IconCircleCheck;
  return (
    <li className={classes.row} data-outcome={outcome}>
      <span className={classes.icon}>
        <Icon size={18} stroke={1.6} aria-hidden />
      </span>
      <div className={classes.words}>
        <p className={classes.title}>
          {actionWords(entry)}
          {outcome === 'refused' && <span className={classes.badge}>Refused</span>}
        </p>
        <p className={classes.detail}>
          <span>{who}</span> <time dateTime={at}>{formatMoment(at)}</time>{' '}
          {origin !== null && <span>from {origin}</span>}
        </p>
        {outcome === 'refused' && code !== null && (
          <p className={classes.reason}>{refusalSentence(code, message ?? '')}</p>
        )}
        {memo !== null && <p className={classes.detail}>“{memo}”</p>}
        {children}
      </div>
      {amounts.length > 0 && (
        <ul className={classes.amounts} aria-label="Amounts">
          {amounts.map((amount, index) => (
            <li key={index}>
              {amount.owner && <span className={classes.owner}>@{amount.owner.handle}</span>}
              {amountWords(amount)}
            </li>
          ))}
        </ul>
      )}
    </li>
  );
}

/** What moved; where nothing did, what is held or free again. */
function amountWords({ asset, kind, amount, held }: AuditAmount): string {
  const write = (decimal: string, sign?: 'exceptZero') =>
    kind === 'share' ? `${formatQuantity(decimal, sign)} ${asset}` : formatMoney(decimal, asset, sign);
  if (/[1-9]/.test(amount)) return write(amount, 'exceptZero');
  return held.startsWith('-') ? `${write(held.slice(1))} freed` : `${write(held)} held`;
}
