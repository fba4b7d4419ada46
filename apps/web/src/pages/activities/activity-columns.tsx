import { Checkbox } from '@mantine/core';
import { directionOf, formatDay, formatMoney, MoneyText, type Column } from '@tradeyard/ui';
import { ActivityCell } from '../../tracked/ActivityCell.js';
import { cashOf, describeActivity } from '../../tracked/describe-activity.js';
import type { Activity } from '../../tracked/tracked.js';
import classes from './activity-columns.module.css';

export type Selection = {
  ids: ReadonlySet<string>;
  onToggle: (id: string) => void;
};

type ColumnsInput = {
  /** Where one activity is changed; null where nothing can be. */
  linkTo: ((id: string) => string) | null;
  selection: Selection | null;
};

/** An activity in a row. Where they can be changed, a row leads to its form and has a box to select it. */
export function activityColumns({ linkTo, selection }: ColumnsInput): Column<Activity>[] {
  const columns: (Column<Activity> | null)[] = [
    selection && {
      id: 'select',
      header: 'Selected',
      hideHeader: true,
      cell: (activity) => (
        <Checkbox
          aria-label={`Select ${describeActivity(activity).title} of ${formatDay(activity.day)}`}
          className={classes.box}
          checked={selection.ids.has(activity.id)}
          onChange={() => selection.onToggle(activity.id)}
        />
      ),
    },
    {
      id: 'what',
      header: 'What',
      cell: (activity) => <ActivityCell activity={activity} {...(linkTo && { to: linkTo(activity.id) })} />,
    },
    {
      id: 'day',
      header: 'Day',
      hideBelow: 'sm',
      cell: ({ day }) => <time dateTime={day}>{formatDay(day)}</time>,
    },
    {
      id: 'note',
      header: 'Note',
      hideBelow: 'lg',
      cell: ({ note }) => (
        <span className={classes.note} title={note}>
          {note}
        </span>
      ),
    },
    {
      id: 'cash',
      header: 'Cash',
      numeric: true,
      cell: (activity) => <Cash activity={activity} />,
    },
  ];
  return columns.filter((column) => column !== null);
}

/** What came in is green and has a plus; of what moved no cash there is a dash. */
function Cash({ activity }: { activity: Activity }) {
  const { type, amount, currency } = activity;
  if (type === 'liability' && amount !== null) return <MoneyText amount={amount} currency={currency} />;
  const cash = cashOf(activity);
  if (cash === null) return <span className={classes.none}>–</span>;
  return (
    <span className={classes.cash} data-direction={directionOf(cash)}>
      {formatMoney(cash, currency, 'exceptZero')}
    </span>
  );
}
