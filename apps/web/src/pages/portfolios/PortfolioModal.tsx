import { Button, Group, Stack, Text, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { client } from '../../api.js';
import { FormModal } from '../../forms/FormModal.js';
import { FormProblem } from '../../forms/FormProblem.js';
import { notifyDone } from '../../forms/notify.js';
import { useSubmit } from '../../forms/submit.js';
import { modelsFaults, modelsFieldOf, modelsOf, modelsValues } from '../../paper/models-form.js';
import { ModelsFields } from '../../paper/ModelsFields.js';
import { nameCharactersMax, useRefreshPaper, type Portfolio } from '../../paper/paper.js';
import { ChangeTrackedForm } from './ChangeTrackedForm.js';
import { ResetForm } from './ResetForm.js';

export type PortfolioAction = 'edit' | 'reset' | 'archive';

type PortfolioModalProps = { portfolio: Portfolio; action: PortfolioAction | null; onClose: () => void };

/** Changes a portfolio, or asks once more before it begins anew or is archived. */
export function PortfolioModal({ portfolio, action, onClose }: PortfolioModalProps) {
  const titles = {
    edit: portfolio.kind === 'trading' ? 'How orders are filled' : `Change ${portfolio.name}`,
    reset: `Begin ${portfolio.name} anew?`,
    archive: `Archive ${portfolio.name}?`,
  };
  return (
    <FormModal opened={action !== null} onClose={onClose} title={action ? titles[action] : ''}>
      {action === 'edit' && portfolio.kind === 'tracked' && (
        <ChangeTrackedForm portfolio={portfolio} onDone={onClose} />
      )}
      {action === 'edit' && portfolio.kind !== 'tracked' && (
        <EditForm portfolio={portfolio} onDone={onClose} />
      )}
      {action === 'reset' && <ResetForm portfolio={portfolio} onDone={onClose} />}
      {action === 'archive' && <ArchiveForm portfolio={portfolio} onDone={onClose} />}
    </FormModal>
  );
}

type FormProps = { portfolio: Portfolio; onDone: () => void };

/** The main portfolio keeps its name, and a league says itself how orders in it are filled. */
function EditForm({ portfolio: { id, kind, name, models }, onDone }: FormProps) {
  const refresh = useRefreshPaper();
  const form = useForm({
    initialValues: { name, ...modelsValues(models) },
    validate: (values) => ({ ...(!values.name.trim() && { name: 'Enter a name' }), ...modelsFaults(values) }),
  });
  const { submit, isPending, problem } = useSubmit(
    form,
    async (values) => {
      await client.PATCH('/portfolios/{id}', {
        params: { path: { id } },
        body: {
          ...(kind !== 'trading' && { name: values.name.trim() }),
          ...(kind !== 'league' && { models: modelsOf(values) }),
        },
      });
      await refresh();
      notifyDone('Saved');
      onDone();
    },
    modelsFieldOf,
  );
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="md">
        <FormProblem problem={problem} />
        {kind !== 'trading' && (
          <TextInput
            label="Name"
            maxLength={nameCharactersMax}
            data-autofocus
            {...form.getInputProps('name')}
          />
        )}
        {kind !== 'league' && <ModelsFields form={form} opened={kind === 'trading'} />}
        <Button type="submit" loading={isPending} fullWidth>
          Save
        </Button>
      </Stack>
    </form>
  );
}

function ArchiveForm({ portfolio: { id, name, kind }, onDone }: FormProps) {
  const refresh = useRefreshPaper();
  const { submit, isPending, problem } = useSubmit(useForm({ initialValues: {} }), async () => {
    await client.DELETE('/portfolios/{id}', { params: { path: { id } } });
    await refresh();
    notifyDone(`${name} is archived`);
    onDone();
  });
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="md">
        <FormProblem problem={problem} />
        <Text size="sm">
          {kind === 'tracked'
            ? 'Nothing in it changes any more, and it does not count among all together.'
            : 'Its open orders are cancelled, and nothing is traded in it any more.'}{' '}
          What happened in it can still be read among the archived portfolios. This cannot be undone.
        </Text>
        <Group justify="flex-end" gap="sm">
          <Button variant="default" onClick={onDone} data-autofocus>
            Cancel
          </Button>
          <Button type="submit" loading={isPending} color="var(--loss-solid)">
            Archive
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
