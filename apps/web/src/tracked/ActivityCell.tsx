import { formatDay } from '@tradeyard/ui';
import { NameCell } from '../pages/NameCell.js';
import classes from './ActivityCell.module.css';
import { ActivityIcon } from './ActivityIcon.js';
import { describeActivity } from './describe-activity.js';
import type { Activity } from './tracked.js';

type ActivityCellProps = {
  activity: Activity;
  /** What is out of the ordinary, before all else that explains it. */
  remark?: string | false;
  /** With it the whole row leads there. */
  to?: string;
};

/** An activity in a table. A phone has no room for its day in a column of its own, nor for how many at which price. */
export function ActivityCell({ activity, remark, to }: ActivityCellProps) {
  const { title, detail } = describeActivity(activity);
  return (
    <NameCell
      mark={<ActivityIcon type={activity.type} />}
      name={title}
      detail={
        <>
          {remark && <span className={classes.remark}>{remark}</span>}
          <span className={classes.narrow}>{formatDay(activity.day)}</span>
          <span className={classes.wide}>{detail}</span>
        </>
      }
      {...(to !== undefined && { to })}
    />
  );
}
