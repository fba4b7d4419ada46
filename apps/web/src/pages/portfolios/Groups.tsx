import { Anchor, Button } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { Card, ErrorState, TableSkeleton } from '@tradeyard/ui';
import { useState } from 'react';
import { Link } from 'react-router';
import { usePortfolios } from '../../account/account.js';
import { problemSentence } from '../../problem.js';
import { useUser } from '../../session/session.js';
import { scopePath } from '../../tracked/scope.js';
import { useGroups, type Group } from '../../tracked/tracked.js';
import { DetailRow } from '../DetailRows.js';
import rowClasses from '../DetailRows.module.css';
import { GroupModal } from './GroupModal.js';

/** Several portfolios seen as one: all of them, and the groups that were made. */
export function Groups() {
  const { baseCurrency } = useUser();
  const { data, isError, error, refetch } = useGroups();
  const portfolios = usePortfolios().data?.items;
  const [edited, setEdited] = useState<Group | 'new' | null>(null);
  const namesOf = ({ portfolioIds }: Group): string => {
    const names = portfolios?.filter(({ id }) => portfolioIds.includes(id)).map(({ name }) => name) ?? [];
    return names.join(', ') || 'Nothing in it yet';
  };
  return (
    <Card
      title="Together"
      flush
      action={
        <Button
          size="xs"
          variant="default"
          leftSection={<IconPlus size={16} stroke={1.75} aria-hidden />}
          onClick={() => setEdited('new')}
        >
          New group
        </Button>
      }
    >
      <ul className={rowClasses.list} aria-label="Portfolios together">
        <DetailRow
          title={<NameLink id="all" name="All together" />}
          details={[`Every open portfolio, in ${baseCurrency}`]}
        />
        {data?.items.map((group) => (
          <DetailRow
            key={group.id}
            title={<NameLink id={group.id} name={group.name} />}
            badge={{ words: 'Group' }}
            details={[namesOf(group), `in ${group.currency}`]}
          >
            <Button
              size="xs"
              variant="default"
              aria-label={`Change the group ${group.name}`}
              onClick={() => setEdited(group)}
            >
              Change
            </Button>
          </DetailRow>
        ))}
      </ul>
      {!data && !isError && <TableSkeleton what="The list of groups" rows={1} />}
      {!data && isError && (
        <ErrorState
          title="Your groups could not be loaded"
          message={problemSentence(error)}
          onRetry={() => void refetch()}
        />
      )}
      <GroupModal edited={edited} onClose={() => setEdited(null)} />
    </Card>
  );
}

const NameLink = ({ id, name }: { id: string; name: string }) => (
  <Anchor component={Link} to={scopePath({ id })} inherit>
    {name}
  </Anchor>
);
