import { Button, Stack } from '@mantine/core';
import { Card, ErrorState, PageHeader } from '@tradeyard/ui';
import { useState } from 'react';
import { usePortfolios, usePositions } from '../../account/account.js';
import { SimulatedBadge } from '../../market/SimulatedBadge.js';
import { usePageTitle } from '../../page-title.js';
import { problemSentence } from '../../problem.js';
import { BackLink } from '../BackLink.js';
import { FactList } from '../FactList.js';
import { modelFacts } from '../portfolios/model-facts.js';
import { PortfolioModal, type PortfolioAction } from '../portfolios/PortfolioModal.js';
import { PortfolioSwitcher } from '../portfolios/PortfolioSwitcher.js';
import { PortfolioTabs } from '../portfolios/PortfolioTabs.js';
import { Positions } from './Positions.js';
import { Totals } from './Totals.js';

/** The main portfolio, which trades with the wallet. */
export default function PortfolioPage() {
  usePageTitle('Portfolio');
  const { data, isError, error, refetch } = usePositions();
  const main = usePortfolios().data?.items[0];
  const isSimulated = data?.items.some(({ source }) => source === 'simulated');
  const [action, setAction] = useState<PortfolioAction | null>(null);
  return (
    <>
      <PageHeader
        before={<BackLink to="/portfolios">Portfolios</BackLink>}
        title={main?.name ?? 'Portfolio'}
        subtitle={data && `What you hold, valued in ${data.currency}`}
        actions={
          <>
            {isSimulated && <SimulatedBadge long />}
            {main && <PortfolioSwitcher id={main.id} />}
          </>
        }
      />
      {main && <PortfolioTabs id={main.id} />}
      {isError && !data ? (
        <Card>
          <ErrorState
            title="Your portfolio could not be loaded"
            message={problemSentence(error)}
            onRetry={() => void refetch()}
          />
        </Card>
      ) : (
        <Stack gap="lg">
          <Totals positions={data} />
          <Positions positions={data} />
          {main?.models && (
            <Card
              title="How orders are filled"
              action={
                <Button variant="default" size="xs" onClick={() => setAction('edit')}>
                  Change
                </Button>
              }
            >
              <FactList facts={modelFacts(main.models)} />
            </Card>
          )}
        </Stack>
      )}
      {main && <PortfolioModal portfolio={main} action={action} onClose={() => setAction(null)} />}
    </>
  );
}
