import classes from '../account/TransactionIcon.module.css';
import { activityKinds } from './activity-kinds.js';
import type { ActivityType } from './tracked.js';

/** The round mark of a type of activity; its name always stands beside it. */
export function ActivityIcon({ type }: { type: ActivityType }) {
  const { icon: Icon } = activityKinds[type];
  return (
    <span className={classes.icon}>
      <Icon size={18} stroke={1.6} aria-hidden />
    </span>
  );
}
