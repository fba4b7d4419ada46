import { ActionIcon, Button, Group, Stack } from '@mantine/core';
import { useForm } from '@mantine/form';
import { IconArrowsUpDown } from '@tabler/icons-react';
import { ErrorState, formatMoney } from '@tradeyard/ui';
import { useRefreshAccount, type Balance } from '../../account/account.js';
import { api, client } from '../../api.js';
import { amountFault, clean } from '../../forms/amount.js';
import { AmountInput } from '../../forms/AmountInput.js';
import { AvailableHint } from '../../forms/AvailableHint.js';
import { CurrencySelect } from '../../forms/CurrencySelect.js';
import { FormProblem } from '../../forms/FormProblem.js';
import { notifyDone } from '../../forms/notify.js';
import { useSubmit } from '../../forms/submit.js';
import { problemSentence } from '../../problem.js';
import { bought, crossRate, sold, type ConversionPreview } from './conversion.js';
import { ConversionRate } from './ConversionRate.js';
import { mainCurrency, ownCurrencies } from './own-currencies.js';

type ConvertFormProps = {
  balances: readonly Balance[];
  /** What to convert into, when it is known already. */
  to: string | null;
  onDone: () => void;
};

/** Every currency is rated against it by the central bank, so that rates of two currencies stay exact. */
const ratesBase = 'EUR';

/** Changes money into another currency, with either side given. */
export function ConvertForm({ balances, to, onDone }: ConvertFormProps) {
  const refresh = useRefreshAccount();
  const rates = api.useQuery('get', '/rates', { params: { query: { base: ratesBase } } });
  const form = useForm({
    initialValues: initialConversion(balances, to),
    validate: {
      fromAmount: (amount, { given, fromCurrency }) =>
        given === 'from' ? amountFault(amount, fromCurrency) : null,
      toAmount: (amount, { given, toCurrency }) => (given === 'to' ? amountFault(amount, toCurrency) : null),
    },
  });
  const { given, fromCurrency, toCurrency, fromAmount, toAmount } = form.values;
  const preview = rates.data ? crossRate(rates.data, fromCurrency, toCurrency) : null;
  const { submit, isPending, problem } = useSubmit(
    form,
    async (values, retryKey) => {
      const { data } = await client.POST('/wallet/conversions', {
        params: { header: { 'Idempotency-Key': retryKey } },
        body: {
          from: {
            currency: values.fromCurrency,
            ...(values.given === 'from' && { amount: clean(values.fromAmount) }),
          },
          to: {
            currency: values.toCurrency,
            ...(values.given === 'to' && { amount: clean(values.toAmount) }),
          },
        },
      });
      await refresh();
      const got = data?.changes.find(({ amount }) => !amount.startsWith('-'));
      notifyDone(got ? `Received ${formatMoney(got.amount, got.asset)}` : 'Converted');
      onDone();
    },
    (path) => path.replace(/\.(\w)/, (_, letter: string) => letter.toUpperCase()),
  );
  if (rates.isError) {
    return (
      <ErrorState
        title="There are no rates right now"
        message={problemSentence(rates.error)}
        onRetry={() => void rates.refetch()}
      />
    );
  }
  const codes = rates.data && [rates.data.base, ...rates.data.items.map(({ currency }) => currency)];
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="md">
        <FormProblem problem={problem} />
        <Group align="flex-start" gap="sm" wrap="nowrap">
          <AmountInput
            label="You pay"
            flex={1}
            autoFocus
            data-autofocus
            {...form.getInputProps('fromAmount')}
            value={given === 'from' ? fromAmount : otherSide(sold, toAmount, preview)}
            onChange={({ currentTarget: { value } }) => form.setValues({ given: 'from', fromAmount: value })}
          />
          <CurrencySelect
            label="From"
            short
            w={116}
            codes={ownCurrencies(balances)}
            {...form.getInputProps('fromCurrency')}
          />
        </Group>
        <AvailableHint
          balances={balances}
          currency={fromCurrency}
          onUseAll={(amount) => form.setValues({ given: 'from', fromAmount: amount })}
        />
        <Group align="flex-start" gap="sm" wrap="nowrap">
          <AmountInput
            label="You receive"
            flex={1}
            {...form.getInputProps('toAmount')}
            value={given === 'to' ? toAmount : otherSide(bought, fromAmount, preview)}
            onChange={({ currentTarget: { value } }) => form.setValues({ given: 'to', toAmount: value })}
          />
          <CurrencySelect label="To" short w={116} codes={codes} {...form.getInputProps('toCurrency')} />
        </Group>
        <Group justify="space-between" wrap="nowrap" gap="sm">
          <ConversionRate preview={preview} isPending={rates.isPending} />
          <ActionIcon
            variant="default"
            size="lg"
            aria-label="Swap the currencies"
            disabled={!ownCurrencies(balances).includes(toCurrency)}
            onClick={() => form.setValues({ fromCurrency: toCurrency, toCurrency: fromCurrency })}
          >
            <IconArrowsUpDown size={18} stroke={1.6} aria-hidden />
          </ActionIcon>
        </Group>
        <Button type="submit" loading={isPending} fullWidth>
          Convert
        </Button>
      </Stack>
    </form>
  );
}

function initialConversion(balances: readonly Balance[], to: string | null) {
  const from = mainCurrency(balances.filter(({ currency }) => currency !== to));
  return {
    given: 'from' as 'from' | 'to',
    fromAmount: '',
    fromCurrency: from,
    toAmount: '',
    toCurrency: to ?? (from === 'USD' ? 'EUR' : 'USD'),
  };
}

/** The side that was not typed, or nothing while the other is no amount yet. */
function otherSide(
  from: (amount: string, preview: ConversionPreview) => { amount: string },
  typed: string,
  preview: ConversionPreview | null,
): string {
  try {
    return preview ? from(clean(typed), preview).amount : '';
  } catch {
    return '';
  }
}
