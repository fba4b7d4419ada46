import { Button } from '@mantine/core';
import { IconReceipt } from '@tabler/icons-react';
import { EmptyState, ErrorState, TableSkeleton } from '@tradeyard/ui';
import { Link } from 'react-router';
import { useOrders } from '../../account/account.js';
import { problemSentence } from '../../problem.js';
import { LoadMore } from '../LoadMore.js';
import { OrderTable } from './OrderTable.js';

const pageSize = 50;

/** Orders that have ended. */
export function OrderHistory({ of = {} }: { of?: { portfolioId?: string } }) {
  const pages = useOrders(pageSize, { status: 'closed', ...of });
  const { data, isPending, isError, error, refetch } = pages;
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
      <LoadMore pages={pages} />
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
