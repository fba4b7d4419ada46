import { Button, Skeleton, Stack, Text } from '@mantine/core';
import { Card, ErrorState, PageHeader } from '@tradeyard/ui';
import { useState } from 'react';
import { Link, useParams, useSearchParams } from 'react-router';
import { usePageTitle } from '../../page-title.js';
import { useLeaderboard, useLeague, type League } from '../../paper/paper.js';
import { problemSentence } from '../../problem.js';
import { BackLink } from '../BackLink.js';
import rows from '../DetailRows.module.css';
import { Leaderboard } from './Leaderboard.js';
import { LeagueFacts } from './LeagueFacts.js';
import { LeagueModal, type LeagueAction } from './LeagueModal.js';
import classes from './LeaguePage.module.css';
import { statusTones, statusWords, whenWords } from './league-words.js';
import { Members } from './Members.js';
import { OwnStanding } from './OwnStanding.js';

/** Who makes most of the same cash, for members, the owner and administrators. */
export default function LeaguePage() {
  const { id = '' } = useParams();
  const { data, isPending, isError, error, refetch } = useLeague(id);
  usePageTitle(data?.name ?? 'League');
  return (
    <>
      {!data && <PageHeader before={<BackLink to="/leagues">Leagues</BackLink>} title="League" />}
      {isPending && <Skeleton height={320} radius="lg" />}
      {isError && !data && (
        <Card>
          <ErrorState
            title="This league could not be loaded"
            message={problemSentence(error)}
            onRetry={() => void refetch()}
          />
        </Card>
      )}
      {data && <Content league={data} />}
    </>
  );
}

function Content({ league }: { league: League }) {
  const [search] = useSearchParams();
  const [action, setAction] = useState<LeagueAction | null>(null);
  const leaderboard = useLeaderboard(league.id, search.get('after'), league.status === 'ended');
  const { description, portfolioId, mayManage } = league;
  return (
    <>
      <PageHeader
        before={<BackLink to="/leagues">Leagues</BackLink>}
        title={league.name}
        subtitle={
          <span className={classes.when}>
            <span className={rows.badge} data-tone={statusTones[league.status]}>
              {statusWords[league.status]}
            </span>
            {whenWords(league)}, opened by {league.owner.displayName}
          </span>
        }
        actions={<Actions league={league} onAction={setAction} />}
      />
      <Stack gap="lg">
        {description !== null && <Text className={classes.description}>{description}</Text>}
        {portfolioId !== null && <OwnStanding league={league} leaderboard={leaderboard.data} />}
        <Leaderboard league={league} leaderboard={leaderboard} />
        <LeagueFacts league={league} />
        {mayManage && <Members league={league} onAction={setAction} />}
      </Stack>
      <LeagueModal league={league} action={action} onClose={() => setAction(null)} />
    </>
  );
}

type ActionsProps = { league: League; onAction: (action: LeagueAction) => void };

function Actions({ league: { portfolioId, mayManage }, onAction }: ActionsProps) {
  return (
    <>
      {mayManage && (
        <Button size="sm" variant="default" onClick={() => onAction({ do: 'change' })}>
          Change
        </Button>
      )}
      {portfolioId !== null && (
        <>
          <Button size="sm" variant="default" onClick={() => onAction({ do: 'leave' })}>
            Leave
          </Button>
          <Button size="sm" component={Link} to={`/portfolios/${portfolioId}`}>
            My portfolio in it
          </Button>
        </>
      )}
    </>
  );
}
