import { Button } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconFileImport, IconHistory, IconSearchOff } from '@tabler/icons-react';
import { DataTable, EmptyState, ErrorState, TableSkeleton } from '@tradeyard/ui';
import { useMemo } from 'react';
import { Link, useSearchParams } from 'react-router';
import { endsBeforeItBegins } from '../../account/local-day.js';
import { problemSentence } from '../../problem.js';
import type { Scope } from '../../tracked/scope.js';
import { useActivities, type Activity } from '../../tracked/tracked.js';
import { LoadMore } from '../LoadMore.js';
import { activityColumns } from './activity-columns.js';
import { leavesOut, noFilter, queryOf, useActivityFilter, type ActivityFilter } from './activity-filter.js';
import { ActivityFilters } from './ActivityFilters.js';
import { SelectionBar } from './SelectionBar.js';
import { useSelection } from './use-selection.js';

const typingMs = 300;

type ActivityListProps = {
  id: string;
  /** Not there while it is being looked up. */
  scope: Scope | undefined;
  canChange: boolean;
};

/** The activities that the filter asks for, page by page. */
export function ActivityList({ id, scope, canChange }: ActivityListProps) {
  const [filter, change] = useActivityFilter();
  const [text] = useDebouncedValue(filter.text, typingMs);
  const settled = { ...filter, text };
  const isPossible = !endsBeforeItBegins(settled);
  const activities = useActivities(id, queryOf(settled), isPossible);
  const { data, isError, error, refetch, fetchNextPage } = activities;
  const rows = useMemo(() => data?.pages.flatMap(({ items }) => items) ?? [], [data]);
  const isEmpty = !isPossible || (data !== undefined && rows.length === 0);
  const isNew = isEmpty && !leavesOut(settled);
  return (
    <>
      {!isNew && <ActivityFilters filter={filter} onChange={change} />}
      {!data && !isError && isPossible && <TableSkeleton what="The list of activities" />}
      {isError && !data && (
        <ErrorState
          title="The activities could not be loaded"
          message={problemSentence(error)}
          onRetry={() => void refetch()}
        />
      )}
      {rows.length > 0 && isPossible && <Rows portfolioId={id} rows={rows} canChange={canChange} />}
      {isEmpty && <Nothing scope={scope} filter={settled} onClear={() => change(noFilter)} />}
      {isPossible && data && <LoadMore pages={activities} />}
      {isError && data && (
        <ErrorState
          title="There is more that could not be loaded"
          message={problemSentence(error)}
          onRetry={() => void fetchNextPage()}
        />
      )}
    </>
  );
}

type RowsProps = { portfolioId: string; rows: readonly Activity[]; canChange: boolean };

function Rows({ portfolioId, rows, canChange }: RowsProps) {
  const [search] = useSearchParams();
  const { ids, toggle, clear, chooseAll } = useSelection(rows);
  const columns = useMemo(() => {
    const linkTo = (id: string): string => {
      const next = new URLSearchParams(search);
      next.set('edit', id);
      return `?${next.toString()}`;
    };
    return activityColumns({
      linkTo: canChange ? linkTo : null,
      selection: canChange ? { ids, onToggle: toggle } : null,
    });
  }, [canChange, ids, search, toggle]);
  return (
    <>
      {canChange && (
        <SelectionBar
          portfolioId={portfolioId}
          ids={ids}
          shown={rows.length}
          onChooseAll={chooseAll}
          onClear={clear}
        />
      )}
      {/* Their order is that of the API, which has the other pages too. */}
      <DataTable caption="Activities" columns={columns} rows={rows} rowKey={({ id }) => id} />
    </>
  );
}

type NothingProps = { scope: Scope | undefined; filter: ActivityFilter; onClear: () => void };

function Nothing({ scope, filter, onClear }: NothingProps) {
  if (leavesOut(filter)) {
    return (
      <EmptyState
        icon={IconSearchOff}
        title="Nothing found"
        action={
          <Button variant="default" onClick={onClear}>
            Show everything
          </Button>
        }
      >
        No activity fits what you asked for.
      </EmptyState>
    );
  }
  if (!scope) return <TableSkeleton what="The list of activities" />;
  if (scope.canChange) {
    return (
      <EmptyState
        icon={IconFileImport}
        title="Nothing has happened yet"
        action={
          <Button component={Link} to="../import" relative="path">
            Import a file
          </Button>
        }
      >
        Import a file from your broker or another tracker, or add what happened by hand.
      </EmptyState>
    );
  }
  return (
    <EmptyState icon={IconHistory} title="Nothing has happened yet">
      Trades, deposits, dividends and all else will stand here.
    </EmptyState>
  );
}
