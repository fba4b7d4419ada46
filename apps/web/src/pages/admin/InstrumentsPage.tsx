import { Button, Center, Group, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconSearch, IconSearchOff } from '@tabler/icons-react';
import { Card, DataTable, EmptyState, ErrorState, TableSkeleton } from '@tradeyard/ui';
import { useMemo, useState } from 'react';
import { useSearchParams } from 'react-router';
import { usePageTitle } from '../../page-title.js';
import { problemSentence } from '../../problem.js';
import { useInstruments } from '../markets/markets.js';
import { instrumentColumns } from './instrument-columns.js';
import { InstrumentModal, type InstrumentAction } from './InstrumentModal.js';
import classes from './InstrumentsPage.module.css';

const searchDelayMs = 200;

export default function InstrumentsPage() {
  usePageTitle('Instruments');
  const [search, setSearch] = useSearchParams();
  const query = search.get('q') ?? '';
  const [action, setAction] = useState<InstrumentAction | null>(null);
  return (
    <>
      <Card flush>
        <div className={classes.bar}>
          <TextInput
            aria-label="Search instruments"
            placeholder="Search by name or symbol"
            type="search"
            leftSection={<IconSearch size={18} stroke={1.6} aria-hidden />}
            className={classes.search}
            value={query}
            onChange={({ currentTarget: { value } }) =>
              setSearch(value ? { q: value } : {}, { replace: true })
            }
          />
          <Group gap="xs">
            <Button variant="default" onClick={() => setAction({ do: 'import' })}>
              Import
            </Button>
            <Button onClick={() => setAction({ do: 'create' })}>New instrument</Button>
          </Group>
        </div>
        <InstrumentTable query={query.trim()} onAction={setAction} />
      </Card>
      <InstrumentModal action={action} onClose={() => setAction(null)} />
    </>
  );
}

type InstrumentTableProps = { query: string; onAction: (action: InstrumentAction) => void };

function InstrumentTable({ query, onAction }: InstrumentTableProps) {
  const [asked] = useDebouncedValue(query, searchDelayMs);
  const { data, isPending, isError, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } =
    useInstruments(asked);
  const columns = useMemo(() => instrumentColumns(onAction), [onAction]);
  if (isPending) return <TableSkeleton what="The list of instruments" />;
  if (isError && !data) {
    return (
      <ErrorState
        title="The instruments could not be loaded"
        message={problemSentence(error)}
        onRetry={() => void refetch()}
      />
    );
  }
  return (
    <>
      <DataTable
        caption="Instruments"
        columns={columns}
        rows={data.pages.flatMap(({ items }) => items)}
        rowKey={({ symbol }) => symbol}
        empty={
          <EmptyState icon={IconSearchOff} title="Nothing found">
            No instrument begins with “{query}”.
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
    </>
  );
}
