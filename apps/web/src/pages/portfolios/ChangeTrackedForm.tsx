import { Button, Checkbox, Stack, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { client } from '../../api.js';
import { FormProblem } from '../../forms/FormProblem.js';
import { notifyDone } from '../../forms/notify.js';
import { useSubmit } from '../../forms/submit.js';
import { nameCharactersMax, useRefreshPaper, type Portfolio } from '../../paper/paper.js';
import { keepsCashWords } from './keeps-cash-words.js';

type ChangeTrackedFormProps = { portfolio: Portfolio; onDone: () => void };

/** The name of a tracked portfolio, and whether its cash is a part of it. */
export function ChangeTrackedForm({ portfolio, onDone }: ChangeTrackedFormProps) {
  const { id, name, keepsCash } = portfolio;
  const refresh = useRefreshPaper();
  const form = useForm({
    initialValues: { name, keepsCash },
    validate: { name: (typed) => (typed.trim() ? null : 'Enter a name') },
  });
  const { submit, isPending, problem } = useSubmit(form, async (values) => {
    await client.PATCH('/portfolios/{id}', {
      params: { path: { id } },
      body: { name: values.name.trim(), keepsCash: values.keepsCash },
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
        <Checkbox
          label="It keeps cash"
          description={keepsCashWords}
          {...form.getInputProps('keepsCash', { type: 'checkbox' })}
        />
        <Button type="submit" loading={isPending} fullWidth>
          Save
        </Button>
      </Stack>
    </form>
  );
}
