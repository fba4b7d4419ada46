import { Anchor } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { Link } from 'react-router';
import { scopePath, type Scope } from '../../tracked/scope.js';
import { unpricedOf, type Snapshot } from '../../tracked/snapshot.js';
import classes from './PriceNotes.module.css';

type PriceNotesProps = { scope: Scope; snapshot: Snapshot };

/** What the figures lack, and what to do about it. */
export function PriceNotes({ scope, snapshot }: PriceNotesProps) {
  const { unrated } = snapshot;
  const unpriced = unpricedOf(snapshot);
  if (unpriced.length === 0 && unrated.length === 0) return null;
  return (
    <div className={classes.note} role="note">
      <IconAlertTriangle size={18} stroke={1.75} aria-hidden />
      <div>
        {unpriced.length > 0 && (
          <p>
            No price is known of {listed(unpriced)}: what was paid counts as the value.{' '}
            {scope.canChange && (
              <Anchor component={Link} to={`${scopePath(scope)}/assets`} inherit>
                Say where the prices come from
              </Anchor>
            )}
          </p>
        )}
        {unrated.length > 0 && (
          <p>There is no rate for {listed(unrated)}: what is in it counts as nothing.</p>
        )}
      </div>
    </div>
  );
}

const namedMax = 5;

/** `A, B and 3 more`. */
const listed = (names: readonly string[]): string =>
  names.length > namedMax
    ? `${names.slice(0, namedMax).join(', ')} and ${names.length - namedMax} more`
    : names.join(', ');
