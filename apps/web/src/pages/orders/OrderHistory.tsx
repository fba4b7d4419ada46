import { Button, Center } from '@mantine/core';
import { IconReceipt } from '@tabler/icons-react';
import { EmptyState, ErrorState, TableSkeleton } from '@tradeyard/ui';
import { Link } from 'react-router';
import { useOrders } from '../../account/account.js';
import { problemSentence } from '../../problem.js';
import { OrderTable } from './OrderTable.js';

const pageSize = 50;

/** Orders that have ended. */
export function OrderHistory() {
  const { data, isPending, isError, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } =
    useOrders(pageSize, { status: 'closed' });
  return (
    <>
      {isPending && <TableSkeleton what="The list of orders" />}
      {isError && !data && (
        <ErrorState
          title="Your orders could not be loaded"
          message={problemSentence(error)}
          onRetry={() => void refetch()}
        />
      )}
      {data && (
        <OrderTable caption="Orders" orders={data.pages.flatMap(({ items }) => items)} empty={<NoOrders />} />
      )}
      {hasNextPage && (
        <Center py="md">
          <Button variant="default" loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
            Load more
          </Button>
        </Center>
      )}
    </>
  );
}

const NoOrders = () => (
  <EmptyState
    icon={IconReceipt}
    title="No orders yet"
    action={
      <Button component={Link} to="/markets">
        Go to the markets
      </Button>
    }
  >
    Pick a stock or a coin, and buy your first piece of it.
  </EmptyState>
);
