import { Button, Group, Stack, Text } from '@mantine/core';
import { useForm } from '@mantine/form';
import { formatMoney } from '@tradeyard/ui';
import { client } from '../../api.js';
import { amountFault, clean } from '../../forms/amount.js';
import { AmountInput } from '../../forms/AmountInput.js';
import { FormProblem } from '../../forms/FormProblem.js';
import { notifyDone } from '../../forms/notify.js';
import { useSubmit } from '../../forms/submit.js';
import { useRefreshPaper, type Portfolio } from '../../paper/paper.js';

/** Begins anew with the cash of before, or with other cash outside of a league. */
export function ResetForm({ portfolio, onDone }: { portfolio: Portfolio; onDone: () => void }) {
  const { id, name, kind, currency, startingCash } = portfolio;
  const before = startingCash?.amount ?? '';
  const refresh = useRefreshPaper();
  const form = useForm({
    initialValues: { startingCash: before },
    validate: { startingCash: (cash) => (kind === 'league' ? null : amountFault(cash, currency)) },
  });
  const { submit, isPending, problem } = useSubmit(form, async (values, retryKey) => {
    const amount = clean(values.startingCash);
    await client.POST('/portfolios/{id}/reset', {
      params: { path: { id }, header: { 'Idempotency-Key': retryKey } },
      body: kind === 'league' || amount === before ? {} : { startingCash: { amount, currency } },
    });
    await refresh();
    notifyDone(`${name} begins anew`, `With ${formatMoney(amount, currency)}`);
    onDone();
  });
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="md">
        <FormProblem problem={problem} />
        <Text size="sm">
          Open orders are cancelled, and what is held goes: the portfolio has its starting cash again and
          nothing else. What happened so far stays in its history.
        </Text>
        {kind !== 'league' && (
          <AmountInput
            label="Starting cash"
            rightSection={currency}
            rightSectionWidth={56}
            {...form.getInputProps('startingCash')}
          />
        )}
        <Group justify="flex-end" gap="sm">
          <Button variant="default" onClick={onDone} data-autofocus>
            Cancel
          </Button>
          <Button type="submit" loading={isPending} color="var(--loss-solid)">
            Begin anew
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
