import { Button, Center } from '@mantine/core';
import { IconPlus, IconTrophy } from '@tabler/icons-react';
import { Card, DataTable, EmptyState, ErrorState, PageHeader, TableSkeleton } from '@tradeyard/ui';
import { useSearchParams } from 'react-router';
import { useParameter } from '../../address-parameter.js';
import { FormModal } from '../../forms/FormModal.js';
import { usePageTitle } from '../../page-title.js';
import { useLeagues } from '../../paper/paper.js';
import { problemSentence } from '../../problem.js';
import { useUser } from '../../session/session.js';
import { useSortParameter } from '../../sort-parameter.js';
import { JoinForm } from './JoinForm.js';
import { leagueColumns } from './league-columns.js';
import { NewLeagueForm } from './NewLeagueForm.js';

export default function LeaguesPage() {
  usePageTitle('Leagues');
  const { role } = useUser();
  const [search] = useSearchParams();
  const setParameter = useParameter();
  const action = search.get('do');
  const close = () => setParameter('do', null);
  return (
    <>
      <PageHeader
        title="Leagues"
        subtitle="Who makes most of the same starting cash"
        actions={
          <>
            {role !== 'user' && (
              <Button
                size="sm"
                variant="default"
                leftSection={<IconPlus size={18} stroke={1.75} aria-hidden />}
                onClick={() => setParameter('do', 'open', true)}
              >
                Open a league
              </Button>
            )}
            <Button size="sm" onClick={() => setParameter('do', 'join', true)}>
              Join with a code
            </Button>
          </>
        }
      />
      <Card flush>
        <LeagueTable onJoin={() => setParameter('do', 'join', true)} />
      </Card>
      <FormModal opened={action === 'join'} onClose={close} title="Join a league">
        <JoinForm />
      </FormModal>
      <FormModal opened={action === 'open' && role !== 'user'} onClose={close} title="Open a league">
        <NewLeagueForm />
      </FormModal>
    </>
  );
}

function LeagueTable({ onJoin }: { onJoin: () => void }) {
  const [sort, setSort] = useSortParameter('');
  const { data, isPending, isError, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } =
    useLeagues();
  if (isPending) return <TableSkeleton what="The list of leagues" rows={3} />;
  if (isError && !data) {
    return (
      <ErrorState
        title="Your leagues could not be loaded"
        message={problemSentence(error)}
        onRetry={() => void refetch()}
      />
    );
  }
  return (
    <>
      <DataTable
        caption="Leagues"
        columns={leagueColumns}
        rows={data.pages.flatMap(({ items }) => items)}
        rowKey={({ id }) => id}
        sort={sort}
        onSort={setSort}
        empty={
          <EmptyState
            icon={IconTrophy}
            title="You are in no league yet"
            action={<Button onClick={onJoin}>Join with a code</Button>}
          >
            Ask your teacher or whoever opened a league for its code. You get a portfolio of its own to trade
            in.
          </EmptyState>
        }
      />
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
