import { Button, Group, Stack, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { formatMoney } from '@tradeyard/ui';
import { useRefreshAccount, type Balance } from '../../account/account.js';
import { client } from '../../api.js';
import { amountFault, clean } from '../../forms/amount.js';
import { AmountInput } from '../../forms/AmountInput.js';
import { AvailableHint } from '../../forms/AvailableHint.js';
import { CurrencySelect } from '../../forms/CurrencySelect.js';
import { FormProblem } from '../../forms/FormProblem.js';
import { notifyDone } from '../../forms/notify.js';
import { useSubmit } from '../../forms/submit.js';
import { mainCurrency, ownCurrencies } from './own-currencies.js';

/** Sends money to another person here. */
export function TransferForm({ balances, onDone }: { balances: readonly Balance[]; onDone: () => void }) {
  const refresh = useRefreshAccount();
  const form = useForm({
    initialValues: { to: '', amount: '', currency: mainCurrency(balances), memo: '' },
    validate: {
      to: (to) => (to.trim() ? null : 'Enter the email or handle of the person'),
      amount: (amount, { currency }) => amountFault(amount, currency),
    },
  });
  const { submit, isPending, problem } = useSubmit(form, async ({ to, amount, currency, memo }, retryKey) => {
    const money = { amount: clean(amount), currency };
    const { data } = await client.POST('/wallet/transfers', {
      params: { header: { 'Idempotency-Key': retryKey } },
      body: { to: to.trim(), amount: money, ...(memo.trim() && { memo }) },
    });
    await refresh();
    notifyDone(`Sent ${formatMoney(money.amount, currency)}`, `To ${data?.counterparty?.displayName ?? to}`);
    onDone();
  });
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="md">
        <FormProblem problem={problem} />
        <TextInput
          label="To"
          description="Their email, or their handle such as @ada-lovelace"
          autoComplete="off"
          autoCapitalize="none"
          autoFocus
          data-autofocus
          {...form.getInputProps('to')}
        />
        <Group align="flex-start" gap="sm" wrap="nowrap">
          <AmountInput label="Amount" flex={1} {...form.getInputProps('amount')} />
          <CurrencySelect
            label="Currency"
            short
            w={116}
            codes={ownCurrencies(balances)}
            {...form.getInputProps('currency')}
          />
        </Group>
        <AvailableHint
          balances={balances}
          currency={form.values.currency}
          onUseAll={(amount) => form.setFieldValue('amount', amount)}
        />
        <TextInput
          label="Note"
          placeholder="Optional; they see it"
          maxLength={200}
          {...form.getInputProps('memo')}
        />
        <Button type="submit" loading={isPending} fullWidth>
          Send
        </Button>
      </Stack>
    </form>
  );
}
