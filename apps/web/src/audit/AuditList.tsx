import { Button, Center } from '@mantine/core';
import { IconHistory } from '@tabler/icons-react';
import { EmptyState, ErrorState, TableSkeleton } from '@tradeyard/ui';
import type { ReactNode } from 'react';
import { problemSentence } from '../problem.js';
import classes from './AuditList.module.css';

/** What a query of pages knows, as the list needs it. */
type Pages<Entry> = {
  data: { pages: readonly { items: readonly Entry[] }[] } | undefined;
  isPending: boolean;
  isError: boolean;
  error: unknown;
  refetch: () => Promise<unknown>;
  hasNextPage: boolean;
  fetchNextPage: () => Promise<unknown>;
  isFetchingNextPage: boolean;
};

type AuditListProps<Entry> = {
  pages: Pages<Entry>;
  isFiltered: boolean;
  /** What will stand here one day. */
  promise: string;
  row: (entry: Entry) => ReactNode;
};

/** A trail, newest first, page by page. */
export function AuditList<Entry>({ pages, isFiltered, promise, row }: AuditListProps<Entry>) {
  const { data, isPending, isError, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = pages;
  if (isPending) return <TableSkeleton what="The trail" />;
  if (isError && !data) {
    return (
      <ErrorState
        title="The trail could not be loaded"
        message={problemSentence(error)}
        onRetry={() => void refetch()}
      />
    );
  }
  const entries = data?.pages.flatMap(({ items }) => items) ?? [];
  if (entries.length === 0) {
    return (
      <EmptyState icon={IconHistory} title={isFiltered ? 'Nothing found' : 'Nothing happened yet'}>
        {isFiltered ? 'Nothing like this happened in that time.' : promise}
      </EmptyState>
    );
  }
  return (
    <>
      <ul className={classes.list} aria-label="Trail">
        {entries.map(row)}
      </ul>
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
