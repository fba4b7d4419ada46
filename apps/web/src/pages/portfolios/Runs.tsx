import { Button, Center } from '@mantine/core';
import {
  Card,
  DataTable,
  ErrorState,
  formatMoment,
  MoneyText,
  TableSkeleton,
  type Column,
} from '@tradeyard/ui';
import type { Schemas } from '../../api.js';
import { returnPercent, useRuns, type Portfolio, type Run } from '../../paper/paper.js';
import { problemSentence } from '../../problem.js';
import { ReturnText } from './PortfolioTable.js';

type Row = Run & { value: Schemas['MoneyDto'] | undefined };

const columns: readonly Column<Row>[] = [
  { id: 'from', header: 'From', cell: ({ startedAt }) => formatMoment(startedAt) },
  {
    id: 'to',
    header: 'To',
    hideBelow: 'sm',
    cell: ({ endedAt }) => (endedAt === null ? 'Now' : formatMoment(endedAt)),
  },
  {
    id: 'start',
    header: 'Starting cash',
    numeric: true,
    hideBelow: 'md',
    cell: ({ startingCash }) => <MoneyText {...startingCash} />,
  },
  {
    id: 'end',
    header: 'Value',
    numeric: true,
    cell: ({ value }) => (value ? <MoneyText {...value} /> : '–'),
  },
  {
    id: 'return',
    header: 'Return',
    numeric: true,
    cell: ({ startingCash, value }) => (
      <ReturnText percent={value ? returnPercent(startingCash, value) : null} />
    ),
  },
];

/** From each start to the next. `value` is what the current run is worth now. */
export function Runs({ portfolio, value }: { portfolio: Portfolio; value: Row['value'] }) {
  const { data, isError, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useRuns(
    portfolio.id,
  );
  const rows = data?.pages.flatMap(({ items }) =>
    items.map((run) => ({ ...run, value: run.endedAt === null ? value : (run.endValue ?? undefined) })),
  );
  return (
    <Card title="History" flush>
      {!rows && isError && (
        <ErrorState
          title="Its history could not be loaded"
          message={problemSentence(error)}
          onRetry={() => void refetch()}
        />
      )}
      {!rows && !isError && <TableSkeleton what="The history" rows={1} />}
      {rows && (
        <DataTable
          caption="History"
          columns={columns}
          rows={rows}
          rowKey={({ id }) => id}
          rowHeight="compact"
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
  );
}
