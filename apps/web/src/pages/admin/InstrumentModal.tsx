import { Button, Group, Stack, Text } from '@mantine/core';
import { useForm } from '@mantine/form';
import { ErrorState, TableSkeleton } from '@tradeyard/ui';
import { client, type Schemas } from '../../api.js';
import { FormModal } from '../../forms/FormModal.js';
import { FormProblem } from '../../forms/FormProblem.js';
import { notifyDone } from '../../forms/notify.js';
import { useSubmit } from '../../forms/submit.js';
import { problemSentence } from '../../problem.js';
import { InstrumentEvents } from './InstrumentEvents.js';
import { InstrumentForm } from './InstrumentForm.js';
import { InstrumentsImport } from './InstrumentsImport.js';
import { useInstrumentSettings, useReloadInstruments } from './market.js';

type Status = Schemas['InstrumentDto']['status'];

/** The last three are the status that an instrument is to have. */
export type InstrumentAction =
  { do: 'create' | 'import' } | { do: 'change' | 'events' | Status; symbol: string };

/** Everything that is done to instruments. */
export function InstrumentModal({
  action,
  onClose,
}: {
  action: InstrumentAction | null;
  onClose: () => void;
}) {
  return (
    <FormModal opened={action !== null} onClose={onClose} title={action ? titleOf(action) : ''}>
      {action && <Content action={action} onDone={onClose} />}
    </FormModal>
  );
}

function titleOf(action: InstrumentAction): string {
  switch (action.do) {
    case 'create':
      return 'New instrument';
    case 'import':
      return 'Import instruments';
    case 'change':
      return `Change ${action.symbol}`;
    case 'events':
      return `Splits and dividends of ${action.symbol}`;
    case 'active':
      return `Have ${action.symbol} traded again?`;
    case 'halted':
      return `Halt ${action.symbol}?`;
    case 'delisted':
      return `Delist ${action.symbol}?`;
  }
}

function Content({ action, onDone }: { action: InstrumentAction; onDone: () => void }) {
  switch (action.do) {
    case 'create':
      return <InstrumentForm onDone={onDone} />;
    case 'import':
      return <InstrumentsImport onDone={onDone} />;
    case 'change':
      return <ChangeForm symbol={action.symbol} onDone={onDone} />;
    case 'events':
      return <InstrumentEvents symbol={action.symbol} />;
    default:
      return <StatusForm symbol={action.symbol} status={action.do} onDone={onDone} />;
  }
}

function ChangeForm({ symbol, onDone }: { symbol: string; onDone: () => void }) {
  const { data, isPending, isError, error, refetch } = useInstrumentSettings(symbol);
  if (isPending) return <TableSkeleton what="The instrument" rows={4} />;
  if (isError && !data) {
    return (
      <ErrorState
        title="The instrument could not be loaded"
        message={problemSentence(error)}
        onRetry={() => void refetch()}
      />
    );
  }
  return <InstrumentForm instrument={data} onDone={onDone} />;
}

const consequences: Record<Status, string> = {
  active: 'It can be bought and sold again from now on.',
  halted:
    'Its last price stands, and nobody can buy or sell it until you resume it. What people hold stays theirs.',
  delisted:
    'Its history and what people hold of it stay, and nobody can buy or sell it. You can list it again at any time.',
};

const verbs: Record<Status, string> = { active: 'Resume', halted: 'Halt', delisted: 'Delist' };
const done: Record<Status, string> = {
  active: 'is traded again',
  halted: 'is halted',
  delisted: 'is delisted',
};

type StatusFormProps = { symbol: string; status: Status; onDone: () => void };

function StatusForm({ symbol, status, onDone }: StatusFormProps) {
  const reload = useReloadInstruments();
  const { submit, isPending, problem } = useSubmit(useForm({ initialValues: {} }), async () => {
    await client.PATCH('/instruments/{symbol}', { params: { path: { symbol } }, body: { status } as never });
    await reload();
    notifyDone(`${symbol} ${done[status]}`);
    onDone();
  });
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="md">
        <FormProblem problem={problem} />
        <Text size="sm">{consequences[status]}</Text>
        <Group justify="flex-end" gap="sm">
          <Button variant="default" onClick={onDone} data-autofocus>
            Cancel
          </Button>
          <Button
            type="submit"
            loading={isPending}
            {...(status !== 'active' && { color: 'var(--loss-solid)' })}
          >
            {verbs[status]}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
