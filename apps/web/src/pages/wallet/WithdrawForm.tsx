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
import { ValueDateField } from './ValueDateField.js';

/** Takes money out of the wallet. */
export function WithdrawForm({ balances, onDone }: { balances: readonly Balance[]; onDone: () => void }) {
  const refresh = useRefreshAccount();
  const form = useForm({
    initialValues: { amount: '', currency: mainCurrency(balances), memo: '', valueDate: '' },
    validate: { amount: (amount, { currency }) => amountFault(amount, currency) },
  });
  const { submit, isPending, problem } = useSubmit(
    form,
    async ({ amount, currency, memo, valueDate }, retryKey) => {
      const money = { amount: clean(amount), currency };
      await client.POST('/wallet/withdrawals', {
        params: { header: { 'Idempotency-Key': retryKey } },
        body: { amount: money, ...(memo.trim() && { memo }), ...(valueDate && { valueDate }) },
      });
      await refresh();
      notifyDone(`Withdrew ${formatMoney(money.amount, currency)}`);
      onDone();
    },
  );
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="md">
        <FormProblem problem={problem} />
        <Group align="flex-start" gap="sm" wrap="nowrap">
          <AmountInput label="Amount" flex={1} autoFocus data-autofocus {...form.getInputProps('amount')} />
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
        <TextInput label="Note" placeholder="Optional" maxLength={200} {...form.getInputProps('memo')} />
        <ValueDateField {...form.getInputProps('valueDate')} />
        <Button type="submit" loading={isPending} fullWidth>
          Withdraw
        </Button>
      </Stack>
    </form>
  );
}
