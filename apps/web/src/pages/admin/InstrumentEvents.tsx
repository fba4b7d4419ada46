import { Button, Group, Select, Stack, Text, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { ErrorState, formatDay, TableSkeleton } from '@tradeyard/ui';
import { client, type Schemas } from '../../api.js';
import { DayInput } from '../../forms/DayInput.js';
import { FormProblem } from '../../forms/FormProblem.js';
import { notifyDone, notifyProblem } from '../../forms/notify.js';
import { useSubmit } from '../../forms/submit.js';
import { problemSentence } from '../../problem.js';
import { DetailRow } from '../DetailRows.js';
import rows from '../DetailRows.module.css';
import { useInstrumentEvents, type InstrumentEvent } from '../markets/markets.js';
import { useReloadInstruments } from './market.js';

const kinds = [
  { value: 'split', label: 'Split' },
  { value: 'dividend', label: 'Dividend' },
];

/** The splits and dividends of an instrument, to add and to take back. */
export function InstrumentEvents({ symbol }: { symbol: string }) {
  const { data, isPending, isError, error, refetch } = useInstrumentEvents(symbol);
  const reload = useReloadInstruments();
  const remove = async ({ day, kind }: InstrumentEvent): Promise<void> => {
    try {
      await client.DELETE('/instruments/{symbol}/events/{day}/{kind}', {
        params: { path: { symbol, day, kind } },
      });
      await reload();
      notifyDone('Taken back', formatDay(day));
    } catch (failure) {
      notifyProblem('It was not taken back', problemSentence(failure));
    }
  };
  return (
    <Stack gap="md">
      <EventForm symbol={symbol} />
      {isPending && <TableSkeleton what="The list of events" rows={2} />}
      {isError && !data && (
        <ErrorState
          title="The events could not be loaded"
          message={problemSentence(error)}
          onRetry={() => void refetch()}
        />
      )}
      {data?.items.length === 0 && (
        <Text size="sm" c="dimmed">
          None yet. Prices before a split show corrected, as if it had always been.
        </Text>
      )}
      {data && data.items.length > 0 && (
        <ul className={rows.inner} aria-label="Splits and dividends">
          {data.items.map((event) => (
            <DetailRow
              key={`${event.day} ${event.kind}`}
              title={event.kind === 'split' ? `Split ${event.ratio}` : `Dividend of ${event.amount} a share`}
              details={[formatDay(event.day)]}
            >
              <Button
                variant="default"
                size="xs"
                aria-label={`Take back the ${event.kind} of ${formatDay(event.day)}`}
                onClick={() => void remove(event)}
              >
                Take back
              </Button>
            </DetailRow>
          ))}
        </ul>
      )}
    </Stack>
  );
}

function EventForm({ symbol }: { symbol: string }) {
  const reload = useReloadInstruments();
  const form = useForm({
    initialValues: { kind: 'split', day: '', value: '' },
    validate: {
      day: (day) => (day ? null : 'Choose a day'),
      value: (value) => (value.trim() ? null : 'Enter it'),
    },
  });
  const isSplit = form.values.kind === 'split';
  const { submit, isPending, problem } = useSubmit(
    form,
    async ({ kind, day, value }) => {
      const body = { kind, day, ...(kind === 'split' ? { ratio: value.trim() } : { amount: value.trim() }) };
      await client.POST('/instruments/{symbol}/events', {
        params: { path: { symbol } },
        body: body as Schemas['NewInstrumentEventDto'],
      });
      await reload();
      notifyDone(isSplit ? 'Split added' : 'Dividend added', formatDay(day));
      form.reset();
    },
    (path) => (path === 'ratio' || path === 'amount' ? 'value' : path),
  );
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="md">
        <FormProblem problem={problem} />
        <Group grow align="flex-start">
          <Select label="Kind" data={kinds} allowDeselect={false} {...form.getInputProps('kind')} />
          <DayInput label="First day without it" {...form.getInputProps('day')} />
        </Group>
        <TextInput
          label={isSplit ? 'New shares to old ones' : 'Amount a share'}
          placeholder={isSplit ? '4:1' : '0.82'}
          {...form.getInputProps('value')}
        />
        {isSplit && (
          <Text size="sm" c="dimmed">
            A split corrects prices, not how many shares people hold: where they hold some, halt the
            instrument first.
          </Text>
        )}
        <Group justify="flex-end">
          <Button type="submit" loading={isPending}>
            Add
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
