import { Button, Group, Stack, Text } from '@mantine/core';
import { useForm } from '@mantine/form';
import { FormProblem } from '../../forms/FormProblem.js';
import { notifyDone } from '../../forms/notify.js';
import { useSubmit } from '../../forms/submit.js';
import { useChangePerson, type Person } from './people.js';

/** Asks once more before somebody's account is closed or opened again. */
export function ChangePersonForm({ person, onDone }: { person: Person; onDone: () => void }) {
  const { displayName, email, closedAt } = person;
  const isOpen = closedAt === null;
  const change = useChangePerson();
  const { submit, isPending, problem } = useSubmit(useForm({ initialValues: {} }), async () => {
    await change(person);
    notifyDone(isOpen ? 'Account closed' : 'Account reopened', displayName);
    onDone();
  });
  return (
    <form onSubmit={submit}>
      <Stack gap="md">
        <FormProblem problem={problem} />
        <Text size="sm">
          {isOpen
            ? `${displayName} (${email}) is signed out everywhere and cannot sign in again. Nobody can send them money. What they own stays theirs, and you can reopen the account at any time.`
            : `${displayName} (${email}) can sign in again, with the same password and all they own.`}
        </Text>
        <Group justify="flex-end" gap="sm">
          <Button variant="default" onClick={onDone} data-autofocus>
            Cancel
          </Button>
          <Button type="submit" loading={isPending} {...(isOpen && { color: 'var(--loss-solid)' })}>
            {isOpen ? 'Close account' : 'Reopen account'}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
