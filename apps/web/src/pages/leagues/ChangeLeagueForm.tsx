import { Button, Group, Stack, Text, TextInput, Textarea } from '@mantine/core';
import { useForm } from '@mantine/form';
import { client } from '../../api.js';
import { FormProblem } from '../../forms/FormProblem.js';
import { momentText } from '../../forms/moment.js';
import { MomentInput } from '../../forms/MomentInput.js';
import { notifyDone } from '../../forms/notify.js';
import { useSubmit } from '../../forms/submit.js';
import { nameCharactersMax, useRefreshPaper, type League } from '../../paper/paper.js';
import { datesFaults, datesOf, descriptionCharactersMax } from './league-form.js';

/** Its name and description; its dates until it has started. */
export function ChangeLeagueForm({ league, onDone }: { league: League; onDone: () => void }) {
  const { id, name, description, status } = league;
  const refresh = useRefreshPaper();
  const form = useForm({
    initialValues: {
      name,
      description: description ?? '',
      startsAt: momentText(new Date(league.startsAt)),
      endsAt: momentText(new Date(league.endsAt)),
    },
    validate: (values) => ({
      ...(!values.name.trim() && { name: 'Enter a name' }),
      ...datesFaults(values),
    }),
  });
  const areDatesOpen = status === 'upcoming';
  const { submit, isPending, problem } = useSubmit(form, async (values) => {
    await client.PATCH('/leagues/{id}', {
      params: { path: { id } },
      body: {
        name: values.name.trim(),
        description: values.description.trim() || null,
        ...(areDatesOpen && datesOf(values)),
      },
    });
    await refresh();
    notifyDone('Saved');
    onDone();
  });
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="md">
        <FormProblem problem={problem} />
        <TextInput
          label="Name"
          maxLength={nameCharactersMax}
          data-autofocus
          {...form.getInputProps('name')}
        />
        <Textarea
          label="Description"
          size="md"
          rows={3}
          maxLength={descriptionCharactersMax}
          {...form.getInputProps('description')}
        />
        {areDatesOpen ? (
          <Group grow align="flex-start" gap="sm" preventGrowOverflow={false} wrap="wrap">
            <MomentInput label="Starts" {...form.getInputProps('startsAt')} />
            <MomentInput label="Ends" {...form.getInputProps('endsAt')} />
          </Group>
        ) : (
          <Text size="sm" c="dimmed">
            Its dates and rules stay as they are, since it has started.
          </Text>
        )}
        <Button type="submit" loading={isPending} fullWidth>
          Save
        </Button>
      </Stack>
    </form>
  );
}
