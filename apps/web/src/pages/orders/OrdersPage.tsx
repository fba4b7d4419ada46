import { Button, SegmentedControl } from '@mantine/core';
import { IconTargetArrow } from '@tabler/icons-react';
import { Card, PageHeader } from '@tradeyard/ui';
import { Link, useSearchParams } from 'react-router';
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
  return (
    <>
      <PageHeader
        title="Orders"
        subtitle={
          tab === 'open' ? 'What waits for its price or its time' : 'What was filled, or ended without'
        }
        actions={
          <Button
            component={Link}
            to="/points"
            variant="default"
            size="sm"
            leftSection={<IconTargetArrow size={18} stroke={1.6} aria-hidden />}
          >
            Automated points
          </Button>
        }
      />
      <TradingStopped />
      <Card flush>
        <div className={classes.tabs}>
          <SegmentedControl
            aria-label="Which orders"
            data={[...tabs]}
            value={tab}
            onChange={(value) =>
              setSearch(value === 'open' ? {} : { tab: value }, { replace: true, preventScrollReset: true })
            }
          />
        </div>
        {tab === 'open' ? <OpenOrders /> : <OrderHistory />}
      </Card>
    </>
  );
}
