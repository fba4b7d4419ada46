import { Button } from '@mantine/core';
import { IconChartPie } from '@tabler/icons-react';
import { Card, DataTable, EmptyState, TableSkeleton } from '@tradeyard/ui';
import { Link } from 'react-router';
import type { Schemas } from '../../api.js';
import { useSortParameter } from '../../sort-parameter.js';
import { positionColumns } from './position-columns.js';

/** What a portfolio holds; without `positions` it is on its way. */
export function Positions({ positions }: { positions: Schemas['PositionsDto'] | undefined }) {
  const [sort, setSort] = useSortParameter('-value');
  return (
    <Card title="Positions" flush>
      {!positions ? (
        <TableSkeleton what="The list of positions" />
      ) : (
        <DataTable
          caption="Positions"
          columns={positionColumns}
          rows={positions.items}
          rowKey={({ symbol }) => symbol}
          sort={sort}
          onSort={setSort}
          empty={<NoPositions />}
        />
      )}
    </Card>
  );
}

const NoPositions = () => (
  <EmptyState
    icon={IconChartPie}
    title="You hold nothing yet"
    action={
      <Button component={Link} to="/markets">
        Go to the markets
      </Button>
    }
  >
    Shares and coins that you buy stand here, with what they cost and what they are worth.
  </EmptyState>
);
