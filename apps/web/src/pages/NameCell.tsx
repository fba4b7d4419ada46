import type { ReactNode } from 'react';
import { Link } from 'react-router';
import classes from './NameCell.module.css';

type NameCellProps = {
  mark?: ReactNode;
  name: string;
  detail?: ReactNode;
  /** Beside the name, for what is out of the ordinary. */
  aside?: ReactNode;
  to?: string;
};

/** The first cell of a row: a mark, what it is, and a quiet second line. With `to` the whole row leads there. */
export const NameCell = ({ mark, name, detail, aside, to }: NameCellProps) => (
  <span className={classes.cell}>
    {mark}
    <span className={classes.words}>
      {to ? (
        <Link to={to} className={classes.name} data-row-link>
          {name}
        </Link>
      ) : (
        <span className={classes.name}>{name}</span>
      )}
      {aside}
      {detail && <span className={classes.detail}>{detail}</span>}
    </span>
  </span>
);
