import { Button, Stack } from '@mantine/core';
import { IconChartPie } from '@tabler/icons-react';
import { Card, DataTable, EmptyState, ErrorState, PageHeader, TableSkeleton } from '@tradeyard/ui';
import { Link } from 'react-router';
import { usePositions } from '../../account/account.js';
import { SimulatedBadge } from '../../market/SimulatedBadge.js';
import { usePageTitle } from '../../page-title.js';
import { problemSentence } from '../../problem.js';
import { useSortParameter } from '../../sort-parameter.js';
import { positionColumns } from './position-columns.js';
import { Totals } from './Totals.js';

export default function PortfolioPage() {
  usePageTitle('Portfolio');
  const { data, isError, error, refetch } = usePositions();
  const [sort, setSort] = useSortParameter('-value');
  const isSimulated = data?.items.some(({ source }) => source === 'simulated');
  return (
    <>
      <PageHeader
        title="Portfolio"
        subtitle={data && `What you hold, valued in ${data.currency}`}
        actions={isSimulated && <SimulatedBadge long />}
      />
      {isError && !data ? (
        <Card>
          <ErrorState
            title="Your portfolio could not be loaded"
            message={problemSentence(error)}
            onRetry={() => void refetch()}
          />
        </Card>
      ) : (
        <Stack gap="lg">
          <Totals positions={data} />
          <Card title="Positions" flush>
            {!data ? (
              <TableSkeleton what="The list of positions" />
            ) : (
              <DataTable
                caption="Positions"
                columns={positionColumns}
                rows={data.items}
                rowKey={({ symbol }) => symbol}
                sort={sort}
                onSort={setSort}
                empty={<NoPositions />}
              />
            )}
          </Card>
        </Stack>
      )}
    </>
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
