import { Button, Group } from '@mantine/core';
import { IconTrophy } from '@tabler/icons-react';
import {
  Card,
  DataTable,
  EmptyState,
  ErrorState,
  formatMoment,
  formatTime,
  MoneyText,
  TableSkeleton,
  type Column,
} from '@tradeyard/ui';
import { useMemo } from 'react';
import { useSearchParams } from 'react-router';
import { useParameter } from '../../address-parameter.js';
import { leaderboardPageSize, type League, type Standing, type useLeaderboard } from '../../paper/paper.js';
import { problemSentence } from '../../problem.js';
import { useUser } from '../../session/session.js';
import { ReturnText } from '../portfolios/PortfolioTable.js';
import classes from './LeaguePage.module.css';

const columnsFor = (userId: string): readonly Column<Standing>[] => [
  { id: 'rank', header: 'Rank', cell: ({ rank }) => <span className={classes.rank}>{rank}</span> },
  {
    id: 'name',
    header: 'Name',
    cell: ({ id, displayName, handle }) => (
      <span>
        <span className={classes.person}>{displayName}</span>
        {id === userId && <span className={classes.you}>You</span>}
        <span className={classes.handle}>@{handle}</span>
      </span>
    ),
  },
  {
    id: 'return',
    header: 'Return',
    numeric: true,
    cell: ({ returnPercent, value }) => (
      <>
        <ReturnText percent={returnPercent} />
        <span className={classes.below}>
          <MoneyText {...value} />
        </span>
      </>
    ),
  },
  {
    id: 'value',
    header: 'Value',
    numeric: true,
    hideBelow: 'sm',
    cell: ({ value }) => <MoneyText {...value} />,
  },
];

type LeaderboardProps = { league: League; leaderboard: ReturnType<typeof useLeaderboard> };

/** The best first, again and again while the league runs. Which page is open is part of the address. */
export function Leaderboard({ league, leaderboard }: LeaderboardProps) {
  const { id: userId } = useUser();
  const columns = useMemo(() => columnsFor(userId), [userId]);
  const { data, isError, error, refetch } = leaderboard;
  return (
    <Card title={data?.final ? 'Final standings' : 'Leaderboard'} flush>
      {!data && isError && (
        <ErrorState
          title="The leaderboard could not be loaded"
          message={problemSentence(error)}
          onRetry={() => void refetch()}
        />
      )}
      {!data && !isError && <TableSkeleton what="The leaderboard" rows={3} />}
      {data && (
        <>
          <DataTable
            caption="Leaderboard"
            columns={columns}
            rows={data.items}
            rowKey={({ id }) => id}
            empty={<Nobody league={league} />}
          />
          {data.items.length > 0 && <Pages {...data} />}
        </>
      )}
    </Card>
  );
}

type PagesProps = { next: string | null; asOf: string; final: boolean };

function Pages({ next, asOf, final }: PagesProps) {
  const [search] = useSearchParams();
  const setParameter = useParameter();
  return (
    <div className={classes.pages}>
      <span>{final ? `As it was on ${formatMoment(asOf)}` : `At prices of ${formatTime(asOf)}`}</span>
      <Group gap="xs">
        {search.has('after') && (
          <Button variant="default" size="xs" onClick={() => setParameter('after', null)}>
            To the top
          </Button>
        )}
        {next !== null && (
          <Button variant="default" size="xs" onClick={() => setParameter('after', next, true)}>
            Next {leaderboardPageSize}
          </Button>
        )}
      </Group>
    </div>
  );
}

const Nobody = ({ league: { status, mayManage } }: { league: League }) => (
  <EmptyState icon={IconTrophy} title="Nobody is in it">
    {status !== 'ended' && mayManage
      ? 'Give the code below to those who may join: they stand here as soon as they do.'
      : 'Its members stand here, the best first.'}
  </EmptyState>
);
