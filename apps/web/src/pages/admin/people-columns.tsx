import { Anchor, Button } from '@mantine/core';
import { AssetMark, formatDay, type Column } from '@tradeyard/ui';
import { Link } from 'react-router';
import { initials } from '../../shell/initials.js';
import { NameCell } from '../NameCell.js';
import type { Person } from './people.js';
import classes from './people-columns.module.css';
import { PersonBadge, PersonState } from './PersonBadge.js';

/** `onChange` is asked to close or reopen; one's own account is closed in the settings, with the password. */
export const peopleColumns = (ownId: string, onChange: (person: Person) => void): Column<Person>[] => [
  {
    id: 'person',
    header: 'Person',
    cell: (person) => (
      <span className={classes.name}>
        <NameCell
          mark={<AssetMark name={initials(person.displayName)} />}
          name={person.displayName}
          detail={
            <>
              <PersonState person={person} />@{person.handle}
            </>
          }
        />
      </span>
    ),
  },
  {
    id: 'email',
    header: 'Email',
    hideBelow: 'lg',
    cell: ({ email }) => (
      <span className={classes.email} title={email}>
        {email}
      </span>
    ),
  },
  {
    id: 'since',
    header: 'Since',
    hideBelow: 'md',
    cell: ({ createdAt }) => <span className={classes.name}>{formatDay(createdAt)}</span>,
  },
  { id: 'status', header: 'Status', hideBelow: 'sm', cell: (person) => <PersonBadge person={person} /> },
  {
    id: 'audit',
    header: 'Audit',
    hideBelow: 'sm',
    cell: ({ handle, displayName }) => (
      <Anchor component={Link} to={`/admin/audit?person=${handle}`} size="sm" className={classes.name}>
        What they did <span className="spoken">({displayName})</span>
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
