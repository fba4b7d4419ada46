import { Button, SegmentedControl, Stack } from '@mantine/core';
import { useForm, type UseFormReturnType } from '@mantine/form';
import { formatPrice } from '@tradeyard/ui';
import { useState } from 'react';
import { useRefreshAccount } from '../../account/account.js';
import { amountFault, clean, numberFault, quantityFault } from '../../forms/amount.js';
import { AmountInput } from '../../forms/AmountInput.js';
import { FormProblem } from '../../forms/FormProblem.js';
import { notifyDone } from '../../forms/notify.js';
import { useSubmit } from '../../forms/submit.js';
import { InstrumentSelect } from '../markets/InstrumentSelect.js';
import { placePoint, type PlacePoint } from '../../orders/orders.js';
import { PortfolioSelect } from '../../orders/PortfolioSelect.js';
import { useQuote, useQuotes } from '../../stream/quotes.js';
import type { Instrument } from '../markets/markets.js';
import { pointWords } from './point-words.js';

type Values = {
  kind: PlacePoint['kind'];
  symbol: string;
  price: string;
  sizeKind: 'quantity' | 'notional';
  size: string;
  portfolioId: string;
};

const empty: Values = {
  kind: 'buy_when_falls',
  symbol: '',
  price: '',
  sizeKind: 'quantity',
  size: '',
  portfolioId: '',
};

/** Asks what to buy or sell by itself, and at which price. */
export function PointForm({ onDone }: { onDone: () => void }) {
  const refresh = useRefreshAccount();
  const [instrument, setInstrument] = useState<Instrument | null>(null);
  const currency = instrument?.currency ?? 'USD';
  useQuotes(instrument ? [instrument.symbol] : []);
  const form = useForm<Values>({
    initialValues: empty,
    validate: {
      symbol: (symbol) => (symbol ? null : 'Choose an instrument'),
      price: (price) => numberFault(price, 'Enter a price'),
      size: (size, { sizeKind }) =>
        sizeKind === 'notional' ? amountFault(size, currency) : quantityFault(size),
    },
  });
  const { submit, isPending, problem } = useSubmit(
    form,
    async (values, key) => {
      const point = await placePoint(bodyOf(values, currency), key);
      notifyDone('Point set', pointWords(point));
      onDone();
      await refresh();
    },
    (path) => (/^(quantity|notional)/.test(path) ? 'size' : path === 'limitPrice' ? 'price' : path),
  );
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="md">
        <FormProblem problem={problem} />
        <SegmentedControl
          aria-label="What it does"
          fullWidth
          data={[
            { value: 'buy_when_falls', label: 'Buy when it falls' },
            { value: 'sell_when_rises', label: 'Sell when it rises' },
          ]}
          value={form.values.kind}
          onChange={(kind) => form.setFieldValue('kind', kind)}
        />
        <InstrumentSelect
          symbol={form.values.symbol || null}
          error={form.errors['symbol']}
          onChoose={(chosen) => {
            setInstrument(chosen);
            form.setFieldValue('symbol', chosen?.symbol ?? '');
          }}
        />
        <PriceField form={form} instrument={instrument} currency={currency} />
        <SegmentedControl
          aria-label="Size of the order in"
          fullWidth
          size="sm"
          data={[
            { value: 'quantity', label: instrument?.class === 'crypto' ? 'Coins' : 'Shares' },
            { value: 'notional', label: `Amount in ${currency}` },
          ]}
          value={form.values.sizeKind}
          onChange={(sizeKind) => form.setValues({ sizeKind, size: '' })}
        />
        <SizeField form={form} currency={currency} />
        <PortfolioSelect {...form.getInputProps('portfolioId')} />
        <Button type="submit" loading={isPending} fullWidth>
          Set point
        </Button>
      </Stack>
    </form>
  );
}

type FieldProps = { form: UseFormReturnType<Values>; currency: string };

function PriceField({ form, currency, instrument }: FieldProps & { instrument: Instrument | null }) {
  const { kind } = form.values;
  const quote = useQuote(instrument?.symbol ?? '');
  const price = quote && (kind === 'buy_when_falls' ? quote.ask : quote.bid);
  return (
    <AmountInput
      label={kind === 'buy_when_falls' ? 'Falls to' : 'Rises to'}
      rightSection={currency}
      rightSectionWidth={56}
      // Its place is kept, so that nothing moves when it comes.
      description={price ? `Now at ${formatPrice(price, currency)}` : 'The price of one'}
      {...form.getInputProps('price')}
    />
  );
}

const SizeField = ({ form, currency }: FieldProps) =>
  form.values.sizeKind === 'notional' ? (
    <AmountInput
      label="Amount"
      rightSection={currency}
      rightSectionWidth={56}
      {...form.getInputProps('size')}
    />
  ) : (
    <AmountInput label="Quantity" placeholder="0" {...form.getInputProps('size')} />
  );

const bodyOf = (
  { kind, symbol, price, sizeKind, size, portfolioId }: Values,
  currency: string,
): PlacePoint => ({
  ...{ kind, symbol, price: clean(price) },
  ...(sizeKind === 'notional' ? { notional: { amount: clean(size), currency } } : { quantity: clean(size) }),
  ...(portfolioId && { portfolioId }),
});
