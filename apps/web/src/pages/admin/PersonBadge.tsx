import { formatDay } from '@tradeyard/ui';
import type { Person } from './people.js';
import classes from './PersonBadge.module.css';

/** Whether somebody can sign in, and as what. */
export function PersonBadge({ person: { role, closedAt } }: { person: Person }) {
  if (closedAt === null && role !== 'admin') return <span className={classes.plain}>Open</span>;
  return (
    <span className={classes.badges}>
      {role === 'admin' && (
        <span className={classes.badge} data-tone="accent">
          Administrator
        </span>
      )}
      {closedAt !== null && (
        <span className={classes.badge} data-tone="loss">
          Closed {formatDay(closedAt)}
        </span>
      )}
    </span>
  );
}

/** The same on a phone, where there is no room for badges, and only where it is not as with everybody. */
export const PersonState = ({ person: { role, closedAt } }: { person: Person }) => (
  <span className={classes.state}>
    {role === 'admin' && 'Administrator, '}
    {closedAt !== null && 'Closed, '}
  </span>
);
