import { ActionIcon, Anchor } from '@mantine/core';
import {
  IconArrowDown,
  IconArrowUp,
  IconSearchOff,
  IconStar,
  IconZoomExclamation,
} from '@tabler/icons-react';
import { ProblemError } from '@tradeyard/api-client';
import { DataTable, EmptyState, ErrorState, TableSkeleton, type Column } from '@tradeyard/ui';
import { useMemo } from 'react';
import { Link } from 'react-router';
import { problemSentence } from '../../problem.js';
import { useSortParameter } from '../../sort-parameter.js';
import { useQuotes } from '../../stream/quotes.js';
import { marketColumns, withQuotes, type MarketRow } from './market-columns.js';
import type { Instrument } from './markets.js';
import { useWatchlist, useWatchlistChanges } from './watchlists.js';
import { WatchMenu } from './WatchMenu.js';
import classes from './WatchMenu.module.css';

const ownOrder = 'order';

type WatchlistTableProps = { id: string; query: string; kind: string };

/** The instruments of one list, with live prices. They can be moved where the table shows all of them in their order. */
export function WatchlistTable({ id, query, kind }: WatchlistTableProps) {
  const [sort, setSort] = useSortParameter(ownOrder);
  const { data, isPending, isError, error, refetch } = useWatchlist(id);
  const instruments = useMemo(
    () => (data?.instruments ?? []).filter((instrument) => isAsked(instrument, query, kind)),
    [data, query, kind],
  );
  const { quotes } = useQuotes(instruments.map(({ symbol }) => symbol));
  const rows = useMemo(() => withQuotes(instruments, quotes), [instruments, quotes]);
  const canMove = sort === ownOrder && instruments.length === data?.instruments.length;
  const columns = useMemo(() => columnsOf(id, data?.symbols ?? [], canMove), [id, data?.symbols, canMove]);
  if (isPending) return <TableSkeleton what="The watchlist" />;
  if (isError && !data) {
    return error instanceof ProblemError && error.status === 404 ? (
      <UnknownList />
    ) : (
      <ErrorState
        title="The watchlist could not be loaded"
        message={problemSentence(error)}
        onRetry={() => void refetch()}
      />
    );
  }
  return (
    <DataTable
      caption={data.name}
      columns={columns}
      rows={rows}
      rowKey={({ symbol }) => symbol}
      sort={sort}
      onSort={setSort}
      empty={data.symbols.length === 0 ? <EmptyList /> : <NothingFound />}
    />
  );
}

function isAsked({ symbol, name, class: kindOf }: Instrument, query: string, kind: string): boolean {
  const words = `${symbol} ${name}`.toLowerCase();
  return (kind === 'all' || kindOf === kind) && words.includes(query.toLowerCase());
}

// Without the range of the day, where the buttons are.
const columnsOf = (id: string, symbols: readonly string[], canMove: boolean): Column<MarketRow>[] => [
  ...marketColumns.filter((column) => !['range', 'watch'].includes(column.id)),
  {
    id: ownOrder,
    header: 'Order',
    hideBelow: 'sm',
    cell: ({ symbol }) => <MoveButtons id={id} symbol={symbol} symbols={symbols} canMove={canMove} />,
    sortBy: ({ symbol }) => symbols.indexOf(symbol),
  },
  { id: 'watch', header: 'Watch', cell: ({ symbol }) => <ListedMenu {...{ id, symbol, canMove }} /> },
];

function ListedMenu({ id, symbol, canMove }: { id: string; symbol: string; canMove: boolean }) {
  const { moveSymbol } = useWatchlistChanges();
  return (
    <WatchMenu symbol={symbol} onMove={canMove ? (places) => moveSymbol(id, symbol, places) : undefined} />
  );
}

type MoveButtonsProps = { id: string; symbol: string; symbols: readonly string[]; canMove: boolean };

function MoveButtons({ id, symbol, symbols, canMove }: MoveButtonsProps) {
  const { moveSymbol } = useWatchlistChanges();
  // Not really disabled at the ends: a disabled button would let go of the keyboard that has just brought it there.
  const button = (direction: 'up' | 'down', isAtEnd: boolean) => {
    const Arrow = direction === 'up' ? IconArrowUp : IconArrowDown;
    const isOff = !canMove || isAtEnd;
    return (
      <ActionIcon
        variant="subtle"
        color="gray"
        size={32}
        aria-label={`Move ${symbol} ${direction}`}
        aria-disabled={isOff}
        data-disabled={isOff || undefined}
        onClick={() => {
          if (!isOff) moveSymbol(id, symbol, direction === 'up' ? -1 : 1);
        }}
      >
        <Arrow size={16} stroke={1.75} aria-hidden />
      </ActionIcon>
    );
  };
  return (
    <span className={classes.above}>
      {button('up', symbols[0] === symbol)}
      {button('down', symbols.at(-1) === symbol)}
    </span>
  );
}

const EmptyList = () => (
  <EmptyState
    icon={IconStar}
    title="Nothing in this list yet"
    action={
      <Anchor component={Link} to="/markets">
        See all instruments
      </Anchor>
    }
  >
    The star of an instrument adds it to a list.
  </EmptyState>
);

const NothingFound = () => (
  <EmptyState icon={IconSearchOff} title="Nothing found">
    Nothing in this list is what you look for.
  </EmptyState>
);

const UnknownList = () => (
  <EmptyState
    icon={IconZoomExclamation}
    title="This watchlist is not there any more"
    action={
      <Anchor component={Link} to="/markets">
        See all instruments
      </Anchor>
    }
  >
    You may have deleted it, or it belongs to somebody else.
  </EmptyState>
);
