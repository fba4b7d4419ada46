import { Button, SegmentedControl } from '@mantine/core';
import { IconTargetArrow } from '@tabler/icons-react';
import { Card, PageHeader } from '@tradeyard/ui';
import { Link, useSearchParams } from 'react-router';
import { usePortfolios } from '../../account/account.js';
import { TradingStopped } from '../../orders/TradingStopped.js';
import { usePageTitle } from '../../page-title.js';
import { OpenOrders } from './OpenOrders.js';
import { OrderHistory } from './OrderHistory.js';
import classes from './OrdersPage.module.css';

const tabs = [
  { value: 'open', label: 'Open' },
  { value: 'history', label: 'History' },
] as const;

export default function OrdersPage() {
  usePageTitle('Orders');
  const [search, setSearch] = useSearchParams();
  const tab = search.get('tab') === 'history' ? 'history' : 'open';
  const portfolioId = search.get('portfolioId');
  const portfolio = usePortfolios().data?.items.find(({ id }) => id === portfolioId);
  const of: { portfolioId?: string } = portfolioId === null ? {} : { portfolioId };
  const show = (terms: { portfolioId?: string; tab?: string }) =>
    setSearch(terms, { replace: true, preventScrollReset: true });
  return (
    <>
      <PageHeader
        title="Orders"
        subtitle={
          tab === 'open' ? 'What waits for its price or its time' : 'What was filled, or ended without'
        }
        actions={
          <>
            {/* A phone has no room for it in its navigation. */}
            <Button component={Link} to="/daytrading" size="sm" variant="default" hiddenFrom="sm">
              Day trading
            </Button>
            <Button
              component={Link}
              to="/points"
              variant="default"
              size="sm"
              leftSection={<IconTargetArrow size={18} stroke={1.6} aria-hidden />}
            >
              Automated points
            </Button>
          </>
        }
      />
      <TradingStopped />
      <Card flush>
        <div className={classes.tabs}>
          <SegmentedControl
            aria-label="Which orders"
            data={[...tabs]}
            value={tab}
            onChange={(value) => show(value === 'open' ? of : { ...of, tab: value })}
          />
          {portfolioId !== null && (
            <Button variant="subtle" size="compact-sm" onClick={() => show(tab === 'open' ? {} : { tab })}>
              {portfolio ? `Only ${portfolio.name}: show all` : 'Only one portfolio: show all'}
            </Button>
          )}
        </div>
        {tab === 'open' ? <OpenOrders of={of} /> : <OrderHistory of={of} />}
      </Card>
    </>
  );
}
