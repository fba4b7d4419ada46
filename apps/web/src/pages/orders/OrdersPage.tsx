import { Button, Center } from '@mantine/core';
import { IconReceipt } from '@tabler/icons-react';
import { Card, EmptyState, ErrorState, PageHeader, TableSkeleton } from '@tradeyard/ui';
import { Link } from 'react-router';
import { useOrders } from '../../account/account.js';
import { usePageTitle } from '../../page-title.js';
import { problemSentence } from '../../problem.js';
import { OrderTable } from './OrderTable.js';

const pageSize = 50;

export default function OrdersPage() {
  usePageTitle('Orders');
  const { data, isPending, isError, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } =
    useOrders(pageSize);
  return (
    <>
      <PageHeader title="Orders" subtitle="Everything you have bought and sold" />
      <Card flush>
        {isPending && <TableSkeleton what="The list of orders" />}
        {isError && !data && (
          <ErrorState
            title="Your orders could not be loaded"
            message={problemSentence(error)}
            onRetry={() => void refetch()}
          />
        )}
        {data && (
          <OrderTable
            caption="Orders"
            orders={data.pages.flatMap(({ items }) => items)}
            empty={<NoOrders />}
          />
        )}
        {hasNextPage && (
          <Center py="md">
            <Button variant="default" loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
              Load more
            </Button>
          </Center>
        )}
      </Card>
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
