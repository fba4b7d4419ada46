import { Button, SegmentedControl, Stack, Text } from '@mantine/core';
import { useForm, type UseFormReturnType } from '@mantine/form';
import { ProblemError } from '@tradeyard/api-client';
import { useState } from 'react';
import { useRefreshAccount } from '../../account/account.js';
import { AmountInput } from '../../forms/AmountInput.js';
import { FormProblem } from '../../forms/FormProblem.js';
import { useSubmit } from '../../forms/submit.js';
import { useOrderPreview } from '../../orders/order-preview.js';
import { placeOrder, useTradingState, type PlacedOrder } from '../../orders/orders.js';
import { useQuote, type Quote } from '../../stream/quotes.js';
import type { Instrument } from './markets.js';
import { OrderCost } from './OrderCost.js';
import { OrderMeans } from './OrderMeans.js';
import {
  isComplete,
  isReviewed,
  orderOf,
  simple,
  ticketField,
  ticketRules,
  usualKind,
  type Ticket,
} from './ticket.js';
import { TicketTerms } from './TicketTerms.js';

type TicketFormProps = {
  instrument: Instrument;
  quote: Quote;
  initial: Ticket;
  /** Whoever comes back here saw what became of the order before, and means the next one, even if it is the same. */
  isAgain: boolean;
  onPlaced: (order: PlacedOrder, ticket: Ticket) => void;
};

/** Asks what to buy or sell, and says what that comes to while it is typed. */
export function TicketForm({ instrument, quote, initial, isAgain, onPlaced }: TicketFormProps) {
  const { symbol, currency } = instrument;
  const newest = useQuote(symbol) ?? quote;
  const form = useForm<Ticket>({ initialValues: initial, validate: ticketRules(currency) });
  const ticket = form.values;
  const { side, kind } = ticket;
  const { submit, isPending, problem } = useTicketSubmit(form, instrument, isAgain, onPlaced);
  const isStopped = useTradingState().data?.isStopped ?? false;
  const obstacle = obstacleOf(instrument, newest, ticket);
  const isPreviewed = obstacle === null && isComplete(ticket, currency);
  const { preview, refusals } = useOrderPreview(isPreviewed ? orderOf(ticket, instrument) : null);
  const shown = withRefusals(form, refusals);
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="md">
        <SideSwitch form={form} />
        <FormProblem problem={problem ?? shown.general} />
        <TermsToggle form={form} instrument={instrument} shown={shown.form} />
        <Size form={shown.form} instrument={instrument} />
        <OrderMeans
          symbol={symbol}
          currency={currency}
          side={side}
          kind={kind}
          portfolioId={ticket.portfolioId || undefined}
          onUse={(value) => form.setFieldValue('size', value)}
        />
        <OrderCost side={side} quote={newest} preview={preview} />
        <Button type="submit" loading={isPending} fullWidth disabled={obstacle !== null || isStopped}>
          {isReviewed(ticket) ? 'Review order' : `${side === 'buy' ? 'Buy' : 'Sell'} ${symbol}`}
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

/** Places the order of the form, once for one form however often it is sent. */
function useTicketSubmit(
  form: UseFormReturnType<Ticket>,
  instrument: Instrument,
  isAgain: boolean,
  onPlaced: TicketFormProps['onPlaced'],
) {
  const refresh = useRefreshAccount();
  // Who was told that there is a twin, and sends it again, wants both; a name of its own says so.
  const [isTwinMeant, setTwinMeant] = useState(isAgain);
  return useSubmit(
    form,
    async (ticket, retryKey) => {
      const name = isTwinMeant ? { clientOrderId: retryKey } : {};
      try {
        const order = await placeOrder(
          { ...orderOf(ticket, instrument), ...name, confirm: isReviewed(ticket) },
          retryKey,
        );
        await refresh();
        onPlaced(order, ticket);
      } catch (error) {
        if (error instanceof ProblemError && error.code === 'duplicate_order') setTwinMeant(true);
        throw error;
      }
    },
    ticketField,
  );
}

type FormProps = { form: UseFormReturnType<Ticket>; instrument: Instrument };

const SideSwitch = ({ form }: Pick<FormProps, 'form'>) => (
  <SegmentedControl
    aria-label="Buy or sell"
    fullWidth
    data={[
      { value: 'buy', label: 'Buy' },
      { value: 'sell', label: 'Sell' },
    ]}
    value={form.values.side}
    onChange={(value) => {
      const side = value;
      form.setValues({ side, kind: usualKind[side], size: '' });
    }}
  />
);

/** The simplest order needs no terms; all others are one click away. */
function TermsToggle({ form, instrument, shown }: FormProps & { shown: FormProps['form'] }) {
  const [isFull, setFull] = useState(
    () => JSON.stringify({ ...form.values, ...simple }) !== JSON.stringify(form.values),
  );
  const toggle = () => {
    if (isFull) form.setValues(simple);
    setFull(!isFull);
  };
  return (
    <>
      <Button
        variant="subtle"
        size="compact-sm"
        w="fit-content"
        mx={-8}
        aria-expanded={isFull}
        onClick={toggle}
      >
        {isFull ? 'Back to a market order' : 'Limit, stop and more'}
      </Button>
      {isFull && <TicketTerms form={shown} instrument={instrument} />}
    </>
  );
}

const Size = ({ form, instrument: { currency, class: kindOf } }: FormProps) => {
  const { kind } = form.values;
  return (
    <>
      <SegmentedControl
        aria-label="Size of the order in"
        fullWidth
        size="sm"
        data={[
          { value: 'notional', label: `Amount in ${currency}` },
          { value: 'quantity', label: kindOf === 'crypto' ? 'Coins' : 'Shares' },
        ]}
        value={kind}
        onChange={(value) => form.setValues({ kind: value, size: '' })}
      />
      <AmountInput
        label={kind === 'notional' ? 'Amount' : 'Quantity'}
        placeholder={kind === 'notional' ? '0.00' : '0'}
        rightSection={kind === 'notional' ? currency : undefined}
        rightSectionWidth={56}
        {...form.getInputProps('size')}
      />
    </>
  );
};

/** The form with what the API would refuse at its fields; what belongs to none is `general`. */
function withRefusals(
  form: FormProps['form'],
  refusals: readonly { field: string | null; message: string }[],
) {
  const errors: Record<string, string> = {};
  let general: string | null = null;
  for (const { field, message } of refusals) {
    const name = field === null ? 'size' : ticketField(field);
    if (name in form.values) errors[name] = message;
    else general = message;
  }
  const getInputProps: typeof form.getInputProps = (path, options) => {
    const props = form.getInputProps(path, options);
    return { ...props, error: (props.error as unknown) ?? errors[String(path)] };
  };
  return { form: { ...form, getInputProps }, general };
}

/** Why nothing can be ordered now, or null. What waits needs no price of now, and nor does what is closed. */
function obstacleOf(
  { status, symbol, session }: Instrument,
  { stale }: Quote,
  ticket: Ticket,
): string | null {
  if (status === 'halted') return `Trading of ${symbol} is halted.`;
  if (status === 'delisted') return `${symbol} is not listed any more.`;
  const isNow = ticket.type === 'market' || ticket.timeInForce === 'ioc' || ticket.timeInForce === 'fok';
  return stale && isNow && session.isOpen ? 'The last price is too old to trade on.' : null;
}
