import { Button } from '@mantine/core';
import { IconEye } from '@tabler/icons-react';
import {
  Card,
  DataTable,
  EmptyState,
  ErrorState,
  formatDay,
  TableSkeleton,
  type Column,
} from '@tradeyard/ui';
import { usePortfolios } from '../../account/account.js';
import { portfolioPath, type Portfolio } from '../../paper/paper.js';
import { problemSentence } from '../../problem.js';
import { NameCell } from '../NameCell.js';
import { PortfolioMark } from './PortfolioMark.js';
import { TrackedGain, TrackedValue } from './TrackedValue.js';

const columns: readonly Column<Portfolio>[] = [
  {
    id: 'name',
    header: 'Portfolio',
    cell: (portfolio) => (
      <NameCell
        mark={<PortfolioMark kind={portfolio.kind} />}
        name={portfolio.name}
        detail={`Since ${formatDay(portfolio.createdAt)}`}
        to={portfolioPath(portfolio)}
      />
    ),
  },
  { id: 'cash', header: 'Cash', hideBelow: 'md', cell: ({ keepsCash }) => (keepsCash ? 'Kept' : 'Not kept') },
  { id: 'currency', header: 'Currency', hideBelow: 'sm', cell: ({ currency }) => currency },
  { id: 'value', header: 'Value', numeric: true, cell: ({ id }) => <TrackedValue id={id} /> },
  { id: 'gain', header: 'Gain', numeric: true, cell: ({ id }) => <TrackedGain id={id} /> },
];

/** Portfolios of which their owner says what happened, with what they are worth. */
export function TrackedPortfolios({ onNew }: { onNew: () => void }) {
  const { data, isError, error, refetch } = usePortfolios();
  const tracked = data?.items.filter(({ kind }) => kind === 'tracked');
  return (
    <Card title="Tracked portfolios" flush>
      {!tracked && isError && (
        <ErrorState
          title="Your tracked portfolios could not be loaded"
          message={problemSentence(error)}
          onRetry={() => void refetch()}
        />
      )}
      {!tracked && !isError && <TableSkeleton what="The list of tracked portfolios" rows={1} />}
      {tracked && (
        <DataTable
          caption="Tracked portfolios"
          columns={columns}
          rows={tracked}
          rowKey={({ id }) => id}
          empty={
            <EmptyState
              icon={IconEye}
              title="Nothing is tracked yet"
              action={
                <Button variant="default" onClick={onNew}>
                  Track a portfolio
                </Button>
              }
            >
              Bring in what you hold at banks, brokers or at home. Import their files, or enter it by hand.
            </EmptyState>
          }
        />
      )}
    </Card>
  );
}
