import { Button, SegmentedControl, Stack, Text } from '@mantine/core';
import { useForm, type UseFormReturnType } from '@mantine/form';
import { formatMoney, formatQuantity, Card } from '@tradeyard/ui';
import { useState } from 'react';
import { useRefreshAccount, type Order } from '../../account/account.js';
import { client } from '../../api.js';
import { amountFault, clean, quantityFault } from '../../forms/amount.js';
import { AmountInput } from '../../forms/AmountInput.js';
import { FormProblem } from '../../forms/FormProblem.js';
import { notifyDone } from '../../forms/notify.js';
import { useSubmit } from '../../forms/submit.js';
import { useQuote, type Quote } from '../../stream/quotes.js';
import { estimate, type SizeKind } from './estimate.js';
import type { Instrument } from './markets.js';
import { OrderDone } from './OrderDone.js';
import { OrderEstimate } from './OrderEstimate.js';
import { OrderMeans } from './OrderMeans.js';

type Ticket = { side: 'buy' | 'sell'; kind: SizeKind; size: string };

/** Most people buy for an amount of cash and sell a number of shares. */
const usualKind: Record<Ticket['side'], SizeKind> = { buy: 'notional', sell: 'quantity' };

/** Buys and sells at the market price. */
export function OrderTicket({ instrument, quote }: { instrument: Instrument; quote: Quote }) {
  const [done, setDone] = useState<Order | null>(null);
  return (
    <Card title={`Trade ${instrument.symbol}`}>
      {done ? (
        <OrderDone order={done} onAgain={() => setDone(null)} />
      ) : (
        <TicketForm instrument={instrument} quote={quote} onDone={setDone} />
      )}
    </Card>
  );
}

type TicketFormProps = { instrument: Instrument; quote: Quote; onDone: (order: Order) => void };

function TicketForm({ instrument, quote, onDone }: TicketFormProps) {
  const { symbol, currency } = instrument;
  const newest = useQuote(symbol) ?? quote;
  const refresh = useRefreshAccount();
  const form = useForm<Ticket>({
    initialValues: { side: 'buy', kind: 'notional', size: '' },
    validate: {
      size: (size, { kind }) => (kind === 'notional' ? amountFault(size, currency) : quantityFault(size)),
    },
  });
  const { side, kind, size } = form.values;
  const { submit, isPending, problem } = useSubmit(
    form,
    async (ticket, retryKey) => {
      const order = await placeOrder(ticket, symbol, currency, retryKey);
      await refresh();
      notifyDone(...orderWords(order));
      onDone(order);
    },
    (path) => (/^(notional|quantity)/.test(path) ? 'size' : path),
  );
  const obstacle = obstacleOf(instrument, newest);
  const verb = side === 'buy' ? 'Buy' : 'Sell';
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="md">
        <Switches form={form} instrument={instrument} />
        <FormProblem problem={problem} />
        <AmountInput
          label={kind === 'notional' ? 'Amount' : 'Quantity'}
          placeholder={kind === 'notional' ? '0.00' : '0'}
          rightSection={kind === 'notional' ? currency : undefined}
          rightSectionWidth={56}
          {...form.getInputProps('size')}
        />
        <OrderMeans
          symbol={symbol}
          currency={currency}
          side={side}
          kind={kind}
          onUse={(value) => form.setFieldValue('size', value)}
        />
        <OrderEstimate side={side} quote={newest} estimate={estimate(side, kind, size, newest)} />
        <Button type="submit" loading={isPending} fullWidth disabled={obstacle !== null}>
          {verb} {symbol}
        </Button>
        {obstacle && (
          <Text size="sm" c="dimmed">
            {obstacle}
          </Text>
        )}
      </Stack>
    </form>
  );
}

type SwitchesProps = { form: UseFormReturnType<Ticket>; instrument: Instrument };

/** Which way to trade, and what the number is. */
const Switches = ({ form, instrument: { currency, class: kindOf } }: SwitchesProps) => (
  <>
    <SegmentedControl
      aria-label="Buy or sell"
      fullWidth
      data={[
        { value: 'buy', label: 'Buy' },
        { value: 'sell', label: 'Sell' },
      ]}
      value={form.values.side}
      onChange={(value) => form.setValues({ side: value, kind: usualKind[value], size: '' })}
    />
    <SegmentedControl
      aria-label="Size of the order in"
      fullWidth
      size="sm"
      data={[
        { value: 'notional', label: `Amount in ${currency}` },
        { value: 'quantity', label: kindOf === 'crypto' ? 'Coins' : 'Shares' },
      ]}
      value={form.values.kind}
      onChange={(value) => form.setValues({ kind: value, size: '' })}
    />
  </>
);

/** Why nothing can be ordered now, or null. */
const obstacleOf = ({ status, symbol }: Instrument, { stale }: Quote): string | null =>
  status === 'halted'
    ? `Trading of ${symbol} is halted.`
    : status === 'delisted'
      ? `${symbol} is not listed any more.`
      : stale
        ? 'The last price is too old to trade on.'
        : null;

async function placeOrder(
  ticket: Ticket,
  symbol: string,
  currency: string,
  retryKey: string,
): Promise<Order> {
  const { side, kind } = ticket;
  const size = clean(ticket.size);
  const { data } = await client.POST('/orders', {
    params: { header: { 'Idempotency-Key': retryKey } },
    body: {
      symbol,
      side,
      type: 'market',
      timeInForce: 'day',
      ...(kind === 'notional' ? { notional: { amount: size, currency } } : { quantity: size }),
    },
  });
  if (!data) throw new Error('The answer to an order is the order');
  return data;
}

const orderWords = ({ side, symbol, filledQuantity, amount }: Order): [title: string, message: string] => [
  `${side === 'buy' ? 'Bought' : 'Sold'} ${formatQuantity(filledQuantity)} ${symbol}`,
  `${side === 'buy' ? 'You paid' : 'You received'} ${formatMoney(amount.amount, amount.currency)}`,
];
