import { parseDecimal } from '@tradeyard/kernel';
import {
  AssetMark,
  DataTable,
  formatMoment,
  MoneyText,
  PriceText,
  QuantityText,
  type Column,
} from '@tradeyard/ui';
import type { ReactNode } from 'react';
import type { Order } from '../../account/account.js';
import { useSortParameter } from '../../sort-parameter.js';
import { NameCell } from '../NameCell.js';
import { OrderStatusBadge } from './OrderStatusBadge.js';
import { orderTitle } from './order-words.js';

const orderColumn: Column<Order> = {
  id: 'order',
  header: 'Order',
  cell: (order) => (
    <NameCell
      mark={<AssetMark name={order.symbol} />}
      name={orderTitle(order)}
      detail={formatMoment(order.createdAt)}
      to={`/orders/${order.id}`}
    />
  ),
  sortBy: ({ createdAt }) => createdAt,
};

const symbolColumn: Column<Order> = {
  id: 'symbol',
  header: 'Instrument',
  hideBelow: 'md',
  cell: ({ symbol }) => symbol,
  sortBy: ({ symbol }) => symbol,
};

const otherColumns: readonly Column<Order>[] = [
  {
    id: 'quantity',
    header: 'Quantity',
    numeric: true,
    hideBelow: 'sm',
    cell: ({ filledQuantity }) => <QuantityText quantity={filledQuantity} />,
    sortBy: ({ filledQuantity }) => parseDecimal(filledQuantity),
  },
  {
    id: 'price',
    header: 'Average price',
    numeric: true,
    hideBelow: 'md',
    cell: ({ averagePrice, amount }) =>
      averagePrice === null ? '–' : <PriceText price={averagePrice} currency={amount.currency} />,
    sortBy: ({ averagePrice }) => (averagePrice === null ? null : parseDecimal(averagePrice)),
  },
  {
    id: 'amount',
    header: 'Amount',
    numeric: true,
    cell: ({ amount }) => <MoneyText {...amount} />,
    sortBy: ({ amount }) => parseDecimal(amount.amount),
  },
  {
    id: 'status',
    header: 'Status',
    hideBelow: 'sm',
    cell: ({ status }) => <OrderStatusBadge status={status} />,
    sortBy: ({ status }) => status,
  },
];

const columns = [orderColumn, symbolColumn, ...otherColumns];
const columnsOfOneSymbol = [orderColumn, ...otherColumns];

type OrderTableProps = {
  caption: string;
  orders: readonly Order[];
  /** All orders are of the same instrument, which needs no column then. */
  ofOneSymbol?: boolean;
  empty: ReactNode;
};

export function OrderTable({ caption, orders, ofOneSymbol = false, empty }: OrderTableProps) {
  const [sort, setSort] = useSortParameter('-order');
  return (
    <DataTable
      caption={caption}
      columns={ofOneSymbol ? columnsOfOneSymbol : columns}
      rows={orders}
      rowKey={({ id }) => id}
      sort={sort}
      onSort={setSort}
      empty={empty}
    />
  );
}
