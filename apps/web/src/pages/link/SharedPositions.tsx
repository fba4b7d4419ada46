import { parseDecimal } from '@tradeyard/kernel';
import { AssetMark, Card, DataTable, EmptyState, formatPercent, MoneyText, type Column } from '@tradeyard/ui';
import { IconChartPie } from '@tabler/icons-react';
import { useState } from 'react';
import { PercentChange } from '../../analysis/PercentChange.js';
import { NameCell } from '../NameCell.js';
import type { SharedPortfolio } from './shared-portfolio.js';

type Position = SharedPortfolio['positions'][number];

export function SharedPositions({ shared: { positions, scope } }: { shared: SharedPortfolio }) {
  const [sort, setSort] = useState('-weight');
  return (
    <Card title="Positions" flush>
      <DataTable
        caption="Positions"
        columns={scope === 'amounts' ? [...columns, ...amountColumns] : columns}
        rows={positions}
        rowKey={({ symbol }) => symbol}
        sort={sort}
        onSort={setSort}
        empty={
          <EmptyState icon={IconChartPie} title="Nothing is held at the moment">
            What is bought stands here.
          </EmptyState>
        }
      />
    </Card>
  );
}

const columns: readonly Column<Position>[] = [
  {
    id: 'symbol',
    header: 'Position',
    cell: ({ symbol, name }) => <NameCell mark={<AssetMark name={symbol} />} name={symbol} detail={name} />,
    sortBy: ({ symbol }) => symbol,
  },
  {
    id: 'weight',
    header: 'Share',
    numeric: true,
    cell: ({ weight }) => (weight === null ? '–' : formatPercent(weight)),
    sortBy: ({ weight }) => weight && parseDecimal(weight),
  },
  {
    id: 'gainPercent',
    header: 'Gain %',
    numeric: true,
    cell: ({ gainPercent }) => <PercentChange percent={gainPercent} />,
    sortBy: ({ gainPercent }) => gainPercent && parseDecimal(gainPercent),
  },
];

const amountColumns: readonly Column<Position>[] = [
  {
    id: 'value',
    header: 'Value',
    numeric: true,
    hideBelow: 'sm',
    cell: ({ amounts }) => (amounts ? <MoneyText {...amounts.value} /> : '–'),
    sortBy: ({ amounts }) => amounts && parseDecimal(amounts.value.amount),
  },
];
