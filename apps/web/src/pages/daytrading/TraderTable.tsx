import { Button } from '@mantine/core';
import { IconUsers } from '@tabler/icons-react';
import { Card, DataTable, EmptyState, ErrorState, TableSkeleton, type Column } from '@tradeyard/ui';
import { useSearchParams } from 'react-router';
import { useParameter } from '../../address-parameter.js';
import { tradersPageSize, useTraders, type Trader } from '../../daytrading/daytrading.js';
import { countWords } from '../../daytrading/figure-words.js';
import { problemSentence } from '../../problem.js';
import classes from './daytrading.module.css';

const columns: readonly Column<Trader>[] = [
  {
    id: 'user',
    header: 'User',
    cell: ({ user }) => (user === '' ? 'Nobody named' : <span className={classes.code}>{user}</span>),
  },
  { id: 'commands', header: 'Commands', numeric: true, cell: ({ commands }) => countWords(commands) },
  {
    id: 'transaction',
    header: 'Newest number',
    numeric: true,
    cell: ({ transaction }) => countWords(transaction),
  },
];

/** How far each user of a workload is, by name. Which page is open is part of the address. */
export function TraderTable({ id, isRunning }: { id: string; isRunning: boolean }) {
  const [search] = useSearchParams();
  const { data, isError, error, refetch } = useTraders(id, search.get('after'), isRunning);
  return (
    <Card title="Progress of users" flush>
      {!data && isError && (
        <ErrorState
          title="The users could not be loaded"
          message={problemSentence(error)}
          onRetry={() => void refetch()}
        />
      )}
      {!data && !isError && <TableSkeleton what="The list of users" rows={3} />}
      {data && (
        <DataTable
          caption="Progress of users"
          columns={columns}
          rows={data.items}
          rowKey={({ user }) => user}
          rowHeight="compact"
          empty={
            <EmptyState icon={IconUsers} title="No user yet">
              The first command of a user puts them here.
            </EmptyState>
          }
        />
      )}
      <Pages next={data?.next ?? null} />
    </Card>
  );
}

function Pages({ next }: { next: string | null }) {
  const [search] = useSearchParams();
  const setParameter = useParameter();
  if (next === null && !search.has('after')) return null;
  return (
    <div className={classes.pages}>
      {search.has('after') && (
        <Button variant="default" size="xs" onClick={() => setParameter('after', null)}>
          To the top
        </Button>
      )}
      {next !== null && (
        <Button variant="default" size="xs" onClick={() => setParameter('after', next, true)}>
          Next {tradersPageSize}
        </Button>
      )}
    </div>
  );
}
