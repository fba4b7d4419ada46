import { Button, Group, Stack, Switch, Text } from '@mantine/core';
import { useForm } from '@mantine/form';
import { Card, formatPercent, MoneyText } from '@tradeyard/ui';
import { useState } from 'react';
import { amountFault, clean } from '../../forms/amount.js';
import { AmountInput } from '../../forms/AmountInput.js';
import { FormProblem } from '../../forms/FormProblem.js';
import { useSubmit } from '../../forms/submit.js';
import type { Scope } from '../../tracked/scope.js';
import { planRebalance, type Allocation, type Rebalance } from './allocation.js';
import { PlanTable } from './PlanTable.js';
import classes from './RebalanceCard.module.css';

type RebalanceCardProps = { scope: Scope; allocation: Allocation };

/** How to get from what is there to the targets: a plan first, and orders when one wants them. */
export function RebalanceCard({ scope, allocation }: RebalanceCardProps) {
  const { currency } = allocation;
  const [plan, setPlan] = useState<Rebalance | null>(null);
  const form = useForm({
    initialValues: { cash: '', maySell: true, wholeUnits: false },
    validate: { cash: (cash) => (cash.trim() ? amountFault(cash, currency) : null) },
  });
  const { submit, isPending, problem } = useSubmit(form, async ({ cash, ...wish }) => {
    setPlan((await planRebalance(scope.id, { cash: clean(cash), currency, ...wish })) ?? null);
  });
  const targeted = allocation.slices.filter(({ target }) => target !== null);
  if (targeted.length === 0) {
    return (
      <Card title="Back to the targets">
        <Text size="sm" c="dimmed">
          Set targets above, and you see here what to buy and sell to reach them.
        </Text>
      </Card>
    );
  }
  return (
    <Card title="Back to the targets">
      <form onSubmit={submit} noValidate>
        <Stack gap="md">
          <FormProblem problem={problem} />
          <div className={classes.fields}>
            <AmountInput
              label="Money to invest besides"
              description="Empty: the cash that is there"
              rightSection={currency}
              rightSectionWidth={56}
              {...form.getInputProps('cash')}
            />
            <Switch label="May sell" {...form.getInputProps('maySell', { type: 'checkbox' })} />
            <Switch label="Whole shares only" {...form.getInputProps('wholeUnits', { type: 'checkbox' })} />
          </div>
          <Group>
            <Button type="submit" variant={plan ? 'default' : 'filled'} loading={isPending}>
              {plan ? 'Work it out again' : 'Work out a plan'}
            </Button>
          </Group>
        </Stack>
      </form>
      {plan && <Plan plan={plan} />}
    </Card>
  );
}

const Plan = ({ plan }: { plan: Rebalance }) => (
  <div className={classes.plan} role="region" aria-label="Plan">
    <PlanTable plan={plan} />
    <p className={classes.note}>
      <MoneyText {...plan.residual} /> of cash is left. {driftSentence(plan)}
      {plan.unpriced.length > 0 && ` There is no price of ${plan.unpriced.join(', ')}, so it is left out.`}
    </p>
  </div>
);

/** How far from its target the farthest is afterwards. */
function driftSentence({ after }: Rebalance): string {
  const drifts = after.map(({ drift }) => Math.abs(Number(drift ?? 0)));
  const most = Math.max(0, ...drifts);
  return most === 0
    ? 'Every position is at its target then.'
    : `No position is farther than ${formatPercent(String(most))} from its target then.`;
}
