import { Button, Group, Select, Stack, Text, TextInput } from '@mantine/core';
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
import { RecipientInput } from './RecipientInput.js';

const daySeconds = 86_400;

/** From a minute to 31 days is possible; these are what people mean. */
const lifetimes = [
  { value: String(daySeconds / 24), label: 'One hour' },
  { value: String(daySeconds), label: 'One day' },
  { value: String(3 * daySeconds), label: 'Three days' },
  { value: String(7 * daySeconds), label: 'One week' },
  { value: String(14 * daySeconds), label: 'Two weeks' },
  { value: String(31 * daySeconds), label: '31 days' },
];

/** Reserves money for another person, who takes it later. */
export function HoldForm({ balances, onDone }: { balances: readonly Balance[]; onDone: () => void }) {
  const refresh = useRefreshAccount();
  const form = useForm({
    initialValues: {
      to: '',
      amount: '',
      currency: mainCurrency(balances),
      lifetime: String(7 * daySeconds),
      memo: '',
    },
    validate: {
      to: (to) => (to.trim() ? null : 'Enter the email or handle of the person'),
      amount: (amount, { currency }) => amountFault(amount, currency),
    },
  });
  const { submit, isPending, problem } = useSubmit(form, async (values, retryKey) => {
    const { to, amount, currency, lifetime, memo } = values;
    const money = { amount: clean(amount), currency };
    const { data } = await client.POST('/wallet/holds', {
      params: { header: { 'Idempotency-Key': retryKey } },
      body: { to: to.trim(), amount: money, expiresIn: Number(lifetime), ...(memo.trim() && { memo }) },
    });
    await refresh();
    notifyDone(`Holding ${formatMoney(money.amount, currency)}`, `For ${data?.payee.displayName ?? to}`);
    onDone();
  });
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="md">
        <FormProblem problem={problem} />
        <RecipientInput label="For" autoFocus data-autofocus {...form.getInputProps('to')} />
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
        <Select
          label="For how long"
          data={lifetimes}
          allowDeselect={false}
          {...form.getInputProps('lifetime')}
        />
        <TextInput
          label="Note"
          placeholder="Optional; they see it"
          maxLength={200}
          {...form.getInputProps('memo')}
        />
        <Text size="sm" c="dimmed">
          The money stays yours, and you cannot spend it. They can take all or a part of it until the time is
          over; what they do not take is free again.
        </Text>
        <Button type="submit" loading={isPending} fullWidth>
          Hold
        </Button>
      </Stack>
    </form>
  );
}
