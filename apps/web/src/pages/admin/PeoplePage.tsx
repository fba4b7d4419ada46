import { Button, Center, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconSearch, IconUserSearch } from '@tabler/icons-react';
import { Card, DataTable, EmptyState, ErrorState, TableSkeleton } from '@tradeyard/ui';
import { useMemo, useState } from 'react';
import { useSearchParams } from 'react-router';
import { FormModal } from '../../forms/FormModal.js';
import { usePageTitle } from '../../page-title.js';
import { problemSentence } from '../../problem.js';
import { useUser } from '../../session/session.js';
import { ChangePersonForm } from './ChangePersonForm.js';
import { usePeople, type Person } from './people.js';
import { peopleColumns } from './people-columns.js';
import classes from './PeoplePage.module.css';

const searchDelayMs = 200;

export default function PeoplePage() {
  usePageTitle('People');
  const [search, setSearch] = useSearchParams();
  const query = search.get('q') ?? '';
  const [person, setPerson] = useState<Person | null>(null);
  const close = () => setPerson(null);
  return (
    <>
      <Card flush>
        <div className={classes.bar}>
          <TextInput
            aria-label="Search people"
            placeholder="Search by email or handle"
            type="search"
            autoCapitalize="none"
            leftSection={<IconSearch size={18} stroke={1.6} aria-hidden />}
            className={classes.search}
            value={query}
            onChange={({ currentTarget: { value } }) =>
              setSearch(value ? { q: value } : {}, { replace: true })
            }
          />
        </div>
        <PeopleTable query={query.trim()} onChange={setPerson} />
      </Card>
      <FormModal opened={person !== null} onClose={close} title={person ? changeTitle(person) : ''}>
        {person && <ChangePersonForm person={person} onDone={close} />}
      </FormModal>
    </>
  );
}

const changeTitle = ({ displayName, closedAt }: Person): string =>
  closedAt === null ? `Close the account of ${displayName}?` : `Reopen the account of ${displayName}?`;

function PeopleTable({ query, onChange }: { query: string; onChange: (person: Person) => void }) {
  const { id } = useUser();
  const [asked] = useDebouncedValue(query, searchDelayMs);
  const { data, isPending, isError, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } =
    usePeople(asked);
  const columns = useMemo(() => peopleColumns(id, onChange), [id, onChange]);
  if (isPending) return <TableSkeleton what="The list of people" />;
  if (isError && !data) {
    return (
      <ErrorState
        title="The people could not be loaded"
        message={problemSentence(error)}
        onRetry={() => void refetch()}
      />
    );
  }
  return (
    <>
      <DataTable
        caption="People"
        columns={columns}
        rows={data.pages.flatMap(({ items }) => items)}
        rowKey={(person) => person.id}
        empty={
          <EmptyState icon={IconUserSearch} title="Nobody found">
            No email and no handle begins with “{query}”.
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
