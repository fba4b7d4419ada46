import { Button, Select, Stack, Text } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useState } from 'react';
import { useRefreshAccount, type Order } from '../account/account.js';
import { AmountInput } from '../forms/AmountInput.js';
import { FormModal } from '../forms/FormModal.js';
import { FormProblem } from '../forms/FormProblem.js';
import { MomentInput } from '../forms/MomentInput.js';
import { notifyDone } from '../forms/notify.js';
import { NotYet, useSubmit } from '../forms/submit.js';
import { orderTitle, priceWords, timeInForceWords, waitingWords } from './order-words.js';
import { replaceOrder } from './orders.js';
import { fieldsOf, replacementOf, termField, termRules, termsOf, type Terms } from './replacement.js';
import type { TimeInForce } from './time-in-force.js';

type ReplaceModalProps = { order: Order; opened: boolean; onClose: () => void };

/** New terms for an order that stays the same order. */
export const ReplaceModal = ({ order, opened, onClose }: ReplaceModalProps) => (
  <FormModal opened={opened} onClose={onClose} title={`Change: ${orderTitle(order)}`}>
    <ReplaceForm order={order} onDone={onClose} />
  </FormModal>
);

/** What an order can be changed to; one that has another keeps it until one of these is chosen. */
const changeable = ['day', 'gtc', 'gtd'] as const;

const labels: Record<keyof Terms, string> = {
  limitPrice: 'Limit price',
  stopPrice: 'Stop price',
  trailAmount: 'Trails by',
  trailPercent: 'Trails by',
  size: 'Quantity',
  timeInForce: 'How long',
  until: 'Until',
};

function ReplaceForm({ order, onDone }: { order: Order; onDone: () => void }) {
  const refresh = useRefreshAccount();
  // What is typed is compared with what stood here when the form opened; the order may be filled in part meanwhile.
  const [before] = useState(() => termsOf(order));
  const form = useForm<Terms>({ initialValues: before, validate: termRules(order) });
  const { submit, isPending, problem } = useSubmit(
    form,
    async (terms, key) => {
      const body = replacementOf(order, before, terms);
      if (Object.keys(body).length === 0) throw new NotYet('Nothing is different yet.');
      const replaced = await replaceOrder(order.id, body, key);
      notifyDone(`Changed: ${orderTitle(replaced)}`, changedWords(replaced));
      onDone();
      await refresh();
    },
    termField,
  );
  const times: TimeInForce[] = [...new Set<TimeInForce>([before.timeInForce, ...changeable])];
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="md">
        <FormProblem problem={problem} />
        <Text size="sm" c="dimmed">
          {waitingWords(order) ?? priceWords(order)}.
        </Text>
        {fieldsOf(order).map((name, place) => (
          <AmountInput
            key={name}
            label={name === 'size' && order.notional ? 'Amount' : labels[name]}
            rightSection={unitOf(order, name)}
            rightSectionWidth={56}
            data-autofocus={place === 0 || undefined}
            {...form.getInputProps(name)}
          />
        ))}
        <Select
          label={labels.timeInForce}
          data={times.map((value) => ({ value, label: timeInForceWords[value] }))}
          allowDeselect={false}
          {...form.getInputProps('timeInForce')}
        />
        {form.values.timeInForce === 'gtd' && (
          <MomentInput label={labels.until} {...form.getInputProps('until')} />
        )}
        <Button type="submit" loading={isPending} fullWidth>
          Change the order
        </Button>
      </Stack>
    </form>
  );
}

const changedWords = (order: Order): string =>
  order.status === 'filled' ? 'It was filled at once.' : `${waitingWords(order) ?? priceWords(order)}.`;

const unitOf = ({ amount, notional }: Order, name: keyof Terms): string | undefined =>
  name === 'trailPercent' ? '%' : name === 'size' && notional === null ? undefined : amount.currency;
