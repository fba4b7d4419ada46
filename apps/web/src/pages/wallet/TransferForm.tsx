import { Button, Group, Stack, TextInput } from '@mantine/core';
import type { Balance } from '../../account/account.js';
import { AmountInput } from '../../forms/AmountInput.js';
import { AvailableHint } from '../../forms/AvailableHint.js';
import { CurrencySelect } from '../../forms/CurrencySelect.js';
import { FormProblem } from '../../forms/FormProblem.js';
import { ownCurrencies } from './own-currencies.js';
import { RecipientInput } from './RecipientInput.js';
import { TransferCost } from './TransferCost.js';
import { useTransfer } from './use-transfer.js';

/** Sends money to another person here, in a currency one has or in one that is bought on the way. */
export function TransferForm({ balances, onDone }: { balances: readonly Balance[]; onDone: () => void }) {
  const { form, cost, submit, isPending, problem } = useTransfer(balances, onDone);
  const owned = ownCurrencies(balances);
  const { currency, payWith } = form.values;
  // What it is paid with is asked only where there is a choice.
  const payable = owned.length > 1 || !owned.includes(currency);
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="md">
        <FormProblem problem={problem} />
        <RecipientInput autoFocus data-autofocus {...form.getInputProps('to')} />
        <Group align="flex-start" gap="sm" wrap="nowrap">
          <AmountInput label="Amount" flex={1} {...form.getInputProps('amount')} />
          <CurrencySelect label="Currency" short w={116} {...form.getInputProps('currency')} />
        </Group>
        {owned.includes(currency) && (
          <AvailableHint
            balances={balances}
            currency={currency}
            onUseAll={(amount) => form.setFieldValue('amount', amount)}
          />
        )}
        {payable && (
          <CurrencySelect
            label="Pay with"
            placeholder="What suits best"
            codes={owned}
            {...form.getInputProps('payWith')}
            value={payWith || cost.preview?.cost.currency || null}
          />
        )}
        <TransferCost {...cost} />
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
