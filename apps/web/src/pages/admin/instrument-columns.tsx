import { ActionIcon, Menu } from '@mantine/core';
import {
  IconArrowsSplit,
  IconDots,
  IconHandStop,
  IconPencil,
  IconPlayerPlay,
  IconTrash,
} from '@tabler/icons-react';
import { AssetMark, type Column } from '@tradeyard/ui';
import { classNames, sessionWords } from '../../market/instrument-words.js';
import { sourceNames } from '../../market/source-names.js';
import { StatusBadge } from '../../market/StatusBadge.js';
import type { Instrument } from '../markets/markets.js';
import { NameCell } from '../NameCell.js';
import type { InstrumentAction } from './InstrumentModal.js';

/** `onAction` opens what is asked before it is done. */
export const instrumentColumns = (onAction: (action: InstrumentAction) => void): Column<Instrument>[] => [
  {
    id: 'symbol',
    header: 'Instrument',
    cell: ({ symbol, name, status }) => (
      <NameCell
        mark={<AssetMark name={symbol} />}
        name={symbol}
        detail={name}
        aside={<StatusBadge status={status} />}
      />
    ),
  },
  { id: 'class', header: 'Kind', hideBelow: 'sm', cell: (instrument) => classNames[instrument.class] },
  { id: 'exchange', header: 'Exchange', hideBelow: 'md', cell: ({ exchange }) => exchange },
  { id: 'session', header: 'Trading', hideBelow: 'lg', cell: (instrument) => sessionWords(instrument) },
  { id: 'provider', header: 'Price from', hideBelow: 'sm', cell: ({ provider }) => sourceNames[provider] },
  {
    id: 'actions',
    header: 'Change',
    cell: (instrument) => <InstrumentMenu instrument={instrument} onAction={onAction} />,
  },
];

type InstrumentMenuProps = { instrument: Instrument; onAction: (action: InstrumentAction) => void };

function InstrumentMenu({ instrument, onAction }: InstrumentMenuProps) {
  const { symbol, status } = instrument;
  const item = (label: string, Icon: typeof IconDots, action: InstrumentAction) => (
    <Menu.Item leftSection={<Icon size={18} stroke={1.6} />} onClick={() => onAction(action)}>
      {label}
    </Menu.Item>
  );
  return (
    <Menu position="bottom-end" width={230} radius="md">
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" size={36} aria-label={`Change ${symbol}`}>
          <IconDots size={18} stroke={1.6} aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {item('Change', IconPencil, { do: 'change', symbol })}
        {item('Splits and dividends', IconArrowsSplit, { do: 'events', symbol })}
        <Menu.Divider />
        {status === 'active'
          ? item('Halt', IconHandStop, { do: 'halted', symbol })
          : item(status === 'halted' ? 'Resume' : 'List again', IconPlayerPlay, { do: 'active', symbol })}
        {status !== 'delisted' && item('Delist', IconTrash, { do: 'delisted', symbol })}
      </Menu.Dropdown>
    </Menu>
  );
}
