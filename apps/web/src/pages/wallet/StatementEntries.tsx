import { Button, Center, Stack } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { IconHistory, IconSearchOff } from '@tabler/icons-react';
import { Card, EmptyState, ErrorState, TableSkeleton } from '@tradeyard/ui';
import { endsBeforeItBegins } from '../../account/local-day.js';
import { api } from '../../api.js';
import { problemSentence } from '../../problem.js';
import {
  leavesOut,
  noFilter,
  queryOf,
  type StatementEntry,
  type StatementFilter,
} from './statement-filter.js';
import { StatementItems } from './StatementItems.js';
import { StatementSummary } from './StatementSummary.js';
import { StatementTable } from './StatementTable.js';

const pageSize = 50;

type StatementEntriesProps = {
  currency: string;
  filter: StatementFilter;
  onClear: (filter: StatementFilter) => void;
};

/** The entries that the filter asks for, page by page, and what the period comes to. */
export function StatementEntries({ currency, filter, onClear }: StatementEntriesProps) {
  const statement = useStatement(currency, filter);
  const { data, isError, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = statement;
  const entries = data?.pages.flatMap(({ items }) => items) ?? [];
  const [first] = data?.pages ?? [];
  if (endsBeforeItBegins(filter)) return <NothingFound onClear={() => onClear(noFilter)} />;
  return (
    <Stack gap="lg">
      {first && <StatementSummary statement={first} partly={leavesOut(filter)} />}
      <Card flush>
        {!data && !isError && <TableSkeleton what="The statement" />}
        {isError && !data && (
          <ErrorState
            title="The statement could not be loaded"
            message={problemSentence(error)}
            onRetry={() => void refetch()}
          />
        )}
        {entries.length > 0 && <Entries currency={currency} entries={entries} />}
        {data && entries.length === 0 && !hasNextPage && (
          <NoEntries currency={currency} filter={filter} onClear={() => onClear(noFilter)} />
        )}
        {hasNextPage && (
          <Center py="md">
            {/* Of a search for what is rare a page can be empty though there is more. */}
            <Button variant="default" loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
              {entries.length === 0 ? 'Search further back' : 'Load more'}
            </Button>
          </Center>
        )}
        {isError && data && (
          <ErrorState
            title="There is more that could not be loaded"
            message={problemSentence(error)}
            onRetry={() => void fetchNextPage()}
          />
        )}
      </Card>
    </Stack>
  );
}

const useStatement = (currency: string, filter: StatementFilter) =>
  api.useInfiniteQuery(
    'get',
    '/wallet/statement',
    { params: { query: { ...queryOf(currency, filter), limit: pageSize } } },
    {
      pageParamName: 'cursor',
      initialPageParam: null,
      getNextPageParam: ({ next }) => next,
      enabled: !endsBeforeItBegins(filter),
    },
  );

/** A table where there is room for its columns, else a list. */
function Entries(props: { currency: string; entries: readonly StatementEntry[] }) {
  const isNarrow = useMediaQuery('(max-width: 48em)', false, { getInitialValueInEffect: false });
  return isNarrow ? <StatementItems {...props} /> : <StatementTable {...props} />;
}

function NoEntries({
  currency,
  filter,
  onClear,
}: {
  currency: string;
  filter: StatementFilter;
  onClear: () => void;
}) {
  if (leavesOut(filter) || filter.from || filter.to) return <NothingFound onClear={onClear} />;
  return (
    <EmptyState icon={IconHistory} title={`Nothing has happened in ${currency} yet`}>
      Deposits, conversions, transfers and trades in it will stand here.
    </EmptyState>
  );
}

const NothingFound = ({ onClear }: { onClear: () => void }) => (
  <EmptyState
    icon={IconSearchOff}
    title="Nothing found"
    action={
      <Button variant="default" onClick={onClear}>
        Show everything
      </Button>
    }
  >
    No entry fits what you asked for.
  </EmptyState>
);
