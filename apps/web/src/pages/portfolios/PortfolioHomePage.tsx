import { Skeleton } from '@mantine/core';
import { Card, ErrorState, PageHeader } from '@tradeyard/ui';
import { lazy } from 'react';
import { Navigate, useParams } from 'react-router';
import { problemSentence } from '../../problem.js';
import { useScope } from '../../tracked/scope.js';
import { BackLink } from '../BackLink.js';

const PaperPortfolioPage = lazy(() => import('./PaperPortfolioPage.js'));
const OverviewPage = lazy(() => import('./OverviewPage.js'));

/** What a portfolio holds: of paper money, of what is tracked, of a group, or of all together. */
export default function PortfolioHomePage() {
  const { id = '' } = useParams();
  const { data, isError, error, refetch } = useScope(id);
  switch (data?.kind) {
    case 'trading':
      return <Navigate to="/portfolio" replace />;
    case 'paper':
    case 'league':
      return <PaperPortfolioPage />;
    case 'tracked':
    case 'group':
    case 'all':
      return <OverviewPage key={id} scope={data} />;
    case undefined:
      return (
        <>
          <PageHeader before={<BackLink to="/portfolios">Portfolios</BackLink>} title="Portfolio" />
          {isError ? (
            <Card>
              <ErrorState
                title="This portfolio could not be loaded"
                message={problemSentence(error)}
                onRetry={() => void refetch()}
              />
            </Card>
          ) : (
            <Skeleton height={320} radius="lg" />
          )}
        </>
      );
  }
}
