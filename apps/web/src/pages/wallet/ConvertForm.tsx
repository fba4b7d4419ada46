import { ActionIcon, Button, Group, Stack, TextInput } from '@mantine/core';
import { IconArrowsUpDown } from '@tabler/icons-react';
import { ErrorState } from '@tradeyard/ui';
import type { Balance } from '../../account/account.js';
import { AvailableHint } from '../../forms/AvailableHint.js';
import { FormProblem } from '../../forms/FormProblem.js';
import { problemSentence } from '../../problem.js';
import { ConversionOffer } from './ConversionOffer.js';
import { ConversionRate } from './ConversionRate.js';
import { ConversionSide } from './ConversionSide.js';
import { useConversion } from './use-conversion.js';
import { ownCurrencies } from './own-currencies.js';

type ConvertFormProps = {
  balances: readonly Balance[];
  /** What to convert into, when it is known already. */
  to: string | null;
  onDone: () => void;
};

/** Changes money into another currency, with either side given, as it was quoted. */
export function ConvertForm({ balances, to, onDone }: ConvertFormProps) {
  const { form, rates, quoted, shownRate, submit, isPending, problem } = useConversion(balances, to, onDone);
  const { fromCurrency, toCurrency } = form.values;
  const owned = ownCurrencies(balances);
  if (rates.isError) {
    return (
      <ErrorState
        title="There are no rates right now"
        message={problemSentence(rates.error)}
        onRetry={() => void rates.refetch()}
      />
    );
  }
  const rated = rates.data && [rates.data.base, ...rates.data.items.map(({ currency }) => currency)];
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="md">
        <FormProblem problem={problem} />
        <ConversionSide form={form} side="from" codes={owned} quoted={quoted.quote?.from.amount ?? ''} />
        <AvailableHint
          balances={balances}
          currency={fromCurrency}
          onUseAll={(amount) => form.setValues({ given: 'from', fromAmount: amount })}
        />
        <ConversionSide form={form} side="to" codes={rated} quoted={quoted.quote?.to.amount ?? ''} />
        <Group justify="space-between" wrap="nowrap" gap="sm">
          <ConversionRate shown={shownRate} isPending={rates.isPending} />
          <ActionIcon
            variant="default"
            size="lg"
            aria-label="Swap the currencies"
            disabled={!owned.includes(toCurrency)}
            onClick={() => form.setValues({ fromCurrency: toCurrency, toCurrency: fromCurrency })}
          >
            <IconArrowsUpDown size={18} stroke={1.6} aria-hidden />
          </ActionIcon>
        </Group>
        <ConversionOffer quoted={quoted} balances={balances} />
        <TextInput label="Note" placeholder="Optional" maxLength={200} {...form.getInputProps('memo')} />
        {/* What is confirmed is what was seen: until the offer is there, nothing can be. */}
        <Button type="submit" loading={isPending || quoted.isAsking} fullWidth>
          Convert
        </Button>
      </Stack>
    </form>
  );
}
