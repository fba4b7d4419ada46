import { IconHistory } from '@tabler/icons-react';
import { Card, EmptyState, ErrorState, TableSkeleton } from '@tradeyard/ui';
import type { useTransactions } from '../../account/account.js';
import { TransactionItems } from '../../account/TransactionItems.js';
import { problemSentence } from '../../problem.js';
import { SeeAll } from './SeeAll.js';

/** What moved money last. */
export function LatestTransactions({ transactions }: { transactions: ReturnType<typeof useTransactions> }) {
  const { data, isPending, isError, error, refetch } = transactions;
  const items = data?.pages[0]?.items;
  return (
    <Card title="Recent activity" flush action={<SeeAll to="/wallet">All transactions</SeeAll>}>
      {isPending && <TableSkeleton what="The list of transactions" rows={3} />}
      {isError && !items && (
        <ErrorState
          title="Your transactions could not be loaded"
          message={problemSentence(error)}
          onRetry={() => void refetch()}
        />
      )}
      {items?.length === 0 && (
        <EmptyState icon={IconHistory} title="Nothing has happened yet">
          Deposits, conversions, transfers and trades will stand here.
        </EmptyState>
      )}
      {items && items.length > 0 && <TransactionItems label="Recent activity" transactions={items} />}
    </Card>
  );
}
