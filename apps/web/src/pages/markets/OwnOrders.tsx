import { Anchor } from '@mantine/core';
import { IconReceipt } from '@tabler/icons-react';
import { Card, EmptyState, ErrorState, TableSkeleton } from '@tradeyard/ui';
import { Link } from 'react-router';
import { useOrders } from '../../account/account.js';
import { problemSentence } from '../../problem.js';
import { OrderTable } from '../orders/OrderTable.js';

const ordersMax = 5;

/** One's own last orders of this instrument. */
export function OwnOrders({ symbol }: { symbol: string }) {
  const { data, isPending, isError, error, refetch } = useOrders(ordersMax, { symbol });
  const orders = data?.pages[0]?.items;
  return (
    <Card
      title="Your recent orders"
      flush
      action={
        <Anchor component={Link} to="/orders" size="sm">
          All orders
        </Anchor>
      }
    >
      {isPending && <TableSkeleton what="The list of orders" rows={2} />}
      {isError && !orders && (
        <ErrorState
          title="Your orders could not be loaded"
          message={problemSentence(error)}
          onRetry={() => void refetch()}
        />
      )}
      {orders && (
        <OrderTable
          caption={`Your recent orders of ${symbol}`}
          orders={orders}
          ofOneSymbol
          empty={
            <EmptyState icon={IconReceipt} title={`You have not traded ${symbol} yet`}>
              Your orders of it will stand here.
            </EmptyState>
          }
        />
      )}
    </Card>
  );
}
