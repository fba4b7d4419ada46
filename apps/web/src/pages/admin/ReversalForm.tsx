import { Button, Group, Stack, Text, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useQueryClient } from '@tanstack/react-query';
import { formatMoment } from '@tradeyard/ui';
import { client } from '../../api.js';
import { actionWords } from '../../audit/action-words.js';
import { useRefreshAccount } from '../../account/account.js';
import { FormProblem } from '../../forms/FormProblem.js';
import { notifyDone } from '../../forms/notify.js';
import { useSubmit } from '../../forms/submit.js';
import type { AuditEntry } from './audit.js';

const memoLengthMax = 200;

/** Books the opposite of an entry, after one more question. */
export function ReversalForm({ entry, onDone }: { entry: AuditEntry; onDone: () => void }) {
  const queries = useQueryClient();
  const refreshAccount = useRefreshAccount();
  const form = useForm({ initialValues: { memo: '' } });
  const { submit, isPending, problem } = useSubmit(form, async ({ memo }, retryKey) => {
    await client.POST('/admin/transactions/{id}/reversal', {
      params: { path: { id: entry.id }, header: { 'Idempotency-Key': retryKey } },
      body: { ...(memo.trim() && { memo: memo.trim() }) },
    });
    await Promise.all([queries.invalidateQueries({ queryKey: ['get', '/admin/audit'] }), refreshAccount()]);
    notifyDone('Taken back', 'The opposite is booked');
    onDone();
  });
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="md">
        <FormProblem problem={problem} />
        <Text size="sm">
          The {actionWords(entry).toLowerCase()}
          {entry.actor && ` by ${entry.actor.displayName}`} of {formatMoment(entry.at)} stays on record. Its
          opposite is booked now: all money goes back to where it came from. This cannot be undone.
        </Text>
        <TextInput
          label="Note"
          description="Everybody whose money moves can read it"
          placeholder="Why, for example: Paid twice"
          maxLength={memoLengthMax}
          data-autofocus
          {...form.getInputProps('memo')}
        />
        <Group justify="flex-end" gap="sm">
          <Button variant="default" onClick={onDone}>
            Cancel
          </Button>
          <Button type="submit" loading={isPending} color="var(--loss-solid)">
            Take back
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
