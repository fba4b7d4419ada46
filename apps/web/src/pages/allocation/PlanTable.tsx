import { Button, Group } from '@mantine/core';
import { DataTable, MoneyText, QuantityText, type Column } from '@tradeyard/ui';
import { useState } from 'react';
import { NameCell } from '../NameCell.js';
import type { PlannedTrade, Rebalance } from './allocation.js';
import type { BasketOrder } from './basket.js';
import { BasketModal } from './BasketModal.js';
import classes from './RebalanceCard.module.css';

const columns: readonly Column<PlannedTrade>[] = [
  {
    id: 'side',
    header: 'Trade',
    cell: ({ side, symbol }) => <NameCell name={`${side === 'buy' ? 'Buy' : 'Sell'} ${symbol}`} />,
  },
  {
    id: 'quantity',
    header: 'Quantity',
    numeric: true,
    cell: ({ quantity }) => <QuantityText quantity={quantity} />,
  },
  { id: 'amount', header: 'About', numeric: true, cell: ({ amount }) => <MoneyText {...amount} /> },
];

/** What to buy and sell. Where it is traded here, it becomes orders that are looked at once more. */
export function PlanTable({ plan }: { plan: Rebalance }) {
  const [basket, setBasket] = useState<readonly BasketOrder[] | null>(null);
  const orders = plan.trades.flatMap(({ order }) => (order ? [order] : []));
  return (
    <>
      <DataTable
        caption="Plan"
        columns={columns}
        rows={plan.trades}
        rowKey={({ symbol }) => symbol}
        rowHeight="compact"
        empty={<p className={classes.note}>There is nothing to do: it is where it should be.</p>}
      />
      {orders.length > 0 && (
        <Group justify="flex-end" mt="md">
          <Button onClick={() => setBasket(orders)}>
            {orders.length === 1 ? 'Review the order' : `Review ${orders.length} orders`}
          </Button>
        </Group>
      )}
      <BasketModal orders={basket} onClose={() => setBasket(null)} />
    </>
  );
}
