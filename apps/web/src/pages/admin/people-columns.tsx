import { Anchor, Button } from '@mantine/core';
import { AssetMark, formatDay, type Column } from '@tradeyard/ui';
import { Link } from 'react-router';
import { initials } from '../../shell/initials.js';
import { NameCell } from '../NameCell.js';
import type { Person } from './people.js';
import { PersonBadge, PersonState } from './PersonBadge.js';

/** `onChange` is asked to close or reopen; one's own account is closed in the settings, with the password. */
export const peopleColumns = (ownId: string, onChange: (person: Person) => void): Column<Person>[] => [
  {
    id: 'person',
    header: 'Person',
    cell: (person) => (
      <NameCell
        mark={<AssetMark name={initials(person.displayName)} />}
        name={person.displayName}
        detail={
          <>
            <PersonState person={person} />@{person.handle}
          </>
        }
      />
    ),
  },
  { id: 'email', header: 'Email', hideBelow: 'md', cell: ({ email }) => email },
  { id: 'since', header: 'Since', hideBelow: 'md', cell: ({ createdAt }) => formatDay(createdAt) },
  { id: 'status', header: 'Status', hideBelow: 'sm', cell: (person) => <PersonBadge person={person} /> },
  {
    id: 'audit',
    header: 'Audit',
    hideBelow: 'sm',
    cell: ({ handle, displayName }) => (
      <Anchor component={Link} to={`/admin/audit?person=${handle}`} size="sm">
        What they did<span className="spoken">: {displayName}</span>
      </Anchor>
    ),
  },
  {
    id: 'action',
    header: 'Account',
    numeric: true,
    cell: (person) =>
      person.id === ownId ? (
        'You'
      ) : (
        <Button
          variant="default"
          size="xs"
          aria-label={`${verb(person)} the account of ${person.displayName}`}
          onClick={() => onChange(person)}
        >
          {verb(person)}
        </Button>
      ),
  },
];

const verb = ({ closedAt }: Person): string => (closedAt === null ? 'Close' : 'Reopen');
