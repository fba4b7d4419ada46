import { ActionIcon, Group } from '@mantine/core';
import { IconBell, IconPencil, IconPlayerPause, IconTrash } from '@tabler/icons-react';
import { parseDecimal } from '@tradeyard/kernel';
import { AssetMark, formatMoment, formatPercent, formatPrice, type Column } from '@tradeyard/ui';
import { conditionWords, distancePercent, statusWords } from '../../alerts/alert-words.js';
import type { Alert } from '../../alerts/alerts.js';
import { LivePrice } from '../../market/LivePrice.js';
import type { Quote } from '../../stream/quotes.js';
import rows from '../DetailRows.module.css';
import { NameCell } from '../NameCell.js';
import classes from './alert-columns.module.css';
import type { AlertAction } from './AlertModal.js';

export type AlertRow = Alert & { quote: Quote | undefined };

const missing = '–';

const tones: Record<Alert['status'], string | undefined> = {
  active: 'accent',
  resting: 'notice',
  paused: undefined,
  fired: 'gain',
  expired: undefined,
};

/** `onAction` opens what is asked before it is done. */
export const alertColumns = (onAction: (action: AlertAction) => void): readonly Column<AlertRow>[] => [
  {
    id: 'symbol',
    header: 'Alert',
    cell: (alert) => (
      <NameCell
        mark={
          <span className={classes.mark}>
            <AssetMark name={alert.symbol} />
          </span>
        }
        name={alert.symbol}
        detail={alert.note === null ? conditionWords(alert) : `${conditionWords(alert)} · ${alert.note}`}
        to={`/markets/${alert.symbol}`}
      />
    ),
    sortBy: ({ symbol }) => symbol,
  },
  {
    id: 'price',
    header: 'Price now',
    numeric: true,
    hideBelow: 'md',
    cell: ({ quote }) => (quote ? <LivePrice quote={quote} /> : missing),
    sortBy: ({ quote }) => (quote ? parseDecimal(quote.price) : null),
  },
  {
    id: 'distance',
    header: 'To go',
    numeric: true,
    cell: (alert) => {
      const distance = distancePercent(alert, alert.quote);
      return distance === null ? missing : formatPercent(distance, 'exceptZero');
    },
    sortBy: (alert) => {
      const distance = distancePercent(alert, alert.quote);
      return distance === null ? null : parseDecimal(distance.replace('-', ''));
    },
  },
  {
    id: 'status',
    header: 'Status',
    hideBelow: 'sm',
    cell: (alert) => <AlertStatus alert={alert} />,
    sortBy: ({ status }) => statusWords[status],
  },
  {
    id: 'actions',
    header: 'Change',
    cell: (alert) => <AlertActions alert={alert} onAction={onAction} />,
  },
];

const AlertStatus = ({ alert: { status, firedAt, firedPrice, currency } }: { alert: Alert }) => (
  <span className={classes.status}>
    <span className={rows.badge} data-tone={tones[status]}>
      {statusWords[status]}
    </span>
    {firedAt !== null && (
      <span className={classes.fired}>
        {firedPrice !== null && `${formatPrice(firedPrice, currency)} on `}
        {formatMoment(firedAt)}
      </span>
    )}
  </span>
);

function AlertActions({ alert, onAction }: { alert: Alert; onAction: (action: AlertAction) => void }) {
  const what = `the alert on ${alert.symbol}`;
  const isWaiting = alert.status === 'active' || alert.status === 'resting';
  const button = (action: AlertAction['do'], label: string, Icon: typeof IconPencil) => (
    <ActionIcon
      variant="subtle"
      color="gray"
      size={34}
      aria-label={`${label} ${what}`}
      title={label}
      onClick={() => onAction({ do: action, alert })}
    >
      <Icon size={18} stroke={1.6} aria-hidden />
    </ActionIcon>
  );
  return (
    <Group gap={0} wrap="nowrap" className={classes.actions}>
      {button('change', 'Change', IconPencil)}
      {isWaiting ? button('pause', 'Pause', IconPlayerPause) : button('arm', 'Arm', IconBell)}
      {button('delete', 'Delete', IconTrash)}
    </Group>
  );
}
