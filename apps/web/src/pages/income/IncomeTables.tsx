import { parseDecimal } from '@tradeyard/kernel';
import { AssetMark, Card, DataTable, formatDay, MoneyText, PriceText, type Column } from '@tradeyard/ui';
import { NothingLine } from '../../analysis/NothingLine.js';
import { useState } from 'react';
import { NameCell } from '../NameCell.js';
import type { Dividends } from './income.js';

type Payment = Dividends['expected']['payments'][number];
type OfSymbol = Dividends['received']['bySymbol'][number];

const symbolCell = ({ symbol }: { symbol: string }) => (
  <NameCell mark={<AssetMark name={symbol} size={28} />} name={symbol} />
);

/** Payments of the next twelve months, as the last ones were. */
export function ExpectedCard({ dividends: { expected } }: { dividends: Dividends }) {
  const [sort, setSort] = useState('day');
  return (
    <Card title="Expected in the next 12 months" flush>
      <DataTable
        caption="Expected dividends"
        columns={paymentColumns}
        rows={expected.payments}
        rowKey={({ symbol, day }) => `${symbol} ${day}`}
        sort={sort}
        onSort={setSort}
        rowHeight="compact"
        empty={<NothingLine>Nothing that is held has paid a dividend lately.</NothingLine>}
      />
    </Card>
  );
}

const paymentColumns: readonly Column<Payment>[] = [
  { id: 'symbol', header: 'Position', cell: symbolCell, sortBy: ({ symbol }) => symbol },
  { id: 'day', header: 'About', cell: ({ day }) => formatDay(day), sortBy: ({ day }) => day },
  {
    id: 'perUnit',
    header: 'For one',
    numeric: true,
    hideBelow: 'sm',
    cell: ({ perUnit }) => <PriceText price={perUnit.amount} currency={perUnit.currency} />,
    sortBy: ({ perUnit }) => parseDecimal(perUnit.amount),
  },
  {
    id: 'amount',
    header: 'Amount',
    numeric: true,
    cell: ({ amount }) => <MoneyText {...amount} />,
    sortBy: ({ amount }) => parseDecimal(amount.amount),
  },
];

/** What each position has paid. */
export function ReceivedCard({ dividends: { received } }: { dividends: Dividends }) {
  const [sort, setSort] = useState('-amount');
  return (
    <Card title="Received, by position" flush>
      <DataTable
        caption="Received dividends by position"
        columns={symbolColumns}
        rows={received.bySymbol}
        rowKey={({ symbol }) => symbol}
        sort={sort}
        onSort={setSort}
        rowHeight="compact"
        empty={<NothingLine>Nothing was paid yet.</NothingLine>}
      />
    </Card>
  );
}

const symbolColumns: readonly Column<OfSymbol>[] = [
  { id: 'symbol', header: 'Position', cell: symbolCell, sortBy: ({ symbol }) => symbol },
  {
    id: 'amount',
    header: 'Received',
    numeric: true,
    cell: ({ amount }) => <MoneyText {...amount} />,
    sortBy: ({ amount }) => parseDecimal(amount.amount),
  },
];
