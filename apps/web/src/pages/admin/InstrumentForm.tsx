import { Button, Group, Select, Stack, TextInput } from '@mantine/core';
import { useForm, type UseFormReturnType } from '@mantine/form';
import { client, type Schemas } from '../../api.js';
import { FormProblem } from '../../forms/FormProblem.js';
import { notifyDone } from '../../forms/notify.js';
import { useSubmit } from '../../forms/submit.js';
import { classNames } from '../../market/instrument-words.js';
import { sourceNames } from '../../market/source-names.js';
import { useReloadInstruments, type InstrumentSettings } from './market.js';

const blank = {
  symbol: '',
  name: '',
  exchange: '',
  class: 'stock',
  currency: 'USD',
  base: '',
  tickSize: '0.01',
  calendar: 'XNAS',
  provider: 'simulated',
  providerSymbol: '',
  startPrice: '100',
  yearlyDriftBp: '0',
  yearlyVolatilityBp: '3000',
  spreadBp: '2',
  simulatedSessions: 'always',
  sector: '',
  country: '',
};
type Values = typeof blank;

const classes = Object.entries(classNames).map(([value, label]) => ({ value, label }));
const providers = Object.entries(sourceNames)
  .filter(([value]) => value !== 'imported')
  .map(([value, label]) => ({ value, label }));
const sessions = [
  { value: 'always', label: 'Day and night' },
  { value: 'calendar', label: 'While the exchange is open' },
];

const wholeNumber = (text: string): string | null =>
  /^-?\d+$/.test(text.trim()) ? null : 'Enter a whole number of basis points';

type InstrumentFormProps = {
  /** One to change; a new one without. */
  instrument?: InstrumentSettings;
  onDone: () => void;
};

/** Lists an instrument, or changes what can change of one. What it means is checked by the API. */
export function InstrumentForm({ instrument, onDone }: InstrumentFormProps) {
  const reload = useReloadInstruments();
  const form = useForm<Values>({
    initialValues: valuesOf(instrument),
    validate: {
      symbol: (symbol) => (symbol.trim() ? null : 'Enter a symbol such as MSFT'),
      name: (name) => (name.trim() ? null : 'Enter a name'),
      exchange: (exchange) => (exchange.trim() ? null : 'Enter the exchange'),
      yearlyDriftBp: wholeNumber,
      yearlyVolatilityBp: wholeNumber,
      spreadBp: wholeNumber,
    },
  });
  const { submit, isPending, problem } = useSubmit(form, async (values) => {
    const symbol = instrument?.symbol ?? values.symbol.trim();
    await (instrument
      ? client.PATCH('/instruments/{symbol}', { params: { path: { symbol } }, body: changeOf(values) })
      : client.POST('/instruments', { body: creationOf(values) }));
    await reload();
    notifyDone(instrument ? `Changed ${symbol}` : `Listed ${symbol}`);
    onDone();
  });
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="md">
        <FormProblem problem={problem} />
        {!instrument && <NewFields form={form} />}
        <TextInput label="Name" placeholder="Microsoft Corporation" {...form.getInputProps('name')} />
        <Group grow align="flex-start">
          <TextInput label="Exchange" placeholder="NASDAQ" {...form.getInputProps('exchange')} />
          <TextInput
            label="Trading calendar"
            placeholder="XNAS or 24/7"
            {...form.getInputProps('calendar')}
          />
        </Group>
        <Group grow align="flex-start">
          <TextInput label="Smallest price step" inputMode="decimal" {...form.getInputProps('tickSize')} />
          <Select
            label="Price from"
            data={providers}
            allowDeselect={false}
            {...form.getInputProps('provider')}
          />
        </Group>
        <OriginFields form={form} />
        {form.values.provider === 'simulated' ? (
          <SimulationFields form={form} />
        ) : (
          <TextInput
            label="Symbol there"
            description="Where the source calls it otherwise, such as BTCUSDT."
            {...form.getInputProps('providerSymbol')}
          />
        )}
        <Button type="submit" loading={isPending} fullWidth>
          {instrument ? 'Save' : 'List instrument'}
        </Button>
      </Stack>
    </form>
  );
}

