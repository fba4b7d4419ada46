import { Button, Center } from '@mantine/core';
import { ErrorState, TableSkeleton } from '@tradeyard/ui';
import type { ReactNode } from 'react';
import { problemSentence } from '../problem.js';
import classes from './DetailRows.module.css';

/** What a query of pages knows, as the list needs it. */
type Pages<Row> = {
  data: { pages: readonly { items: readonly Row[] }[] } | undefined;
  isPending: boolean;
  isError: boolean;
  error: unknown;
  refetch: () => Promise<unknown>;
  hasNextPage: boolean;
  fetchNextPage: () => Promise<unknown>;
  isFetchingNextPage: boolean;
};

type DetailRowsProps<Row> = {
  /** Names the list for screen readers, and stands in what is said when it cannot be loaded. */
  name: string;
  pages: Pages<Row>;
  empty: ReactNode;
  row: (row: Row) => ReactNode;
};

/** A list that comes page by page. */
export function DetailRows<Row>({ name, pages, empty, row }: DetailRowsProps<Row>) {
  const { data, isPending, isError, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = pages;
  if (isPending) return <TableSkeleton what={`The list: ${name}`} rows={3} />;
  if (isError && !data) {
    return (
      <ErrorState
        title="The list could not be loaded"
        message={problemSentence(error)}
        onRetry={() => void refetch()}
      />
    );
  }
  const rows = data?.pages.flatMap(({ items }) => items) ?? [];
  if (rows.length === 0) return empty;
  return (
    <>
      <ul className={classes.list} aria-label={name}>
        {rows.map(row)}
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

type DetailRowProps = {
  title: ReactNode;
  badge?: { words: string; tone?: 'gain' | 'loss' | 'notice' | 'accent' } | undefined;
  /** Each a short piece of the line below. */
  details: readonly ReactNode[];
  children?: ReactNode;
};

/** A title with a badge, what explains it, and what can be done. */
export const DetailRow = ({ title, badge, details, children }: DetailRowProps) => (
  <li className={classes.row}>
    <div className={classes.words}>
      <p className={classes.title}>
        {title}
        {badge && (
          <span className={classes.badge} data-tone={badge.tone}>
            {badge.words}
          </span>
        )}
      </p>
      <p className={classes.detail}>
        {details.map((detail, place) => (
          <span key={place}>{detail}</span>
        ))}
      </p>
    </div>
    {children}
  </li>
);
