import { Anchor, Text } from '@mantine/core';
import { Card } from '@tradeyard/ui';
import { Link } from 'react-router';
import { useHolds } from '../../account/account.js';
import { HoldList } from './HoldList.js';
import classes from './OpenHolds.module.css';
import { holdsPath, walletAction } from './wallet-action.js';

const holdsShown = 3;

/** What is held right now, by me or for me; one line where there is nothing. */
export function OpenHolds() {
  const { data } = useHolds(holdsShown, { status: 'open' });
  const holds = data?.pages[0]?.items;
  // It is a part of the page that can do without: its own page says what is wrong.
  if (!holds) return null;
  return (
    <Card
      title="Open holds"
      flush
      action={
        <Anchor component={Link} to={holdsPath} size="sm">
          All holds
        </Anchor>
      }
    >
      {holds.length > 0 ? (
        <HoldList label="Open holds" holds={holds} />
      ) : (
        <Text size="sm" c="dimmed" className={classes.nothing}>
          Nothing is held.{' '}
          <Anchor component={Link} to={walletAction('hold')} inherit underline="always">
            Hold money for somebody
          </Anchor>{' '}
          who takes it when the time has come.
        </Text>
      )}
    </Card>
  );
}
