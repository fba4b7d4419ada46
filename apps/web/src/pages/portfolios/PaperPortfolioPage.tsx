import { Button, Skeleton, Stack } from '@mantine/core';
import { Card, ErrorState, PageHeader } from '@tradeyard/ui';
import { useState } from 'react';
import { Link, Navigate, useParams } from 'react-router';
import { usePositions } from '../../account/account.js';
import { usePageTitle } from '../../page-title.js';
import { useComparison, useLeague, usePortfolio, type Portfolio } from '../../paper/paper.js';
import { problemSentence } from '../../problem.js';
import { BackLink } from '../BackLink.js';
import { Positions } from '../portfolio/Positions.js';
import { PaperFacts } from './PaperFacts.js';
import { PaperTotals } from './PaperTotals.js';
import { PortfolioModal, type PortfolioAction } from './PortfolioModal.js';
import { PortfolioSwitcher } from './PortfolioSwitcher.js';
import { PortfolioTabs } from './PortfolioTabs.js';
import { Runs } from './Runs.js';

/** A portfolio of paper money, one that competes in a league too. */
export default function PaperPortfolioPage() {
  const { id = '' } = useParams();
  const { data, isPending, isError, error, refetch } = usePortfolio(id);
  usePageTitle(data?.name ?? 'Portfolio');
  if (data?.kind === 'trading') return <Navigate to="/portfolio" replace />;
  return (
    <>
      <PageHeader
        before={<BackLink to="/portfolios">Portfolios</BackLink>}
        title={data?.name ?? 'Portfolio'}
        subtitle={data && subtitle(data)}
        actions={data && <Actions portfolio={data} />}
      />
      <PortfolioTabs id={id} />
      {isPending && <Skeleton height={320} radius="lg" />}
      {isError && !data && (
        <Card>
          <ErrorState
            title="This portfolio could not be loaded"
            message={problemSentence(error)}
            onRetry={() => void refetch()}
          />
        </Card>
      )}
      {data && <Content portfolio={data} />}
    </>
  );
}

function subtitle({ kind, currency, archivedAt }: Portfolio): string {
  const what = kind === 'league' ? 'Paper money in a league' : 'Paper money';
  return `${archivedAt === null ? what : 'Archived'}, valued in ${currency}`;
}

function Content({ portfolio }: { portfolio: Portfolio }) {
  const positions = usePositions(portfolio.id);
  const comparison = useComparison([portfolio.id]);
  // Another portfolio's numbers stand there until this one's are there.
  const compared = comparison.data?.items.find(({ id }) => id === portfolio.id);
  if (positions.isError && !positions.data) {
    return (
      <Card>
        <ErrorState
          title="What it holds could not be loaded"
          message={problemSentence(positions.error)}
          onRetry={() => void positions.refetch()}
        />
      </Card>
    );
  }
  return (
    <Stack gap="lg">
      <PaperTotals compared={compared} positions={positions.data} />
      <Positions positions={positions.data} />
      <PaperFacts portfolio={portfolio} compared={compared} />
      <Runs portfolio={portfolio} value={compared?.value} />
    </Stack>
  );
}

/** What can be done with it: less in a league, and nothing when it is archived. */
function Actions({ portfolio }: { portfolio: Portfolio }) {
  const { id, leagueId, archivedAt } = portfolio;
  const league = useLeague(leagueId).data;
  const [action, setAction] = useState<PortfolioAction | null>(null);
  const canReset = leagueId === null || (league?.rules.resetsAllowed === true && league.status !== 'ended');
  const button = (what: PortfolioAction, label: string) => (
    <Button size="sm" variant="default" onClick={() => setAction(what)}>
      {label}
    </Button>
  );
  return (
    <>
      <PortfolioSwitcher id={id} />
      {leagueId !== null && (
        <Button size="sm" variant="default" component={Link} to={`/leagues/${leagueId}`}>
          League
        </Button>
      )}
      {archivedAt === null && (
        <>
          {button('edit', 'Change')}
          {canReset && button('reset', 'Reset')}
          {leagueId === null && button('archive', 'Archive')}
        </>
      )}
      <PortfolioModal portfolio={portfolio} action={action} onClose={() => setAction(null)} />
    </>
  );
}
