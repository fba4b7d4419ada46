import { Button, Stack } from '@mantine/core';
import { IconFileImport, IconPlus } from '@tabler/icons-react';
import { Card, ErrorState, PageHeader } from '@tradeyard/ui';
import { useState } from 'react';
import { Link } from 'react-router';
import { usePageTitle } from '../../page-title.js';
import { usePortfolio } from '../../paper/paper.js';
import { problemSentence } from '../../problem.js';
import { scopePath, type Scope } from '../../tracked/scope.js';
import { useSnapshot } from '../../tracked/snapshot.js';
import { BackLink } from '../BackLink.js';
import { OverviewPositions } from './OverviewPositions.js';
import { OverviewTotals } from './OverviewTotals.js';
import { PortfolioModal, type PortfolioAction } from './PortfolioModal.js';
import { PortfolioSwitcher } from './PortfolioSwitcher.js';
import { PortfolioTabs } from './PortfolioTabs.js';
import { PriceNotes } from './PriceNotes.js';

/** What a tracked portfolio, a group or all together hold, and what that is worth. */
export default function OverviewPage({ scope }: { scope: Scope }) {
  const { id, name } = scope;
  usePageTitle(name);
  const { data, isError, error, refetch } = useSnapshot(id);
  return (
    <>
      <PageHeader
        before={<BackLink to="/portfolios">Portfolios</BackLink>}
        title={name}
        subtitle={subtitle(scope)}
        actions={
          <>
            <PortfolioSwitcher id={id} />
            {scope.kind === 'tracked' && !scope.isArchived && <Actions scope={scope} />}
          </>
        }
      />
      <PortfolioTabs id={id} />
      {isError && !data ? (
        <Card>
          <ErrorState
            title="What it holds could not be loaded"
            message={problemSentence(error)}
            onRetry={() => void refetch()}
          />
        </Card>
      ) : (
        <Stack gap="lg">
          {data && <PriceNotes scope={scope} snapshot={data} />}
          <OverviewTotals scope={scope} snapshot={data} />
          <OverviewPositions scope={scope} snapshot={data} />
        </Stack>
      )}
    </>
  );
}

function subtitle({ kind, currency, keepsCash, isArchived }: Scope): string {
  if (kind === 'all') return `Every open portfolio, valued in ${currency}`;
  if (kind === 'group') return `A group, valued in ${currency}`;
  const what = isArchived ? 'Archived' : keepsCash ? 'Tracked with its cash' : 'Tracked';
  return `${what}, valued in ${currency}`;
}

/** What can be done with a tracked one. */
function Actions({ scope }: { scope: Scope }) {
  const portfolio = usePortfolio(scope.id).data;
  const [action, setAction] = useState<PortfolioAction | null>(null);
  return (
    <>
      <Button size="sm" variant="default" onClick={() => setAction('edit')}>
        Change
      </Button>
      <Button size="sm" variant="default" onClick={() => setAction('archive')}>
        Archive
      </Button>
      <Button
        component={Link}
        to={`${scopePath(scope)}/import`}
        size="sm"
        variant="default"
        leftSection={<IconFileImport size={18} stroke={1.75} aria-hidden />}
      >
        Import
      </Button>
      <Button
        component={Link}
        to={`${scopePath(scope)}/activities?do=add`}
        size="sm"
        leftSection={<IconPlus size={18} stroke={1.75} aria-hidden />}
      >
        Add activity
      </Button>
      {portfolio && <PortfolioModal portfolio={portfolio} action={action} onClose={() => setAction(null)} />}
    </>
  );
}
