import { Button, Checkbox, Stack, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useNavigate } from 'react-router';
import { client } from '../../api.js';
import { CurrencySelect } from '../../forms/CurrencySelect.js';
import { FormProblem } from '../../forms/FormProblem.js';
import { notifyDone } from '../../forms/notify.js';
import { useSubmit } from '../../forms/submit.js';
import { nameCharactersMax, useRefreshPaper } from '../../paper/paper.js';
import { useUser } from '../../session/session.js';
import { keepsCashWords } from './keeps-cash-words.js';

/** Opens a portfolio that is entered by hand or imported, and leads to its activities. */
export function NewTrackedForm() {
  const { baseCurrency } = useUser();
  const navigate = useNavigate();
  const refresh = useRefreshPaper();
  const form = useForm({
    initialValues: { name: '', currency: baseCurrency, keepsCash: false },
    validate: { name: (name) => (name.trim() ? null : 'Enter a name') },
  });
  const { submit, isPending, problem } = useSubmit(form, async ({ name, ...rest }, retryKey) => {
    const { data } = await client.POST('/portfolios', {
      params: { header: { 'Idempotency-Key': retryKey } },
      body: { kind: 'tracked', name: name.trim(), ...rest },
    });
    await refresh();
    if (!data) return;
    notifyDone(`${data.name} is open`, 'Import a file, or add what happened by hand');
    void navigate(`/portfolios/${data.id}/activities`, { replace: true });
  });
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="md">
        <FormProblem problem={problem} />
        <TextInput
          label="Name"
          placeholder="Savings at my bank"
          maxLength={nameCharactersMax}
          data-autofocus
          {...form.getInputProps('name')}
        />
        <CurrencySelect
          label="Currency"
          description="Everything in it is valued in this"
          {...form.getInputProps('currency')}
        />
        <Checkbox
          label="It keeps cash"
          description={keepsCashWords}
          {...form.getInputProps('keepsCash', { type: 'checkbox' })}
        />
        <Button type="submit" loading={isPending} fullWidth>
          Open portfolio
        </Button>
      </Stack>
    </form>
  );
}
