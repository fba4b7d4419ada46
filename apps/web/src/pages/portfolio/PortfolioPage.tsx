import { Button, SimpleGrid, Skeleton, Stack } from '@mantine/core';
import { IconChartPie } from '@tabler/icons-react';
import {
  Card,
  ChangeText,
  DataTable,
  EmptyState,
  ErrorState,
  MoneyText,
  PageHeader,
  PercentText,
  StatCard,
  TableSkeleton,
} from '@tradeyard/ui';
import { Link } from 'react-router';
import { usePositions } from '../../account/account.js';
import type { Schemas } from '../../api.js';
import { SimulatedBadge } from '../../market/SimulatedBadge.js';
import { usePageTitle } from '../../page-title.js';
import { problemSentence } from '../../problem.js';
import { useSortParameter } from '../../sort-parameter.js';
import { positionColumns } from './position-columns.js';

export default function PortfolioPage() {
  usePageTitle('Portfolio');
  const { data, isPending, isError, error, refetch } = usePositions();
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
          <Totals data={data} />
          <Card title="Positions" flush>
            {isPending || !data ? (
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

const Totals = ({ data: { total, items } = {} }: { data?: Partial<Schemas['PositionsDto']> | undefined }) => (
  <SimpleGrid cols={{ base: 1, xs: 3 }} spacing="lg">
    <StatCard
      label="Value"
      value={total ? <MoneyText {...total.value} /> : <Waiting />}
      detail={items && (items.length === 1 ? 'One position' : `${items.length} positions`)}
    />
    <StatCard
      label="Cost"
      value={total ? <MoneyText {...total.cost} /> : <Waiting />}
      detail={total && 'What you paid for them'}
    />
    <StatCard
      label="Gain"
      value={
        total ? (
          <ChangeText of={total.gain.amount}>
            <MoneyText {...total.gain} signed />
          </ChangeText>
        ) : (
          <Waiting />
        )
      }
      detail={
        total &&
        (total.gainPercent === null ? (
          'Nothing to compare yet'
        ) : (
          <ChangeText of={total.gainPercent}>
            <PercentText percent={total.gainPercent} signed />
          </ChangeText>
        ))
      }
    />
  </SimpleGrid>
);

const Waiting = () => <Skeleton height={32} width={140} radius="sm" />;

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
