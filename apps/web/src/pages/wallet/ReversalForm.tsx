import { Button, Stack, Text, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useRefreshAccount, type Transaction } from '../../account/account.js';
import { client } from '../../api.js';
import { FormProblem } from '../../forms/FormProblem.js';
import { notifyDone } from '../../forms/notify.js';
import { useSubmit } from '../../forms/submit.js';
import type { reversalWords } from './reversal-words.js';

type ReversalFormProps = {
  transaction: Transaction;
  words: NonNullable<ReturnType<typeof reversalWords>>;
  onDone: () => void;
};

/** Says what will happen, and asks once more. */
export function ReversalForm({ transaction: { id }, words, onDone }: ReversalFormProps) {
  const refresh = useRefreshAccount();
  const form = useForm({ initialValues: { memo: '' } });
  const { submit, isPending, problem } = useSubmit(form, async ({ memo }, retryKey) => {
    await client.POST('/wallet/transactions/{id}/reversal', {
      params: { path: { id }, header: { 'Idempotency-Key': retryKey } },
      body: { ...(memo.trim() && { memo }) },
    });
    await refresh();
    notifyDone(words.done);
    onDone();
  });
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="md">
        <FormProblem problem={problem} />
        <Text size="sm" c="dimmed">
          {words.effect}
        </Text>
        <TextInput
          label="Note"
          placeholder="Optional; such as “Paid twice”"
          maxLength={200}
          data-autofocus
          {...form.getInputProps('memo')}
        />
        <Button type="submit" loading={isPending} fullWidth>
          {words.action}
        </Button>
      </Stack>
    </form>
  );
}
