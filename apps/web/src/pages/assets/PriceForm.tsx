import { Button, Stack } from '@mantine/core';
import { useForm } from '@mantine/form';
import { isDay } from '@tradeyard/kernel';
import { formatDay } from '@tradeyard/ui';
import { localDay } from '../../account/local-day.js';
import { clean, numberFault } from '../../forms/amount.js';
import { AmountInput } from '../../forms/AmountInput.js';
import { DayInput } from '../../forms/DayInput.js';
import { FormProblem } from '../../forms/FormProblem.js';
import { notifyDone } from '../../forms/notify.js';
import { useSubmit } from '../../forms/submit.js';
import { savePrice, useRefreshTracked, type Asset, type HandPrice } from '../../tracked/tracked.js';

type PriceFormProps = {
  portfolioId: string;
  asset: Asset;
  /** One to change, whose day stays; a new one without. */
  price: HandPrice | undefined;
  onDone: () => void;
};

/** What one unit was worth on a day. */
export function PriceForm({ portfolioId, asset: { symbol, currency }, price, onDone }: PriceFormProps) {
  const refresh = useRefreshTracked();
  const form = useForm({
    initialValues: { day: price?.day ?? localDay(new Date()), price: price?.price ?? '' },
    validate: {
      day: (day) => (isDay(day) ? null : 'Choose the day'),
      price: (typed) => numberFault(typed, 'Enter a price'),
    },
  });
  const { submit, isPending, problem } = useSubmit(form, async (values) => {
    await savePrice(portfolioId, symbol, { day: values.day, price: clean(values.price) });
    await refresh();
    notifyDone('Saved', `${symbol} on ${formatDay(values.day)}`);
    onDone();
  });
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="md">
        <FormProblem problem={problem} />
        <DayInput label="Day" disabled={price !== undefined} {...form.getInputProps('day')} />
        <AmountInput
          label="Price of one"
          rightSection={currency}
          rightSectionWidth={56}
          data-autofocus
          {...form.getInputProps('price')}
        />
        <Button type="submit" loading={isPending} fullWidth>
          {price ? 'Save' : 'Add'}
        </Button>
      </Stack>
    </form>
  );
}
