import { parseDecimal } from '@tradeyard/kernel';
import { DataTable, formatMoment, MoneyText, PriceText, QuantityText, type Column } from '@tradeyard/ui';
import type { ReactNode } from 'react';
import type { Order } from '../../account/account.js';
import { useSortParameter } from '../../sort-parameter.js';
import { NameCell } from '../NameCell.js';
import { OrderStatusBadge } from './OrderStatusBadge.js';
import { orderTitle } from './order-words.js';

const columns: readonly Column<Order>[] = [
  {
    id: 'order',
    header: 'Order',
    cell: (order) => (
      <NameCell name={orderTitle(order)} detail={formatMoment(order.createdAt)} to={`/orders/${order.id}`} />
    ),
    sortBy: ({ createdAt }) => createdAt,
  },
  {
    id: 'symbol',
    header: 'Instrument',
    hideBelow: 'md',
    cell: ({ symbol }) => symbol,
    sortBy: ({ symbol }) => symbol,
  },
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

type OrderTableProps = { caption: string; orders: readonly Order[]; empty: ReactNode };

export function OrderTable({ caption, orders, empty }: OrderTableProps) {
  const [sort, setSort] = useSortParameter('-order');
  return (
    <DataTable
      caption={caption}
      columns={columns}
      rows={orders}
      rowKey={({ id }) => id}
      sort={sort}
      onSort={setSort}
      empty={empty}
    />
  );
}
