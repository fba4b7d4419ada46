import { Button, SegmentedControl, Select, Stack, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { MoneyText } from '@tradeyard/ui';
import { useState } from 'react';
import { CurrencySelect } from '../forms/CurrencySelect.js';
import { DayInput } from '../forms/DayInput.js';
import { FormProblem } from '../forms/FormProblem.js';
import { notifyDone } from '../forms/notify.js';
import { useSubmit } from '../forms/submit.js';
import { isTransfer, takesLots } from './activity-fields.js';
import { activityFaults, activityOf, totalOf, valuesOf } from './activity-form.js';
import { activityKinds, findKind, kindGroups } from './activity-kinds.js';
import classes from './ActivityForm.module.css';
import { ActivityFields } from './ActivityFields.js';
import { ChosenLots } from './ChosenLots.js';
import { describeActivity } from './describe-activity.js';
import { newActivityId } from './new-activity-id.js';
import { saveActivity, useRefreshTracked, type Activity } from './tracked.js';

const noteCharactersMax = 500;

const kindOptions = kindGroups.map(({ group, kinds }) => ({
  group,
  items: kinds.map((kind) => ({ value: kind, label: activityKinds[kind].label })),
}));

type ActivityFormProps = {
  portfolioId: string;
  /** What a new one is in, until its asset says otherwise. */
  currency: string;
  /** One to change; a new one without. */
  activity?: Activity | undefined;
  onDone: () => void;
};

/** Enters what happened, or corrects it. Which fields there are follows from what it was. */
export function ActivityForm({ portfolioId, currency, activity, onDone }: ActivityFormProps) {
  const refresh = useRefreshTracked();
  // Of its own, so that one whose answer got lost on the way is not added twice.
  const [newId] = useState(newActivityId);
  const form = useForm({ initialValues: valuesOf(activity, currency), validate: activityFaults });
  const { submit, isPending, problem } = useSubmit(form, async (values) => {
    const id = activity?.id ?? newId;
    const saved = await saveActivity(portfolioId, activityOf(values, activity), id, !activity);
    await refresh();
    notifyDone(activity ? 'Saved' : 'Added', describeActivity(saved).title);
    onDone();
  });
  const { type } = form.values;
  const total = totalOf(form.values);
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="md">
        <FormProblem problem={problem} />
        <Select
          label="What happened"
          description={activityKinds[type].about}
          data={kindOptions}
          allowDeselect={false}
          error={form.errors['type']}
          value={type}
          onChange={(kind: string | null) => form.setFieldValue('type', findKind(kind) ?? type)}
        />
        {isTransfer(type) && (
          <SegmentedControl
            aria-label="What was moved"
            fullWidth
            data={[
              { value: 'asset', label: 'Units of an asset' },
              { value: 'cash', label: 'Cash' },
            ]}
            value={form.values.moved}
            onChange={(moved) => form.setFieldValue('moved', moved)}
          />
        )}
        <ActivityFields form={form} portfolioId={portfolioId} />
        {takesLots(type) && <ChosenLots form={form} portfolioId={portfolioId} />}
        <div className={classes.fields}>
          <div>
            <DayInput label="Day" {...form.getInputProps('day')} />
          </div>
          <div>
            <CurrencySelect label="Currency" short {...form.getInputProps('currency')} />
          </div>
        </div>
        <TextInput label="Note" maxLength={noteCharactersMax} {...form.getInputProps('note')} />
        {total !== null && (
          <p className={classes.total}>
            <span>In all</span>
            <MoneyText amount={total} currency={form.values.currency} />
          </p>
        )}
        <Button type="submit" loading={isPending} fullWidth>
          {activity ? 'Save' : 'Add'}
        </Button>
      </Stack>
    </form>
  );
}
