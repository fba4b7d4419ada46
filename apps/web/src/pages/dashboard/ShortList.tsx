import type { ReactNode } from 'react';
import { NameCell } from '../NameCell.js';
import classes from './ShortList.module.css';

export type ShortListRow = {
  key: string;
  mark: ReactNode;
  name: string;
  detail: string;
  to?: string;
  value: ReactNode;
  note?: ReactNode;
};

/** A few rows of a larger list: what it is at the left, what it comes to at the right. */
export const ShortList = ({ label, rows }: { label: string; rows: readonly ShortListRow[] }) => (
  <ul className={classes.list} aria-label={label}>
    {rows.map(({ key, mark, name, detail, to, value, note }) => (
      <li key={key} className={classes.row}>
        <NameCell mark={mark} name={name} detail={detail} to={to} />
        <span className={classes.amounts}>
          <span>{value}</span>
          {note && <span className={classes.note}>{note}</span>}
        </span>
      </li>
    ))}
  </ul>
);
