import { parseDecimal } from '@tradeyard/kernel';
import { AssetMark, DataTable, MoneyText, PriceText, QuantityText, type Column } from '@tradeyard/ui';
import type { ReactNode } from 'react';
import type { Order } from '../../account/account.js';
import { useSortParameter } from '../../sort-parameter.js';
import { NameCell } from '../NameCell.js';
import { OrderStatusBadge } from './OrderStatusBadge.js';
import { nearMoment, orderTitle, priceWords } from '../../orders/order-words.js';

const missing = '–';

const isSome = (decimal: string): boolean => parseDecimal(decimal).digits > 0n;

const orderColumn = (hasMark: boolean): Column<Order> => ({
  id: 'order',
  header: 'Order',
  cell: (order) => (
    <NameCell
      {...(hasMark && { mark: <AssetMark name={order.symbol} /> })}
      name={orderTitle(order)}
      detail={`${priceWords(order)} · ${nearMoment(order.createdAt)}`}
      to={`/orders/${order.id}`}
    />
  ),
  sortBy: ({ createdAt }) => createdAt,
});

const symbolColumn: Column<Order> = {
  id: 'symbol',
  header: 'Instrument',
  hideBelow: 'md',
  cell: ({ symbol }) => symbol,
  sortBy: ({ symbol }) => symbol,
};

const quantityColumn: Column<Order> = {
  id: 'quantity',
  header: 'Filled',
  numeric: true,
  hideBelow: 'sm',
  cell: ({ filledQuantity }) =>
    isSome(filledQuantity) ? <QuantityText quantity={filledQuantity} /> : missing,
  sortBy: ({ filledQuantity }) => parseDecimal(filledQuantity),
};

const otherColumns: readonly Column<Order>[] = [
  {
    id: 'price',
    header: 'Average price',
    numeric: true,
    hideBelow: 'md',
    cell: ({ averagePrice, amount }) =>
      averagePrice === null ? missing : <PriceText price={averagePrice} currency={amount.currency} />,
    sortBy: ({ averagePrice }) => (averagePrice === null ? null : parseDecimal(averagePrice)),
  },
  {
    id: 'amount',
    header: 'Amount',
    numeric: true,
    cell: ({ amount }) => (isSome(amount.amount) ? <MoneyText {...amount} /> : missing),
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

const columns = [orderColumn(true), symbolColumn, quantityColumn, ...otherColumns];
/** It stands beside other things, and has less room. */
const columnsOfOneSymbol = [orderColumn(false), ...otherColumns];

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
