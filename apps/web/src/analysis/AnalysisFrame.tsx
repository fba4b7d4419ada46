import { Skeleton } from '@mantine/core';
import { Card, ErrorState, PageHeader } from '@tradeyard/ui';
import type { ReactNode } from 'react';
import { useParams } from 'react-router';
import { usePageTitle } from '../page-title.js';
import { BackLink } from '../pages/BackLink.js';
import { PortfolioSwitcher } from '../pages/portfolios/PortfolioSwitcher.js';
import { PortfolioTabs } from '../pages/portfolios/PortfolioTabs.js';
import { problemSentence } from '../problem.js';
import { useScope, type Scope } from '../tracked/scope.js';

type AnalysisFrameProps = {
  /** What the page is called, and what it answers in one line. */
  section: string;
  subtitle: string;
  children: (scope: Scope) => ReactNode;
};

/** A page about one portfolio, a group of them, or all: the id in its address says which. */
export function AnalysisFrame({ section, subtitle, children }: AnalysisFrameProps) {
  const { id = '' } = useParams();
  const { data: scope, isError, error, refetch } = useScope(id);
  usePageTitle(scope ? `${section}, ${scope.name}` : section);
  return (
    <>
      <PageHeader
        before={<BackLink to="/portfolios">Portfolios</BackLink>}
        title={scope?.name ?? section}
        subtitle={subtitle}
        actions={<PortfolioSwitcher id={id} section={section.toLowerCase()} />}
      />
      <PortfolioTabs id={id} />
      {!scope && !isError && <Skeleton height={320} radius="lg" />}
      {!scope && isError && (
        <Card>
          <ErrorState
            title="This portfolio could not be loaded"
            message={problemSentence(error)}
            onRetry={() => void refetch()}
          />
        </Card>
      )}
      {scope && children(scope)}
    </>
  );
}
