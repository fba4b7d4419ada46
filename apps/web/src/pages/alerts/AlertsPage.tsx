import { Anchor, Button, Center, Stack } from '@mantine/core';
import { IconBellPlus } from '@tabler/icons-react';
import { Card, DataTable, EmptyState, ErrorState, PageHeader, TableSkeleton } from '@tradeyard/ui';
import { useMemo, useState } from 'react';
import { Link } from 'react-router';
import { useAlerts } from '../../alerts/alerts.js';
import { usePageTitle } from '../../page-title.js';
import { problemSentence } from '../../problem.js';
import { useSortParameter } from '../../sort-parameter.js';
import { useQuotes } from '../../stream/quotes.js';
import { alertColumns } from './alert-columns.js';
import { AlertModal, type AlertAction } from './AlertModal.js';
import { NewAlertButton } from './NewAlertButton.js';
import { Webhooks } from './Webhooks.js';

export default function AlertsPage() {
  usePageTitle('Alerts');
  return (
    <>
      <PageHeader
        title="Alerts"
        subtitle="Prices that you want to be told of"
        actions={
          <>
            <Button component={Link} to="/notices" variant="default">
              Notices
            </Button>
            <NewAlertButton />
          </>
        }
      />
      <Stack gap="lg">
        <Card flush>
          <AlertTable />
        </Card>
        <Webhooks />
      </Stack>
    </>
  );
}

function AlertTable() {
  const [sort, setSort] = useSortParameter('symbol');
  const [action, setAction] = useState<AlertAction | null>(null);
  const { data, isPending, isError, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } =
    useAlerts();
  const alerts = useMemo(() => data?.pages.flatMap(({ items }) => items) ?? [], [data]);
  const { quotes } = useQuotes([...new Set(alerts.map(({ symbol }) => symbol))]);
  const rows = useMemo(() => {
    const bySymbol = new Map(quotes.map((quote) => [quote.symbol, quote]));
    return alerts.map((alert) => ({ ...alert, quote: bySymbol.get(alert.symbol) }));
  }, [alerts, quotes]);
  const columns = useMemo(() => alertColumns(setAction), []);
  if (isPending) return <TableSkeleton what="The list of alerts" rows={3} />;
  if (isError && !data) {
    return (
      <ErrorState
        title="Your alerts could not be loaded"
        message={problemSentence(error)}
        onRetry={() => void refetch()}
      />
    );
  }
  return (
    <>
      <DataTable
        caption="Alerts"
        columns={columns}
        rows={rows}
        rowKey={({ id }) => id}
        sort={sort}
        onSort={setSort}
        empty={
          <EmptyState
            icon={IconBellPlus}
            title="No alerts yet"
            action={
              <Anchor component={Link} to="/markets">
                See all markets
              </Anchor>
            }
          >
            Open an instrument and choose “Alert me” to be told when its price gets somewhere.
          </EmptyState>
        }
      />
      {hasNextPage && (
        <Center py="md">
          <Button variant="default" loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
            Load more
          </Button>
        </Center>
      )}
      <AlertModal action={action} onClose={() => setAction(null)} />
    </>
  );
}
