import { Button, Checkbox, Group as Row, Stack, Text, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useState } from 'react';
import { usePortfolios } from '../../account/account.js';
import { CurrencySelect } from '../../forms/CurrencySelect.js';
import { FormModal } from '../../forms/FormModal.js';
import { FormProblem } from '../../forms/FormProblem.js';
import { notifyDone } from '../../forms/notify.js';
import { useSubmit } from '../../forms/submit.js';
import { kindWords, nameCharactersMax } from '../../paper/paper.js';
import { useUser } from '../../session/session.js';
import { removeGroup, saveGroup, useRefreshTracked, type Group } from '../../tracked/tracked.js';

type GroupModalProps = { edited: Group | 'new' | null; onClose: () => void };

/** Makes a group, changes what is in it, or removes it. */
export function GroupModal({ edited, onClose }: GroupModalProps) {
  const group = edited === 'new' || edited === null ? undefined : edited;
  return (
    <FormModal
      opened={edited !== null}
      onClose={onClose}
      title={group ? `Change ${group.name}` : 'New group'}
    >
      {edited !== null && <GroupForm group={group} onDone={onClose} />}
    </FormModal>
  );
}

type FormProps = { group: Group | undefined; onDone: () => void };

function GroupForm({ group, onDone }: FormProps) {
  const { baseCurrency } = useUser();
  const portfolios = usePortfolios().data?.items ?? [];
  const refresh = useRefreshTracked();
  const form = useForm({
    initialValues: {
      name: group?.name ?? '',
      currency: group?.currency ?? baseCurrency,
      portfolioIds: group?.portfolioIds ?? [],
    },
    validate: {
      name: (name) => (name.trim() ? null : 'Enter a name'),
      portfolioIds: (ids) => (ids.length > 0 ? null : 'Choose at least one portfolio'),
    },
  });
  const { submit, isPending, problem } = useSubmit(form, async (values) => {
    const saved = await saveGroup({ ...values, name: values.name.trim() }, group?.id);
    await refresh();
    notifyDone(group ? 'Saved' : `${saved.name} is there`);
    onDone();
  });
  return (
    <Stack gap="sm">
      <form onSubmit={submit} noValidate>
        <Stack gap="md">
          <FormProblem problem={problem} />
          <TextInput
            label="Name"
            placeholder="Family"
            maxLength={nameCharactersMax}
            data-autofocus
            {...form.getInputProps('name')}
          />
          <CurrencySelect
            label="Currency"
            description="The whole group is valued in this"
            {...form.getInputProps('currency')}
          />
          <Checkbox.Group label="Portfolios in it" {...form.getInputProps('portfolioIds')}>
            <Stack gap="xs" my="xs">
              {portfolios.map(({ id, name, kind }) => (
                <Checkbox key={id} value={id} label={name} description={kindWords[kind]} />
              ))}
            </Stack>
          </Checkbox.Group>
          <Button type="submit" loading={isPending} fullWidth>
            {group ? 'Save' : 'Make group'}
          </Button>
        </Stack>
      </form>
      {group && <RemoveGroup group={group} onDone={onDone} />}
    </Stack>
  );
}

/** Asks once more in its own place. The portfolios in it stay. */
function RemoveGroup({ group, onDone }: { group: Group; onDone: () => void }) {
  const refresh = useRefreshTracked();
  const [isAsking, setAsking] = useState(false);
  const { submit, isPending, problem } = useSubmit(useForm({ initialValues: {} }), async () => {
    await removeGroup(group.id);
    await refresh();
    notifyDone(`${group.name} is removed`, 'The portfolios in it are still there');
    onDone();
  });
  if (!isAsking) {
    return (
      <Button variant="subtle" color="var(--loss)" fullWidth onClick={() => setAsking(true)}>
        Remove group
      </Button>
    );
  }
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="sm">
        <FormProblem problem={problem} />
        <Text size="sm">Remove the group? The portfolios in it stay.</Text>
        <Row justify="flex-end" gap="sm">
          <Button variant="default" onClick={() => setAsking(false)}>
            Keep it
          </Button>
          <Button type="submit" loading={isPending} color="var(--loss-solid)">
            Remove
          </Button>
        </Row>
      </Stack>
    </form>
  );
}
