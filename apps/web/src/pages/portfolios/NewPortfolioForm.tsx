import { Button, Stack, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useNavigate } from 'react-router';
import { client } from '../../api.js';
import { amountFault, clean } from '../../forms/amount.js';
import { AmountInput } from '../../forms/AmountInput.js';
import { CurrencySelect } from '../../forms/CurrencySelect.js';
import { FormProblem } from '../../forms/FormProblem.js';
import { notifyDone } from '../../forms/notify.js';
import { useSubmit } from '../../forms/submit.js';
import { modelsFaults, modelsFieldOf, modelsOf, modelsValues } from '../../paper/models-form.js';
import { ModelsFields } from '../../paper/ModelsFields.js';
import { nameCharactersMax, useRefreshPaper } from '../../paper/paper.js';
import { useUser } from '../../session/session.js';

/** Opens a portfolio of paper money, and leads to it. */
export function NewPortfolioForm() {
  const { baseCurrency } = useUser();
  const navigate = useNavigate();
  const refresh = useRefreshPaper();
  const form = useForm({
    initialValues: { name: '', currency: baseCurrency, startingCash: '10000', ...modelsValues() },
    validate: (values) => ({
      name: values.name.trim() ? null : 'Enter a name',
      startingCash: amountFault(values.startingCash, values.currency),
      ...modelsFaults(values),
    }),
  });
  const { submit, isPending, problem } = useSubmit(
    form,
    async (values, retryKey) => {
      const { currency } = values;
      const { data } = await client.POST('/portfolios', {
        params: { header: { 'Idempotency-Key': retryKey } },
        // What a tracked one has is not of it, which the description of its default says of every body.
        body: {
          name: values.name.trim(),
          currency,
          startingCash: { amount: clean(values.startingCash), currency },
          models: modelsOf(values),
        },
      });
      await refresh();
      if (!data) return;
      notifyDone(`${data.name} is open`, 'Choose it where you place an order');
      void navigate(`/portfolios/${data.id}`, { replace: true });
    },
    modelsFieldOf,
  );
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="md">
        <FormProblem problem={problem} />
        <TextInput
          label="Name"
          placeholder="Momentum"
          maxLength={nameCharactersMax}
          data-autofocus
          {...form.getInputProps('name')}
        />
        <CurrencySelect
          label="Currency"
          description="Everything in it is valued in this"
          {...form.getInputProps('currency')}
        />
        <AmountInput
          label="Starting cash"
          rightSection={form.values.currency}
          rightSectionWidth={56}
          {...form.getInputProps('startingCash')}
        />
        <ModelsFields form={form} />
        <Button type="submit" loading={isPending} fullWidth>
          Open portfolio
        </Button>
      </Stack>
    </form>
  );
}
