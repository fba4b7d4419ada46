import { Button, Checkbox, Group, Stack, TextInput, Textarea } from '@mantine/core';
import { useForm, type UseFormReturnType } from '@mantine/form';
import { useNavigate } from 'react-router';
import { client } from '../../api.js';
import { amountFault } from '../../forms/amount.js';
import { AmountInput } from '../../forms/AmountInput.js';
import { CurrencySelect } from '../../forms/CurrencySelect.js';
import { FormProblem } from '../../forms/FormProblem.js';
import { momentText } from '../../forms/moment.js';
import { MomentInput } from '../../forms/MomentInput.js';
import { notifyDone } from '../../forms/notify.js';
import { useSubmit } from '../../forms/submit.js';
import { modelsFaults, modelsFieldOf, modelsValues } from '../../paper/models-form.js';
import { ModelsFields } from '../../paper/ModelsFields.js';
import { nameCharactersMax, useRefreshPaper } from '../../paper/paper.js';
import { useUser } from '../../session/session.js';
import { classOptions } from './league-words.js';
import {
  datesFaults,
  descriptionCharactersMax,
  leagueOf,
  positionFault,
  type LeagueValues,
} from './league-form.js';

const monthMs = 30 * 86_400_000;

/** Opens a league, for a teacher or an administrator, and leads to it. */
export function NewLeagueForm() {
  const { baseCurrency } = useUser();
  const navigate = useNavigate();
  const refresh = useRefreshPaper();
  const form = useForm<LeagueValues>({
    initialValues: firstValues(baseCurrency),
    validate: (values) => ({
      ...(!values.name.trim() && { name: 'Enter a name' }),
      startingCash: amountFault(values.startingCash, values.currency),
      ...datesFaults(values),
      ...modelsFaults(values),
      maxPositionPercent: positionFault(values.maxPositionPercent),
      allowedClasses: values.allowedClasses.length > 0 ? null : 'Allow at least one kind',
    }),
  });
  const { submit, isPending, problem } = useSubmit(
    form,
    async (values) => {
      const { data } = await client.POST('/leagues', { body: leagueOf(values) });
      await refresh();
      if (!data) return;
      notifyDone(`${data.name} is open`, 'Give its code to those who may join');
      void navigate(`/leagues/${data.id}`, { replace: true });
    },
    (path) => (path.startsWith('rules.') ? path.slice('rules.'.length) : modelsFieldOf(path)),
  );
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="md">
        <FormProblem problem={problem} />
        <TextInput
          label="Name"
          placeholder="Economics 101"
          maxLength={nameCharactersMax}
          data-autofocus
          {...form.getInputProps('name')}
        />
        <Textarea
          label="Description"
          description="What it is about, for those who join"
          size="md"
          rows={3}
          maxLength={descriptionCharactersMax}
          {...form.getInputProps('description')}
        />
        <Group grow align="flex-start" gap="sm" preventGrowOverflow={false} wrap="wrap">
          <MomentInput label="Starts" {...form.getInputProps('startsAt')} />
          <MomentInput label="Ends" {...form.getInputProps('endsAt')} />
        </Group>
        <CurrencySelect label="Currency" {...form.getInputProps('currency')} />
        <AmountInput
          label="Starting cash"
          description="What everybody begins with"
          rightSection={form.values.currency}
          rightSectionWidth={56}
          {...form.getInputProps('startingCash')}
        />
        <RuleFields form={form} />
        <ModelsFields form={form} />
        <Button type="submit" loading={isPending} fullWidth>
          Open league
        </Button>
      </Stack>
    </form>
  );
}

const RuleFields = ({ form }: { form: UseFormReturnType<LeagueValues> }) => (
  <>
    <Checkbox.Group label="What can be bought" size="md" {...form.getInputProps('allowedClasses')}>
      <Group gap="lg" mt="xs">
        {classOptions.map(({ value, label }) => (
          <Checkbox key={value} value={value} label={label} />
        ))}
      </Group>
    </Checkbox.Group>
    <AmountInput
      label="Largest position"
      description="How much of the portfolio one position may be when something is bought; no limit unless given"
      placeholder="No limit"
      rightSection="%"
      {...form.getInputProps('maxPositionPercent')}
    />
    <Checkbox
      label="Members may begin anew"
      description="With the starting cash, as often as they like"
      {...form.getInputProps('resetsAllowed', { type: 'checkbox' })}
    />
  </>
);

const firstValues = (currency: string): LeagueValues => ({
  name: '',
  description: '',
  currency,
  startingCash: '100000',
  startsAt: momentText(new Date()),
  endsAt: momentText(new Date(Date.now() + monthMs)),
  maxPositionPercent: '',
  allowedClasses: classOptions.map(({ value }) => value),
  resetsAllowed: false,
  ...modelsValues(),
});
