import { Button, Group, Stack, Text } from '@mantine/core';
import { useForm } from '@mantine/form';
import { AlertForm } from '../../alerts/AlertForm.js';
import { conditionWords } from '../../alerts/alert-words.js';
import { useRefresh, type Alert } from '../../alerts/alerts.js';
import { client } from '../../api.js';
import { FormModal } from '../../forms/FormModal.js';
import { FormProblem } from '../../forms/FormProblem.js';
import { notifyDone } from '../../forms/notify.js';
import { useSubmit } from '../../forms/submit.js';

export type AlertAction = { do: 'change' | 'pause' | 'arm' | 'delete'; alert: Alert };

const titles = { change: 'Change', pause: 'Pause', arm: 'Arm', delete: 'Delete' } as const;

/** Changes an alert, or asks once more before it is paused, armed or deleted. */
export function AlertModal({ action, onClose }: { action: AlertAction | null; onClose: () => void }) {
  const title = action ? `${titles[action.do]} the alert on ${action.alert.symbol}` : '';
  return (
    <FormModal opened={action !== null} onClose={onClose} title={title}>
      {action?.do === 'change' && <AlertForm {...action.alert} alert={action.alert} onDone={onClose} />}
      {action && action.do !== 'change' && <DecisionForm action={action} onDone={onClose} />}
    </FormModal>
  );
}

const sentences = {
  change: '',
  pause: 'It tells you nothing until you arm it again.',
  arm: 'It begins to wait again from now on.',
  delete: 'It will be gone. What it has told you stays among your notices.',
} as const;

const done = { change: '', pause: 'Alert paused', arm: 'Alert armed', delete: 'Alert deleted' } as const;

function DecisionForm({ action: { do: what, alert }, onDone }: { action: AlertAction; onDone: () => void }) {
  const refresh = useRefresh('/alerts');
  const { submit, isPending, problem } = useSubmit(useForm({ initialValues: {} }), async () => {
    const params = { path: { id: alert.id } };
    if (what === 'delete') await client.DELETE('/alerts/{id}', { params });
    else {
      const status = what === 'pause' ? 'paused' : 'active';
      await client.PATCH('/alerts/{id}', { params, body: { status } });
    }
    await refresh();
    notifyDone(done[what], `${alert.symbol}: ${conditionWords(alert)}`);
    onDone();
  });
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="md">
        <FormProblem problem={problem} />
        <Text size="sm">
          {conditionWords(alert)}. {sentences[what]}
        </Text>
        <Group justify="flex-end" gap="sm">
          <Button variant="default" onClick={onDone} data-autofocus>
            Cancel
          </Button>
          <Button
            type="submit"
            loading={isPending}
            {...(what === 'delete' && { color: 'var(--loss-solid)' })}
          >
            {titles[what]}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
