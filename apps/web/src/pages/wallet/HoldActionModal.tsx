import { Button, Stack, Text } from '@mantine/core';
import { useForm } from '@mantine/form';
import { formatMoney } from '@tradeyard/ui';
import { useRefreshAccount, type Hold } from '../../account/account.js';
import { client, type Schemas } from '../../api.js';
import { amountFault, clean } from '../../forms/amount.js';
import { AmountInput } from '../../forms/AmountInput.js';
import { FormModal } from '../../forms/FormModal.js';
import { FormProblem } from '../../forms/FormProblem.js';
import { notifyDone } from '../../forms/notify.js';
import { useSubmit } from '../../forms/submit.js';

export type HoldEnding = { hold: Hold; action: Schemas['HoldAction'] };

type HoldActionModalProps = { ending: HoldEnding | null; onClose: () => void };

/** Asks before a hold is ended, which cannot be undone. */
export default function HoldActionModal({ ending, onClose }: HoldActionModalProps) {
  const isCapture = ending?.action === 'capture';
  return (
    <FormModal
      opened={ending !== null}
      onClose={onClose}
      title={isCapture ? 'Take payment' : 'Free what is held'}
    >
      {ending &&
        (isCapture ? (
          <CaptureForm hold={ending.hold} onDone={onClose} />
        ) : (
          <ReleaseForm hold={ending.hold} onDone={onClose} />
        ))}
    </FormModal>
  );
}

type EndFormProps = { hold: Hold; onDone: () => void };

function CaptureForm({ hold: { id, amount, payer }, onDone }: EndFormProps) {
  const refresh = useRefreshAccount();
  const { currency } = amount;
  const form = useForm({
    initialValues: { amount: amount.amount },
    validate: { amount: (typed) => amountFault(typed, currency) },
  });
  const { submit, isPending, problem } = useSubmit(form, async (values, retryKey) => {
    const taken = { amount: clean(values.amount), currency };
    await client.POST('/wallet/holds/{id}/capture', {
      params: { path: { id }, header: { 'Idempotency-Key': retryKey } },
      body: { amount: taken },
    });
    await refresh();
    notifyDone(`Received ${formatMoney(taken.amount, currency)}`, `From ${payer.displayName}`);
    onDone();
  });
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="md">
        <FormProblem problem={problem} />
        <Text size="sm" c="dimmed">
          {payer.displayName} holds {formatMoney(amount.amount, currency)} for you. You can take it once: what
          you leave goes back to {payer.displayName}.
        </Text>
        <AmountInput
          label={`Amount in ${currency}`}
          autoFocus
          data-autofocus
          {...form.getInputProps('amount')}
        />
        <Button type="submit" loading={isPending} fullWidth>
          Take payment
        </Button>
      </Stack>
    </form>
  );
}

function ReleaseForm({ hold: { id, amount, payer, actions }, onDone }: EndFormProps) {
  const refresh = useRefreshAccount();
  const form = useForm({ initialValues: {} });
  const money = formatMoney(amount.amount, amount.currency);
  const { submit, isPending, problem } = useSubmit(form, async (_, retryKey) => {
    await client.POST('/wallet/holds/{id}/release', {
      params: { path: { id }, header: { 'Idempotency-Key': retryKey } },
    });
    await refresh();
    notifyDone(`${money} is free again`);
    onDone();
  });
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="md">
        <FormProblem problem={problem} />
        <Text size="sm" c="dimmed">
          {actions.includes('capture')
            ? `${payer.displayName} can spend ${money} again at once, and you can no longer take it.`
            : `${money} is free to spend again at once.`}
        </Text>
        <Button type="submit" loading={isPending} fullWidth data-autofocus>
          {actions.includes('capture') ? 'Give it back' : 'Free the money'}
        </Button>
      </Stack>
    </form>
  );
}
