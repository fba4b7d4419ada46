import { Stack } from '@mantine/core';
import { PageHeader } from '@tradeyard/ui';
import { useBalances, usePositions, useTransactions } from '../../account/account.js';
import { usePageTitle } from '../../page-title.js';
import { useUser } from '../../session/session.js';
import classes from './DashboardPage.module.css';
import { FirstSteps } from './FirstSteps.js';
import { LatestTransactions } from './LatestTransactions.js';
import { Movers } from './Movers.js';
import { NetWorth } from './NetWorth.js';
import { TopBalances } from './TopBalances.js';
import { TopPositions } from './TopPositions.js';

const transactionsShown = 5;

export default function DashboardPage() {
  usePageTitle('Dashboard');
  const { displayName } = useUser();
  const balances = useBalances();
  const positions = usePositions();
  const transactions = useTransactions(transactionsShown);
  const hasPositions = (positions.data?.items.length ?? 0) > 0;
  // Lists of nothing would only stand in the way of the first steps.
  const isNew = balances.data?.items.length === 0 && transactions.data?.pages[0]?.items.length === 0;
  return (
    <>
      <PageHeader title="Dashboard" subtitle={`Welcome, ${displayName}`} />
      <Stack gap="lg">
        <NetWorth positions={positions} />
        {positions.data && balances.data && !hasPositions && <FirstSteps balances={balances.data.items} />}
        {isNew ? (
          <Movers />
        ) : (
          <div className={classes.columns}>
            <Stack gap="lg">
              {hasPositions && <TopPositions positions={positions} />}
              <LatestTransactions transactions={transactions} />
            </Stack>
            <Stack gap="lg">
              <Movers />
              <TopBalances balances={balances} />
            </Stack>
          </div>
        )}
      </Stack>
    </>
  );
}
