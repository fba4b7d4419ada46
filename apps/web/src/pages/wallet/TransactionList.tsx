import { Button, Center } from '@mantine/core';
import { IconHistory } from '@tabler/icons-react';
import { Card, EmptyState, ErrorState, TableSkeleton } from '@tradeyard/ui';
import { useTransactions } from '../../account/account.js';
import { TransactionItems } from '../../account/TransactionItems.js';
import { problemSentence } from '../../problem.js';

const pageSize = 20;

/** All that moved money, newest first. */
export function TransactionList() {
  const { data, isPending, isError, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } =
    useTransactions(pageSize);
  const transactions = data?.pages.flatMap(({ items }) => items) ?? [];
  return (
    <Card title="Transactions" flush>
      {isPending && <TableSkeleton what="The list of transactions" rows={4} />}
      {isError && !data && (
        <ErrorState
          title="Your transactions could not be loaded"
          message={problemSentence(error)}
          onRetry={() => void refetch()}
        />
      )}
      {data && transactions.length === 0 && (
        <EmptyState icon={IconHistory} title="No transactions yet">
          Deposits, conversions, transfers and trades will stand here.
        </EmptyState>
      )}
      {transactions.length > 0 && <TransactionItems label="Transactions" transactions={transactions} />}
      {hasNextPage && (
        <Center py="md">
          <Button variant="default" loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
            Load more
          </Button>
        </Center>
      )}
    </Card>
  );
}
