import { Button, Group, Text } from '@mantine/core';
import { findCurrency } from '@tradeyard/kernel';
import { formatDay, formatRate } from '@tradeyard/ui';
import { problemSentence } from '../../problem.js';
import { doubtWords, statusWords } from './rate-words.js';
import { RateRow } from './RateRows.js';
import { useDecide, type QuarantinedRate } from './rates.js';

/** A rate that was not believed, beside the last one that was, and the two decisions. */
export function QuarantineRow({ rate: given }: { rate: QuarantinedRate }) {
  const { id, source, currency, date, rate, lastRate, lastDate, reason, status, decidedBy } = given;
  const { mutate, isPending, isError, error, variables } = useDecide();
  const name = findCurrency(currency)?.name ?? currency;
  const decide = (believe: boolean) => mutate({ id, believe });
  const isOpen = status === 'open';
  return (
    <RateRow
      title={`€1 = ${formatRate(rate)} ${currency}, ${formatDay(date)}`}
      badge={{
        words: decidedBy === null ? statusWords[status] : `${statusWords[status]} by @${decidedBy}`,
        ...(isOpen && { tone: 'loss' as const }),
      }}
      details={[source, `${formatRate(lastRate)} ${currency} on ${formatDay(lastDate)}`, doubtWords[reason]]}
    >
      {(isOpen || status === 'dismissed') && (
        <Group gap="xs">
          {isOpen && (
            <Button
              variant="default"
              size="xs"
              aria-label={`Dismiss this rate of ${name}`}
              loading={isPending && !variables.believe}
              onClick={() => decide(false)}
            >
              Dismiss
            </Button>
          )}
          <Button
            variant="default"
            size="xs"
            aria-label={`Accept this rate of ${name}`}
            loading={isPending && variables.believe}
            onClick={() => decide(true)}
          >
            Accept
          </Button>
        </Group>
      )}
      {isError && (
        <Text role="alert" size="sm" c="var(--loss)">
          {problemSentence(error)}
        </Text>
      )}
    </RateRow>
  );
}
