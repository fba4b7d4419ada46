import { Button, SegmentedControl, Stack } from '@mantine/core';
import { IconEye, IconPlus } from '@tabler/icons-react';
import { Card, PageHeader } from '@tradeyard/ui';
import { Link, useSearchParams } from 'react-router';
import { FormModal } from '../../forms/FormModal.js';
import { usePageTitle } from '../../page-title.js';
import { ArchivedPortfolios } from './ArchivedPortfolios.js';
import { Comparison } from './Comparison.js';
import { Groups } from './Groups.js';
import { NewPortfolioForm } from './NewPortfolioForm.js';
import { NewTrackedForm } from './NewTrackedForm.js';
import { PortfolioTable } from './PortfolioTable.js';
import classes from './PortfoliosPage.module.css';
import { TrackedPortfolios } from './TrackedPortfolios.js';
import { useParameter } from '../../address-parameter.js';

const views = [
  { value: 'list', label: 'Open' },
  { value: 'compare', label: 'Compare' },
  { value: 'archived', label: 'Archived' },
] as const;

export default function PortfoliosPage() {
  usePageTitle('Portfolios');
  const [search] = useSearchParams();
  const setParameter = useParameter();
  const view = views.find(({ value }) => value === search.get('view'))?.value ?? 'list';
  return (
    <>
      <PageHeader
        title="Portfolios"
        subtitle="Your main portfolio, those of paper money, and what you hold elsewhere"
        actions={
          <>
            {/* A phone has no room for it in its navigation. */}
            <Button component={Link} to="/leagues" size="sm" variant="default" hiddenFrom="sm">
              Leagues
            </Button>
            <Button
              size="sm"
              variant="default"
              leftSection={<IconEye size={18} stroke={1.75} aria-hidden />}
              onClick={() => setParameter('do', 'track', true)}
            >
              Track a portfolio
            </Button>
            <Button
              size="sm"
              leftSection={<IconPlus size={18} stroke={1.75} aria-hidden />}
              onClick={() => setParameter('do', 'new', true)}
            >
              New paper portfolio
            </Button>
          </>
        }
      />
      <Stack gap="lg">
        <Card flush>
          <div className={classes.bar}>
            <SegmentedControl
              aria-label="Show"
              className={classes.views}
              data={[...views]}
              value={view}
              onChange={(value) => setParameter('view', value === 'list' ? null : value)}
            />
          </div>
          {view === 'list' && <PortfolioTable />}
          {view === 'compare' && <Comparison />}
          {view === 'archived' && <ArchivedPortfolios />}
        </Card>
        {view === 'list' && (
          <>
            <TrackedPortfolios onNew={() => setParameter('do', 'track', true)} />
            <Groups />
          </>
        )}
      </Stack>
      <NewModals />
    </>
  );
}

/** Opens one of either kind, as the address says. */
function NewModals() {
  const [search] = useSearchParams();
  const setParameter = useParameter();
  const action = search.get('do');
  const close = () => setParameter('do', null);
  return (
    <>
      <FormModal opened={action === 'track'} onClose={close} title="Track a portfolio">
        <NewTrackedForm />
      </FormModal>
      <FormModal opened={action === 'new'} onClose={close} title="New paper portfolio">
        <NewPortfolioForm />
      </FormModal>
    </>
  );
}
