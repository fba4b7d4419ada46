import { Button, SegmentedControl } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { Card, PageHeader } from '@tradeyard/ui';
import { Link, useSearchParams } from 'react-router';
import { FormModal } from '../../forms/FormModal.js';
import { usePageTitle } from '../../page-title.js';
import { ArchivedPortfolios } from './ArchivedPortfolios.js';
import { Comparison } from './Comparison.js';
import { NewPortfolioForm } from './NewPortfolioForm.js';
import { PortfolioTable } from './PortfolioTable.js';
import classes from './PortfoliosPage.module.css';
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
        subtitle="Your main portfolio, and those of paper money to try things out"
        actions={
          <>
            {/* A phone has no room for it in its navigation. */}
            <Button component={Link} to="/leagues" size="sm" variant="default" hiddenFrom="sm">
              Leagues
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
      <FormModal
        opened={search.get('do') === 'new'}
        onClose={() => setParameter('do', null)}
        title="New paper portfolio"
      >
        <NewPortfolioForm />
      </FormModal>
    </>
  );
}
