import { Button, Chip, Group, Stack, Text, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { formatMoney } from '@tradeyard/ui';
import { useRefreshAccount } from '../../account/account.js';
import { client } from '../../api.js';
import { amountFault, clean } from '../../forms/amount.js';
import { AmountInput } from '../../forms/AmountInput.js';
import { CurrencySelect } from '../../forms/CurrencySelect.js';
import { FormProblem } from '../../forms/FormProblem.js';
import { notifyDone } from '../../forms/notify.js';
import { useSubmit } from '../../forms/submit.js';
import { useUser } from '../../session/session.js';
import { ValueDateField } from './ValueDateField.js';

const usualAmounts = ['1000', '5000', '10000'];

/** Pays paper money in. */
export function DepositForm({ onDone }: { onDone: () => void }) {
  const { baseCurrency } = useUser();
  const refresh = useRefreshAccount();
  const form = useForm({
    initialValues: { amount: '', currency: baseCurrency, memo: '', valueDate: '' },
    validate: { amount: (amount, { currency }) => amountFault(amount, currency) },
  });
  const { submit, isPending, problem } = useSubmit(
    form,
    async ({ amount, currency, memo, valueDate }, retryKey) => {
      const money = { amount: clean(amount), currency };
      await client.POST('/wallet/deposits', {
        params: { header: { 'Idempotency-Key': retryKey } },
        body: { amount: money, ...(memo.trim() && { memo }), ...(valueDate && { valueDate }) },
      });
      await refresh();
      notifyDone(`Deposited ${formatMoney(money.amount, currency)}`);
      onDone();
    },
  );
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="md">
        <FormProblem problem={problem} />
        <Group align="flex-start" gap="sm" wrap="nowrap">
          <AmountInput label="Amount" flex={1} autoFocus data-autofocus {...form.getInputProps('amount')} />
          <CurrencySelect label="Currency" short w={116} {...form.getInputProps('currency')} />
        </Group>
        <Chip.Group value={form.values.amount} onChange={(amount) => form.setFieldValue('amount', amount)}>
          <Group gap="xs">
            {usualAmounts.map((amount) => (
              <Chip key={amount} value={amount} variant="outline" size="sm">
                {formatMoney(amount, form.values.currency).replace(/[.,]0+$/, '')}
              </Chip>
            ))}
          </Group>
        </Chip.Group>
        <TextInput label="Note" placeholder="Optional" maxLength={200} {...form.getInputProps('memo')} />
        <ValueDateField {...form.getInputProps('valueDate')} />
        <Text size="sm" c="dimmed">
          This is paper money: it is free, and nothing is charged anywhere.
        </Text>
        <Button type="submit" loading={isPending} fullWidth>
          Deposit
        </Button>
      </Stack>
    </form>
  );
}
