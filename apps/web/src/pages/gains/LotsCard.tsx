import { IconStack2 } from '@tabler/icons-react';
import { parseDecimal } from '@tradeyard/kernel';
import {
  AssetMark,
  Card,
  DataTable,
  EmptyState,
  ErrorState,
  formatDay,
  MoneyText,
  QuantityText,
  TableSkeleton,
  type Column,
} from '@tradeyard/ui';
import { useState } from 'react';
import { problemSentence } from '../../problem.js';
import { LoadMore } from '../LoadMore.js';
import { NameCell } from '../NameCell.js';
import { GainText } from '../wallet/GainText.js';
import { useLots, type Lot } from './gains.js';

/** What is still held, purchase by purchase. */
export function LotsCard({ portfolioId }: { portfolioId: string }) {
  const lots = useLots(portfolioId);
  const [sort, setSort] = useState('');
  const rows = lots.data?.pages.flatMap(({ items }) => items);
  return (
    <Card title="Open lots" flush>
      {!rows && lots.isError && (
        <ErrorState
          title="The lots could not be loaded"
          message={problemSentence(lots.error)}
          onRetry={() => void lots.refetch()}
        />
      )}
      {!rows && !lots.isError && <TableSkeleton what="The list of lots" rows={3} />}
      {rows && (
        <DataTable
          caption="Open lots"
          columns={columns}
          rows={rows}
          rowKey={({ portfolioId: portfolio, activityId, symbol }) => `${portfolio} ${activityId} ${symbol}`}
          sort={sort}
          onSort={setSort}
          empty={
            <EmptyState icon={IconStack2} title="Nothing is held">
              Each purchase stands here with what it cost, until all of it is sold.
            </EmptyState>
          }
        />
      )}
      <LoadMore pages={lots} />
    </Card>
  );
}

const decimal = (money: Lot['value']) => money && parseDecimal(money.amount);

const columns: readonly Column<Lot>[] = [
  {
    id: 'symbol',
    header: 'Position',
    cell: ({ symbol, side, acquired }) => (
      <NameCell
        mark={<AssetMark name={symbol} />}
        name={symbol}
        detail={`${side === 'short' ? 'Short since' : 'Since'} ${formatDay(acquired)}`}
      />
    ),
    sortBy: ({ symbol }) => symbol,
  },
  {
    id: 'acquired',
    header: 'Acquired',
    hideBelow: 'lg',
    cell: ({ acquired }) => formatDay(acquired),
    sortBy: ({ acquired }) => acquired,
  },
  {
    id: 'quantity',
    header: 'Quantity',
    numeric: true,
    hideBelow: 'sm',
    cell: ({ quantity }) => <QuantityText quantity={quantity} />,
    sortBy: ({ quantity }) => parseDecimal(quantity),
  },
  {
    id: 'cost',
    header: 'Cost',
    numeric: true,
    hideBelow: 'sm',
    cell: ({ cost, costKnown }) => (costKnown ? <MoneyText {...cost} /> : 'Not known'),
    sortBy: ({ cost }) => decimal(cost),
  },
  {
    id: 'value',
    header: 'Value',
    numeric: true,
    hideBelow: 'sm',
    cell: ({ value }) => (value ? <MoneyText {...value} /> : '–'),
    sortBy: ({ value }) => decimal(value),
  },
  {
    id: 'gain',
    header: 'Gain',
    numeric: true,
    cell: ({ gain }) => (gain ? <GainText gain={gain} /> : '–'),
    sortBy: ({ gain }) => decimal(gain),
  },
];
