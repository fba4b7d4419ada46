import { Button, Group, Stack, Text } from '@mantine/core';
import { useForm } from '@mantine/form';
import { formatDay, formatRate } from '@tradeyard/ui';
import { FormProblem } from '../../forms/FormProblem.js';
import { notifyDone } from '../../forms/notify.js';
import { useSubmit } from '../../forms/submit.js';
import { useDecide, type QuarantinedRate } from './rates.js';

type DecisionFormProps = { rate: QuarantinedRate; decision: 'accept' | 'dismiss'; onDone: () => void };

/** Asks once more before a rate is believed or left out. */
export function DecisionForm({
  rate: { id, currency, date, rate, source },
  decision,
  onDone,
}: DecisionFormProps) {
  const decide = useDecide();
  const isAccepted = decision === 'accept';
  const text = `${formatRate(rate)} ${currency} for one euro`;
  const { submit, isPending, problem } = useSubmit(useForm({ initialValues: {} }), async () => {
    await decide(id, decision);
    notifyDone(isAccepted ? 'Accepted' : 'Dismissed', text);
    onDone();
  });
  return (
    <form onSubmit={submit}>
      <Stack gap="md">
        <FormProblem problem={problem} />
        <Text size="sm">
          {isAccepted
            ? `From now on ${text} is the rate of ${formatDay(date)}. Balances are valued and money is converted by it until there is a newer one, and later rates are measured by it. This cannot be undone.`
            : `${source} is wrong about ${text}, and it stays out. You can still accept it until there is a later one.`}
        </Text>
        <Group justify="flex-end" gap="sm">
          <Button variant="default" onClick={onDone} data-autofocus>
            Cancel
          </Button>
          <Button type="submit" loading={isPending} {...(isAccepted && { color: 'var(--loss-solid)' })}>
            {isAccepted ? 'Accept' : 'Dismiss'}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
