import { Button } from '@mantine/core';
import { useForm } from '@mantine/form';
import { Card } from '@tradeyard/ui';
import { AmountInput } from '../../forms/AmountInput.js';
import classes from './AssumptionsForm.module.css';
import { assumptionFaults, type Assumptions } from './plan.js';

type AssumptionsFormProps = {
  currency: string;
  assumptions: Assumptions;
  onChange: (assumptions: Assumptions) => void;
};

/** What the plan assumes. */
export function AssumptionsForm({ currency, assumptions, onChange }: AssumptionsFormProps) {
  const form = useForm<Assumptions>({ initialValues: assumptions, validate: assumptionFaults });
  const amount = { rightSection: currency, rightSectionWidth: 56 };
  return (
    <Card title="What you assume">
      <form onSubmit={form.onSubmit(onChange)} noValidate className={classes.fields}>
        <AmountInput
          label="Saved each month"
          description="In the money of today"
          {...amount}
          {...form.getInputProps('savings')}
        />
        <AmountInput
          label="A year of life costs"
          description="When you live on it"
          {...amount}
          {...form.getInputProps('expenses')}
        />
        <AmountInput
          label="Taken out each year"
          description="4% is the usual rule"
          rightSection="%"
          {...form.getInputProps('withdrawal')}
        />
        <AmountInput
          label="Return of a year"
          description="Above inflation"
          rightSection="%"
          {...form.getInputProps('growth')}
        />
        <Button type="submit" className={classes.submit}>
          Work it out
        </Button>
      </form>
    </Card>
  );
}