type FieldsProps = { form: UseFormReturnType<Values> };

/** What stays as it is from the beginning on. */
const NewFields = ({ form }: FieldsProps) => (
  <>
    <Group grow align="flex-start">
      <TextInput
        label="Symbol"
        placeholder="MSFT"
        autoCapitalize="characters"
        data-autofocus
        {...form.getInputProps('symbol')}
      />
      <Select label="Kind" data={classes} allowDeselect={false} {...form.getInputProps('class')} />
    </Group>
    <Group grow align="flex-start">
      <TextInput label="Currency" {...form.getInputProps('currency')} />
      {form.values.class === 'crypto' && (
        <TextInput label="Coin" placeholder="BTC" {...form.getInputProps('base')} />
      )}
    </Group>
  </>
);

/** By what portfolios are divided. */
const OriginFields = ({ form }: FieldsProps) => (
  <Group grow align="flex-start">
    <TextInput label="Sector" placeholder="Technology" {...form.getInputProps('sector')} />
    <TextInput
      label="Country"
      placeholder="US"
      description="Two capital letters."
      maxLength={2}
      {...form.getInputProps('country')}
    />
  </Group>
);

const SimulationFields = ({ form }: FieldsProps) => (
  <>
    <Group grow align="flex-start">
      <TextInput label="First price" inputMode="decimal" {...form.getInputProps('startPrice')} />
      <Select
        label="Simulated"
        data={sessions}
        allowDeselect={false}
        {...form.getInputProps('simulatedSessions')}
      />
    </Group>
    <Group grow align="flex-start">
      <TextInput label="Drift a year" rightSection="bp" {...form.getInputProps('yearlyDriftBp')} />
      <TextInput label="Volatility" rightSection="bp" {...form.getInputProps('yearlyVolatilityBp')} />
      <TextInput label="Spread" rightSection="bp" {...form.getInputProps('spreadBp')} />
    </Group>
  </>
);

const valuesOf = (instrument: InstrumentSettings | undefined): Values =>
  instrument
    ? {
        ...blank,
        symbol: instrument.symbol,
        name: instrument.name,
        exchange: instrument.exchange,
        class: instrument.class,
        currency: instrument.currency,
        base: instrument.base ?? '',
        tickSize: instrument.tickSize,
        calendar: instrument.calendar,
        provider: instrument.provider,
        providerSymbol: instrument.providerSymbol ?? '',
        startPrice: instrument.startPrice,
        yearlyDriftBp: String(instrument.yearlyDriftBp),
        yearlyVolatilityBp: String(instrument.yearlyVolatilityBp),
        spreadBp: String(instrument.spreadBp),
        simulatedSessions: instrument.simulatedSessions,
        sector: instrument.sector ?? '',
        country: instrument.country ?? '',
      }
    : blank;

function changeOf(values: Values): Schemas['ChangeInstrumentDto'] {
  const { name, exchange, tickSize, calendar, provider, providerSymbol } = values;
  const { startPrice, yearlyDriftBp, yearlyVolatilityBp, spreadBp, simulatedSessions } = values;
  const change = {
    name: name.trim(),
    exchange: exchange.trim(),
    tickSize: tickSize.trim(),
    calendar: calendar.trim(),
    provider,
    sector: values.sector.trim(),
    country: values.country.trim(),
    ...(provider === 'simulated'
      ? {
          startPrice: startPrice.trim(),
          simulatedSessions,
          yearlyDriftBp: Number(yearlyDriftBp),
          yearlyVolatilityBp: Number(yearlyVolatilityBp),
          spreadBp: Number(spreadBp),
        }
      : { providerSymbol: providerSymbol.trim() || null }),
  };
  // What is not said stays as it is; the description of defaults says that all of it is there.
  return change as Schemas['ChangeInstrumentDto'];
}

function creationOf(values: Values): Schemas['NewInstrumentDto'] {
  const { symbol, currency, base } = values;
  const kind = { class: values.class, ...(values.class === 'crypto' && { base: base.trim() }) };
  const creation = { ...changeOf(values), symbol: symbol.trim(), currency: currency.trim(), ...kind };
  return creation as Schemas['NewInstrumentDto'];
}
