import { Button, Stack, Text, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useQueryClient } from '@tanstack/react-query';
import { client } from '../../api.js';
import { FormModal } from '../../forms/FormModal.js';
import { FormProblem } from '../../forms/FormProblem.js';
import { notifyDone } from '../../forms/notify.js';
import { useSubmit } from '../../forms/submit.js';
import { refreshWatchlists, type Watchlist } from './watchlists.js';

/** `symbol` is what a new list begins with. */
export type WatchlistAction =
  { do: 'create'; symbol?: string } | { do: 'rename'; list: Watchlist } | { do: 'delete'; list: Watchlist };

type WatchlistModalProps = {
  action: WatchlistAction | null;
  onClose: () => void;
  /** With the id of a list that is new, null for one that is no more. */
  onDone?: (id: string | null) => void;
};

const titles = { create: 'New watchlist', rename: 'Rename watchlist', delete: 'Delete watchlist' };

/** Begins, renames and deletes lists. */
export function WatchlistModal({ action, onClose, onDone }: WatchlistModalProps) {
  const done = (id: string | null) => {
    onClose();
    onDone?.(id);
  };
  return (
    <FormModal opened={action !== null} onClose={onClose} title={action ? titles[action.do] : ''}>
      {action?.do === 'delete' && <DeleteForm list={action.list} onDone={() => done(null)} />}
      {action?.do === 'rename' && <NameForm action={action} onDone={onClose} />}
      {action?.do === 'create' && <NameForm action={action} onDone={done} />}
    </FormModal>
  );
}

const nameCharactersMax = 60;

type NameFormProps = {
  action: Exclude<WatchlistAction, { do: 'delete' }>;
  onDone: (id: string) => void;
};

function NameForm({ action, onDone }: NameFormProps) {
  const queries = useQueryClient();
  const form = useForm({
    initialValues: { name: action.do === 'rename' ? action.list.name : '' },
    validate: { name: (name) => (name.trim() ? null : 'Enter a name') },
  });
  const { submit, isPending, problem } = useSubmit(form, async ({ name }) => {
    const id = await saveName(action, name.trim());
    await refreshWatchlists(queries);
    onDone(id);
  });
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="md">
        <FormProblem problem={problem} />
        <TextInput
          label="Name"
          placeholder="Technology"
          maxLength={nameCharactersMax}
          autoFocus
          data-autofocus
          {...form.getInputProps('name')}
        />
        <Button type="submit" loading={isPending} fullWidth>
          {action.do === 'rename' ? 'Rename' : action.symbol ? `Create with ${action.symbol}` : 'Create'}
        </Button>
      </Stack>
    </form>
  );
}

async function saveName(action: NameFormProps['action'], name: string): Promise<string> {
  if (action.do === 'rename') {
    const { id } = action.list;
    await client.PATCH('/watchlists/{id}', { params: { path: { id } }, body: { name } });
    return id;
  }
  const symbols = action.symbol ? [action.symbol] : [];
  const { data } = await client.POST('/watchlists', { body: { name, symbols } });
  if (!data) throw new Error('The answer to a new watchlist is the watchlist');
  notifyDone(`Created ${data.name}`);
  return data.id;
}

function DeleteForm({ list: { id, name, symbols }, onDone }: { list: Watchlist; onDone: () => void }) {
  const queries = useQueryClient();
  const form = useForm({ initialValues: {} });
  const { submit, isPending, problem } = useSubmit(form, async () => {
    await client.DELETE('/watchlists/{id}', { params: { path: { id } } });
    onDone();
    // Not the list itself, which may still show for a moment: it is gone.
    await queries.invalidateQueries({ queryKey: ['get', '/watchlists'] });
    notifyDone(`Deleted ${name}`);
  });
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="md">
        <FormProblem problem={problem} />
        <Text size="sm" c="dimmed">
          “{name}” {symbols.length > 0 && `and its selection of ${symbols.length} `}will be gone. What you own
          stays as it is.
        </Text>
        <Button type="submit" color="red" loading={isPending} fullWidth data-autofocus>
          Delete
        </Button>
      </Stack>
    </form>
  );
}
