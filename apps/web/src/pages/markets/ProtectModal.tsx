import { Button, SegmentedControl, Stack, Text } from '@mantine/core';
import { useForm } from '@mantine/form';
import { formatPrice, formatQuantity } from '@tradeyard/ui';
import { useRefreshAccount, type Position } from '../../account/account.js';
import { clean, quantityFault } from '../../forms/amount.js';
import { AmountInput } from '../../forms/AmountInput.js';
import { FormModal } from '../../forms/FormModal.js';
import { FormProblem } from '../../forms/FormProblem.js';
import { notifyDone } from '../../forms/notify.js';
import { useSubmit } from '../../forms/submit.js';
import { exitFaults, exitFieldOf, exitsBody, noExits, type Exits } from '../../orders/exits.js';
import { ExitFields } from '../../orders/ExitFields.js';
import { priceWords } from '../../orders/order-words.js';
import { placeOrder, type PlaceOrder } from '../../orders/orders.js';
import { useQuote } from '../../stream/quotes.js';

type ProtectModalProps = { position: Position; currency: string; opened: boolean; onClose: () => void };

/** Sells a position by itself: at a profit, or before a loss gets large. */
export const ProtectModal = ({ position, currency, opened, onClose }: ProtectModalProps) => (
  <FormModal opened={opened} onClose={onClose} title={`Protect your ${position.symbol}`}>
    <ProtectForm position={position} currency={currency} onDone={onClose} />
  </FormModal>
);

type Protection = Exits & { part: 'all' | 'some'; quantity: string };

type ProtectFormProps = { position: Position; currency: string; onDone: () => void };

function ProtectForm({ position: { symbol, quantity }, currency, onDone }: ProtectFormProps) {
  const refresh = useRefreshAccount();
  const bid = useQuote(symbol)?.bid;
  const form = useForm<Protection>({
    initialValues: { ...noExits, part: 'all', quantity: '' },
    validate: {
      takeProfit: (_, values) => exitFaults.takeProfit(values),
      stopLoss: (_, values) => exitFaults.stopLoss(values),
      quantity: (typed, { part }) => (part === 'some' ? quantityFault(typed) : null),
    },
  });
  const { part, stopLossKind } = form.values;
  const { submit, isPending, problem } = useSubmit(
    form,
    async (values, key) => {
      const placed = await placeOrder(protectionOf(values, symbol), key);
      notifyDone(`${symbol} is protected`, [placed, ...placed.legs].map(priceWords).join(' · '));
      onDone();
      await refresh();
    },
    (path) => exitFieldOf(path) ?? path,
  );
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="md">
        <FormProblem problem={problem} />
        <Text size="sm" c="dimmed">
          {bid && `It brings ${formatPrice(bid, currency)} now. `}What you set here waits until it is reached
          or cancelled; when one of two sells, the other ends.
        </Text>
        <ExitFields
          currency={currency}
          stopLossKind={stopLossKind}
          onStopLossKind={(kind) => form.setValues({ stopLossKind: kind, stopLoss: '' })}
          takeProfit={form.getInputProps('takeProfit')}
          stopLoss={form.getInputProps('stopLoss')}
        />
        <SegmentedControl
          aria-label="How much of it"
          fullWidth
          data={[
            { value: 'all', label: 'All that is free' },
            { value: 'some', label: 'A part' },
          ]}
          value={part}
          onChange={(value) => form.setFieldValue('part', value)}
        />
        {part === 'some' && (
          <AmountInput
            label="Quantity"
            placeholder="0"
            description={`Of ${formatQuantity(quantity)}`}
            {...form.getInputProps('quantity')}
          />
        )}
        <Button type="submit" loading={isPending} fullWidth>
          Protect it
        </Button>
      </Stack>
    </form>
  );
}

const protectionOf = (values: Protection, symbol: string): PlaceOrder => ({
  symbol,
  orderClass: 'protect',
  timeInForce: 'gtc',
  ...exitsBody(values),
  ...(values.part === 'some' && { quantity: clean(values.quantity) }),
});
