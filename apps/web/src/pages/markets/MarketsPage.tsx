import { Button, Center, SegmentedControl, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconSearch, IconSearchOff } from '@tabler/icons-react';
import { Card, DataTable, EmptyState, ErrorState, PageHeader, TableSkeleton } from '@tradeyard/ui';
import { useMemo } from 'react';
import { useSearchParams } from 'react-router';
import { classOptions } from '../../market/instrument-words.js';
import { SimulatedBadge } from '../../market/SimulatedBadge.js';
import { usePageTitle } from '../../page-title.js';
import { problemSentence } from '../../problem.js';
import { useSortParameter } from '../../sort-parameter.js';
import { useQuotes } from '../../stream/quotes.js';
import { marketColumns, withQuotes } from './market-columns.js';
import { useInstruments, useIsSimulated } from './markets.js';
import classes from './MarketsPage.module.css';
import { WatchlistSwitcher } from './WatchlistSwitcher.js';
import { WatchlistTable } from './WatchlistTable.js';

const searchDelayMs = 200;
type Kind = (typeof classOptions)[number]['value'];

export default function MarketsPage() {
  usePageTitle('Markets');
  const isSimulated = useIsSimulated();
  const [search, setSearch] = useSearchParams();
  const query = search.get('q') ?? '';
  const kind = classOptions.find(({ value }) => value === search.get('class'))?.value ?? 'all';
  const list = search.get('list');
  const setParameter = (name: string, value: string) =>
    setSearch(
      (before) => {
        const next = new URLSearchParams(before);
        if (value) next.set(name, value);
        else next.delete(name);
        return next;
      },
      { replace: true },
    );
  return (
    <>
      <PageHeader
        title="Markets"
        subtitle="Live prices of everything you can trade"
        actions={isSimulated && <SimulatedBadge long />}
      />
      <Card flush>
        <WatchlistSwitcher />
        <div className={classes.bar}>
          <TextInput
            aria-label="Search instruments"
            placeholder="Search by name or symbol"
            type="search"
            leftSection={<IconSearch size={18} stroke={1.6} aria-hidden />}
            className={classes.search}
            value={query}
            onChange={({ currentTarget: { value } }) => setParameter('q', value)}
          />
          <SegmentedControl
            aria-label="Kind of instrument"
            data={[...classOptions]}
            value={kind}
            onChange={(value) => setParameter('class', value === 'all' ? '' : value)}
          />
        </div>
        {list === null ? (
          <MarketTable query={query.trim()} kind={kind} />
        ) : (
          <WatchlistTable key={list} id={list} query={query.trim()} kind={kind} />
        )}
      </Card>
    </>
  );
}

function MarketTable({ query, kind }: { query: string; kind: Kind }) {
  const [asked] = useDebouncedValue(query, searchDelayMs);
  const [sort, setSort] = useSortParameter('symbol');
  const { data, isPending, isError, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } =
    useInstruments(asked, kind === 'all' ? '' : kind);
  const instruments = useMemo(() => (data?.pages ?? []).flatMap(({ items }) => items), [data]);
  const { quotes } = useQuotes(instruments.map(({ symbol }) => symbol));
  const rows = useMemo(() => withQuotes(instruments, quotes), [instruments, quotes]);
  if (isPending) return <TableSkeleton what="The list of instruments" />;
  if (isError && !data) {
    return (
      <ErrorState
        title="The markets could not be loaded"
        message={problemSentence(error)}
        onRetry={() => void refetch()}
      />
    );
  }
  return (
    <>
      <DataTable
        caption="Markets"
        columns={marketColumns}
        rows={rows}
        rowKey={({ symbol }) => symbol}
        sort={sort}
        onSort={setSort}
        empty={
          <EmptyState icon={IconSearchOff} title="Nothing found">
            {query ? `No instrument begins with “${query}”.` : 'There are no instruments of this kind yet.'}
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
