import { Button, Center, Chip, SegmentedControl } from '@mantine/core';
import { IconLock } from '@tabler/icons-react';
import { Card, EmptyState, ErrorState, PageHeader, TableSkeleton } from '@tradeyard/ui';
import { Link, useSearchParams } from 'react-router';
import { useBalances, useHolds } from '../../account/account.js';
import { usePageTitle } from '../../page-title.js';
import { problemSentence } from '../../problem.js';
import { BackLink } from '../BackLink.js';
import { HoldList } from './HoldList.js';
import classes from './HoldsPage.module.css';
import { walletAction } from './wallet-action.js';
import { WalletActionModal } from './WalletActions.js';

const pageSize = 20;

const roles = [
  { value: 'all', label: 'All' },
  { value: 'payer', label: 'Mine to pay' },
  { value: 'payee', label: 'For me' },
] as const;

export default function HoldsPage() {
  usePageTitle('Holds');
  const balances = useBalances();
  const [search, setSearch] = useSearchParams();
  const role = roles.find(({ value }) => value === search.get('role'))?.value ?? 'all';
  const onlyOpen = search.get('status') === 'open';
  const setParameter = (name: string, value: string) =>
    setSearch(
      (before) => {
        const next = new URLSearchParams(before);
        if (value) next.set(name, value);
        else next.delete(name);
        return next;
      },
      { replace: true, preventScrollReset: true },
    );
  return (
    <>
      <PageHeader
        before={<BackLink to="/wallet">Wallet</BackLink>}
        title="Holds"
        subtitle="Money that is promised, and taken later"
        actions={
          <Button
            size="sm"
            leftSection={<IconLock size={18} stroke={1.75} aria-hidden />}
            component={Link}
            to={walletAction('hold')}
          >
            Hold money
          </Button>
        }
      />
      <Card flush>
        <div className={classes.filters}>
          <SegmentedControl
            aria-label="Whose"
            data={[...roles]}
            value={role}
            onChange={(value) => setParameter('role', value === 'all' ? '' : value)}
          />
          <Chip
            variant="outline"
            size="sm"
            checked={onlyOpen}
            onChange={(checked) => setParameter('status', checked ? 'open' : '')}
          >
            Open only
          </Chip>
        </div>
        <Holds role={role} onlyOpen={onlyOpen} />
      </Card>
      <WalletActionModal balances={balances.data?.items} />
    </>
  );
}

function Holds({ role, onlyOpen }: { role: 'all' | 'payer' | 'payee'; onlyOpen: boolean }) {
  const { data, isError, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useHolds(
    pageSize,
    {
      ...(role !== 'all' && { role }),
      ...(onlyOpen && { status: 'open' }),
    },
  );
  const holds = data?.pages.flatMap(({ items }) => items) ?? [];
  return (
    <>
      {!data && !isError && <TableSkeleton what="The list of holds" rows={3} />}
      {isError && !data && (
        <ErrorState
          title="Your holds could not be loaded"
          message={problemSentence(error)}
          onRetry={() => void refetch()}
        />
      )}
      {data && holds.length === 0 && (
        <EmptyState icon={IconLock} title={onlyOpen ? 'Nothing is held right now' : 'Nothing was held yet'}>
          Hold money for somebody when both of you want to be sure: it waits, and they take it when the time
          has come.
        </EmptyState>
      )}
      {holds.length > 0 && <HoldList label="Holds" holds={holds} />}
      {hasNextPage && (
        <Center py="md">
          <Button variant="default" loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
            Load more
          </Button>
        </Center>
      )}
    </>
  );
}
