import { Button, Checkbox, Group, SegmentedControl, Select, Stack, Text, TextInput } from '@mantine/core';
import { useForm, type UseFormReturnType } from '@mantine/form';
import { formatPrice } from '@tradeyard/ui';
import { client, type Schemas } from '../api.js';
import { clean, numberFault } from '../forms/amount.js';
import { AmountInput } from '../forms/AmountInput.js';
import { FormProblem } from '../forms/FormProblem.js';
import { notifyDone } from '../forms/notify.js';
import { useSubmit } from '../forms/submit.js';
import { useQuote } from '../stream/quotes.js';
import { useAlertChannels, useRefresh, type Alert, type AlertKind, type Channels } from './alerts.js';
import { conditionWords } from './alert-words.js';

type Channel = Schemas['DeliveryChannel'];
type Direction = NonNullable<Schemas['NewAlertDto']['direction']>;

type Values = {
  kind: AlertKind;
  price: string;
  percent: string;
  direction: Direction;
  repeats: boolean;
  note: string;
  channels: Channel[];
};

type AlertFormProps = {
  symbol: string;
  currency: string;
  /** One to change; a new one without. */
  alert?: Alert;
  onDone: () => void;
};

const noteCharactersMax = 200;

const kinds = [
  { value: 'above', label: 'Rises to' },
  { value: 'below', label: 'Falls to' },
  { value: 'change', label: 'Moves by' },
] as const;

const directions = [
  { value: 'either', label: 'Up or down' },
  { value: 'up', label: 'Up' },
  { value: 'down', label: 'Down' },
];

const channelWords: Record<Channel, string> = { webhook: 'To my webhooks', email: 'By email' };

/** What somebody wants to be told of. */
export function AlertForm({ symbol, currency, alert, onDone }: AlertFormProps) {
  const channels = useAlertChannels().data;
  const refresh = useRefresh('/alerts');
  const quote = useQuote(symbol);
  const form = useForm<Values>({ initialValues: valuesOf(alert, quote?.price), validate: validation });
  const { kind } = form.values;
  const { submit, isPending, problem } = useSubmit(form, async (values) => {
    const saved = await save(symbol, alert, values);
    await refresh();
    notifyDone(alert ? 'Alert changed' : `Alert on ${symbol}`, conditionWords(saved));
    onDone();
  });
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="md">
        <FormProblem problem={problem} />
        <SegmentedControl
          aria-label="Tell me when the price"
          fullWidth
          // What an alert waits for stays of its kind.
          data={kinds.map((option) => ({
            ...option,
            disabled: alert !== undefined && option.value !== kind,
          }))}
          value={kind}
          onChange={(value) => form.setFieldValue('kind', value)}
        />
        <ConditionFields form={form} currency={currency} price={quote?.price} />
        <TextInput
          label="Note to myself"
          placeholder="Sell half"
          maxLength={noteCharactersMax}
          {...form.getInputProps('note')}
        />
        <Checkbox
          label="Tell me each time it happens"
          description={
            kind === 'change'
              ? 'Once a day at most.'
              : 'Once the price has been back on the other side in between.'
          }
          {...form.getInputProps('repeats', { type: 'checkbox' })}
        />
        {channels && <ChannelChoice channels={channels} {...form.getInputProps('channels')} />}
        <Button type="submit" loading={isPending} fullWidth>
          {alert ? 'Save' : 'Set alert'}
        </Button>
      </Stack>
    </form>
  );
}

type ConditionFieldsProps = {
  form: UseFormReturnType<Values>;
  currency: string;
  /** What it is now. */
  price: string | undefined;
};

const ConditionFields = ({ form, currency, price }: ConditionFieldsProps) =>
  form.values.kind === 'change' ? (
    <Group grow align="flex-start">
      <AmountInput
        label="Percent in a day"
        placeholder="5"
        rightSection="%"
        data-autofocus
        {...form.getInputProps('percent')}
      />
      <Select
        label="Direction"
        data={directions}
        allowDeselect={false}
        {...form.getInputProps('direction')}
      />
    </Group>
  ) : (
    <AmountInput
      label="Price"
      rightSection={currency}
      rightSectionWidth={56}
      data-autofocus
      description={price && `Now at ${formatPrice(price, currency)}`}
      {...form.getInputProps('price')}
    />
  );

type ChannelChoiceProps = { channels: Channels; value?: Channel[]; onChange?: (value: Channel[]) => void };

/** The app always tells; besides it only what works here is offered, and what is chosen already. */
function ChannelChoice({ channels, value = [], onChange }: ChannelChoiceProps) {
  const offered = channels.items.filter(({ available, channel }) => available || value.includes(channel));
  if (offered.length === 0) {
    return (
      <Text size="sm" c="dimmed">
        You will be told in the app. Webhooks can be added on the page of alerts.
      </Text>
    );
  }
  return (
    <Checkbox.Group label="Besides the app, tell me" value={value} onChange={(next) => onChange?.(next)}>
      <Stack gap="xs" mt="xs">
        {offered.map(({ channel, address, available, reason }) => (
          <Checkbox
            key={channel}
            value={channel}
            label={address === null ? channelWords[channel] : `${channelWords[channel]} to ${address}`}
            description={available ? undefined : reason}
          />
        ))}
      </Stack>
    </Checkbox.Group>
  );
}

const valuesOf = (alert: Alert | undefined, price: string | undefined): Values => ({
  kind: alert?.kind ?? 'above',
  price: alert ? (alert.price ?? '') : (price ?? ''),
  percent: alert?.percent ?? '5',
  direction: alert?.direction ?? 'either',
  repeats: alert?.repeats ?? false,
  note: alert?.note ?? '',
  channels: alert?.channels ?? [],
});

const validation = {
  price: (price: string, { kind }: Values) =>
    kind === 'change' ? null : numberFault(price, 'Enter a price'),
  percent: (percent: string, { kind }: Values) =>
    kind === 'change' ? numberFault(percent, 'Enter a percentage') : null,
};

async function save(symbol: string, alert: Alert | undefined, values: Values): Promise<Alert> {
  const { kind, direction, repeats, channels } = values;
  const terms = {
    ...(kind === 'change' ? { percent: clean(values.percent), direction } : { price: clean(values.price) }),
    repeats,
    channels,
    note: values.note.trim() || null,
  };
  const { data } = alert
    ? await client.PATCH('/alerts/{id}', {
        params: { path: { id: alert.id } },
        body: { ...terms, ...(alert.status !== 'paused' && { status: 'active' as const }) },
      })
    : // A price has no direction, which the description of its default says of every body.
      await client.POST('/alerts', { body: { symbol, kind, ...terms } as Schemas['NewAlertDto'] });
  if (!data) throw new Error('The answer to an alert is the alert');
  return data;
}
