import { Button, Group, Stack, Text } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from 'react-router';
import { client } from '../../api.js';
import { FormModal } from '../../forms/FormModal.js';
import { FormProblem } from '../../forms/FormProblem.js';
import { notifyDone } from '../../forms/notify.js';
import { useSubmit } from '../../forms/submit.js';
import { useRefreshPaper, type League, type LeagueMember } from '../../paper/paper.js';
import { ChangeLeagueForm } from './ChangeLeagueForm.js';

type Asked = { do: 'replace' | 'leave' } | { do: 'remove'; member: LeagueMember };
export type LeagueAction = { do: 'change' } | Asked;

type LeagueModalProps = { league: League; action: LeagueAction | null; onClose: () => void };

/** Changes a league, or asks once more before something cannot be undone. */
export function LeagueModal({ league, action, onClose }: LeagueModalProps) {
  return (
    <FormModal opened={action !== null} onClose={onClose} title={action ? titleOf(league, action) : ''}>
      {action?.do === 'change' && <ChangeLeagueForm league={league} onDone={onClose} />}
      {action && action.do !== 'change' && <Decision league={league} action={action} onDone={onClose} />}
    </FormModal>
  );
}

function titleOf({ name }: League, action: LeagueAction): string {
  switch (action.do) {
    case 'change':
      return `Change ${name}`;
    case 'replace':
      return 'Replace the code?';
    case 'leave':
      return `Leave ${name}?`;
    case 'remove':
      return `Remove ${action.member.displayName}?`;
  }
}

const verbs = { replace: 'Replace', leave: 'Leave', remove: 'Remove' } as const;

type DecisionProps = { league: League; action: Asked; onDone: () => void };

function Decision({ league, action, onDone }: DecisionProps) {
  const refresh = useRefreshPaper();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const { submit, isPending, problem } = useSubmit(useForm({ initialValues: {} }), async () => {
    const told = await act(league, action);
    notifyDone(...told);
    // Who has left and did not open it cannot see it any more, nor ask for anything of it.
    if (action.do === 'leave' && !league.mayManage) {
      queries.removeQueries({ queryKey: ['get', '/leagues'] });
      await navigate('/leagues', { replace: true });
    } else onDone();
    await refresh();
  });
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="md">
        <FormProblem problem={problem} />
        <Text size="sm">{consequence(league, action)}</Text>
        <Group justify="flex-end" gap="sm">
          <Button variant="default" onClick={onDone} data-autofocus>
            Cancel
          </Button>
          <Button
            type="submit"
            loading={isPending}
            {...(action.do !== 'replace' && { color: 'var(--loss-solid)' })}
          >
            {verbs[action.do]}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

function consequence({ rules, status }: League, action: Asked): string {
  if (action.do === 'replace')
    return 'The code of now lets nobody in any more. Those who are in stay, and everybody else needs the new one.';
  if (action.do === 'remove')
    return 'They are out of the leaderboard and cannot join again. Their portfolio becomes an ordinary one of theirs.';
  const stays = 'Your portfolio becomes an ordinary one of yours.';
  if (status === 'ended') return `${stays} Your place in the final standings stays.`;
  return rules.resetsAllowed
    ? `${stays} You are out of the leaderboard; with the code you can join again and begin anew.`
    : `${stays} You are out of the leaderboard and cannot join again.`;
}

/** Does it, and says what has been done. */
async function act({ id, name }: League, action: Asked): Promise<[title: string, message?: string]> {
  const path = { id };
  switch (action.do) {
    case 'replace':
      await client.POST('/leagues/{id}/code', { params: { path } });
      return ['The code is replaced', 'Give the new one to those who may join'];
    case 'leave':
      await client.POST('/leagues/{id}/leave', { params: { path } });
      return [`You have left ${name}`];
    case 'remove': {
      const { id: userId, displayName } = action.member;
      await client.DELETE('/leagues/{id}/members/{userId}', { params: { path: { id, userId } } });
      return [`${displayName} is removed`];
    }
  }
}
