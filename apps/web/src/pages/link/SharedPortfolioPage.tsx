import { Button, Stack } from '@mantine/core';
import { IconLinkOff } from '@tabler/icons-react';
import { ProblemError } from '@tradeyard/api-client';
import { Card, EmptyState, formatDay, formatMoment, PageHeader } from '@tradeyard/ui';
import { Link, useParams } from 'react-router';
import { api } from '../../api.js';
import { Loaded } from '../../analysis/Loaded.js';
import { usePageTitle } from '../../page-title.js';
import { Logo } from '../../shell/Logo.js';
import { SharedAllocation } from './SharedAllocation.js';
import { SharedFigures } from './SharedFigures.js';
import { SharedPositions } from './SharedPositions.js';
import { SharedReturn } from './SharedReturn.js';
import type { SharedPortfolio } from './shared-portfolio.js';
import classes from './SharedPortfolioPage.module.css';

/** What somebody shares with whoever has the link; nobody has to sign in for it. */
export default function SharedPortfolioPage() {
  const { token = '' } = useParams();
  const shared = api.useQuery('get', '/shared-portfolios/{token}', { params: { path: { token } } });
  const isGone = shared.error instanceof ProblemError && shared.error.status === 404;
  usePageTitle(shared.data?.label ?? 'Shared portfolio');
  return (
    <div className={classes.page}>
      <header className={classes.top}>
        <Link to="/" className={classes.home} aria-label="Tradeyard, dashboard">
          <Logo />
        </Link>
      </header>
      <main>
        {isGone ? (
          <Gone />
        ) : (
          <Loaded query={shared} what="The portfolio">
            {(data) => <Content shared={data} />}
          </Loaded>
        )}
      </main>
    </div>
  );
}

const Gone = () => (
  <>
    <PageHeader title="Shared portfolio" />
    <Card>
      <EmptyState
        icon={IconLinkOff}
        title="There is nothing to see here, or not any more"
        action={
          <Button component={Link} to="/" variant="default">
            Go to Tradeyard
          </Button>
        }
      >
        The link may have expired or been revoked. Ask whoever sent it for a new one.
      </EmptyState>
    </Card>
  </>
);

const Content = ({ shared }: { shared: SharedPortfolio }) => (
  <>
    <PageHeader title={shared.label} subtitle={subtitle(shared)} />
    <Stack gap="lg">
      <SharedFigures shared={shared} />
      <SharedReturn shared={shared} />
      <SharedAllocation shared={shared} />
      <SharedPositions shared={shared} />
    </Stack>
  </>
);

function subtitle({ today, currency, scope, expiresAt }: SharedPortfolio): string {
  const what = scope === 'percent' ? 'in percent only' : `valued in ${currency}`;
  const until = expiresAt === null ? '' : `. The link works until ${formatMoment(expiresAt)}`;
  return `On ${formatDay(today)}, ${what}${until}`;
}
