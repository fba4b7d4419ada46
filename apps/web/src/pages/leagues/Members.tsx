import { Button, CopyButton } from '@mantine/core';
import { IconUsers } from '@tabler/icons-react';
import { Card, EmptyState, formatMoment } from '@tradeyard/ui';
import { useMembers, type League } from '../../paper/paper.js';
import { DetailRow, DetailRows } from '../DetailRows.js';
import type { LeagueAction } from './LeagueModal.js';
import classes from './LeaguePage.module.css';

type MembersProps = { league: League; onAction: (action: LeagueAction) => void };

/** For whoever opened the league: the code that lets people in, and who is in. */
export function Members({ league, onAction }: MembersProps) {
  const members = useMembers(league.id);
  return (
    <>
      {league.code !== null && league.status !== 'ended' && <Code code={league.code} onAction={onAction} />}
      <Card title="Members" flush>
        <DetailRows
          name="Members"
          pages={members}
          empty={
            <EmptyState icon={IconUsers} title="Nobody has joined yet">
              Whoever has the code can join, until the league ends.
            </EmptyState>
          }
          row={(member) => (
            <DetailRow
              key={member.id}
              title={member.displayName}
              details={[`@${member.handle}`, `joined ${formatMoment(member.joinedAt)}`]}
            >
              <Button
                variant="default"
                size="xs"
                aria-label={`Remove ${member.displayName}`}
                onClick={() => onAction({ do: 'remove', member })}
              >
                Remove
              </Button>
            </DetailRow>
          )}
        />
      </Card>
    </>
  );
}

type CodeProps = { code: string; onAction: MembersProps['onAction'] };

function Code({ code, onAction }: CodeProps) {
  const spaced = `${code.slice(0, 4)} ${code.slice(4)}`;
  return (
    <Card title="Code to join" flush>
      <div className={classes.code}>
        <span className={classes.letters}>{spaced}</span>
        <p className={classes.hint}>Whoever knows it can join. Only you and administrators see it here.</p>
        <CopyButton value={code}>
          {({ copied, copy }) => (
            <Button variant="default" size="sm" onClick={copy}>
              {copied ? 'Copied' : 'Copy'}
            </Button>
          )}
        </CopyButton>
        <Button variant="default" size="sm" onClick={() => onAction({ do: 'replace' })}>
          Replace
        </Button>
      </div>
    </Card>
  );
}
