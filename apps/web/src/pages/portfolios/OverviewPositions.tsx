import { Button, Group, Switch } from '@mantine/core';
import { IconChartPie } from '@tabler/icons-react';
import { Card, DataTable, EmptyState, TableSkeleton } from '@tradeyard/ui';
import { useMemo } from 'react';
import { Link, useSearchParams } from 'react-router';
import { usePortfolios } from '../../account/account.js';
import { useParameter } from '../../address-parameter.js';
import { useSortParameter } from '../../sort-parameter.js';
import { scopePath, type Scope } from '../../tracked/scope.js';
import { isHeld, type Snapshot } from '../../tracked/snapshot.js';
import { overviewColumns } from './overview-columns.js';

type OverviewPositionsProps = { scope: Scope; snapshot: Snapshot | undefined };

/** What is held, and if asked for what was held once; without `snapshot` it is on its way. */
export function OverviewPositions({ scope, snapshot }: OverviewPositionsProps) {
  const [sort, setSort] = useSortParameter('-value');
  const [search] = useSearchParams();
  const setParameter = useParameter();
  const portfolios = usePortfolios().data?.items;
  const columns = useMemo(() => overviewColumns(scope, portfolios ?? []), [scope, portfolios]);
  const withClosed = search.get('closed') === 'yes';
  const all = snapshot?.positions ?? [];
  const rows = withClosed ? all : all.filter(isHeld);
  const hasClosed = !all.every(isHeld);
  return (
    <Card
      title="Positions"
      flush
      action={
        hasClosed && (
          <Switch
            label="With those that were closed"
            checked={withClosed}
            onChange={({ currentTarget: { checked } }) => setParameter('closed', checked ? 'yes' : null)}
          />
        )
      }
    >
      {!snapshot ? (
        <TableSkeleton what="The list of positions" />
      ) : (
        <DataTable
          caption="Positions"
          columns={columns}
          rows={rows}
          rowKey={({ portfolioId, symbol }) => `${portfolioId} ${symbol}`}
          sort={sort}
          onSort={setSort}
          empty={<NoPositions scope={scope} hasClosed={hasClosed} />}
        />
      )}
    </Card>
  );
}

function NoPositions({ scope, hasClosed }: { scope: Scope; hasClosed: boolean }) {
  if (hasClosed || !scope.canChange) {
    return (
      <EmptyState icon={IconChartPie} title="Nothing is held">
        What is bought or comes in stands here, with what it is worth.
      </EmptyState>
    );
  }
  return (
    <EmptyState
      icon={IconChartPie}
      title="Nothing is in it yet"
      action={
        <Group gap="sm" justify="center">
          <Button component={Link} to={`${scopePath(scope)}/import`}>
            Import a file
          </Button>
          <Button component={Link} to={`${scopePath(scope)}/activities?do=add`} variant="default">
            Add an activity
          </Button>
        </Group>
      }
    >
      Import a file from your broker or another tracker, or enter by hand what you bought.
    </EmptyState>
  );
}
