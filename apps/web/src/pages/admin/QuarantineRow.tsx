import { Button, Group } from '@mantine/core';
import { findCurrency } from '@tradeyard/kernel';
import { formatDay, formatRate } from '@tradeyard/ui';
import { useState } from 'react';
import { FormModal } from '../../forms/FormModal.js';
import { DecisionForm } from './DecisionForm.js';
import { doubtWords, statusWords } from './rate-words.js';
import { DetailRow } from '../DetailRows.js';
import type { QuarantinedRate } from './rates.js';

/** A rate that was not believed, beside the last one that was, and the two decisions. */
export function QuarantineRow({ rate: given }: { rate: QuarantinedRate }) {
  const { source, currency, date, rate, lastRate, lastDate, reason, status, decidedBy } = given;
  const [asked, setAsked] = useState<'accept' | 'dismiss' | null>(null);
  const close = () => setAsked(null);
  const name = findCurrency(currency)?.name ?? currency;
  const isOpen = status === 'open';
  return (
    <DetailRow
      title={`€1 = ${formatRate(rate)} ${currency}, ${formatDay(date)}`}
      badge={{
        words: decidedBy === null ? statusWords[status] : `${statusWords[status]} by @${decidedBy}`,
        ...(isOpen && { tone: 'loss' as const }),
      }}
      details={[
        source,
        `after ${formatRate(lastRate)} ${currency} on ${formatDay(lastDate)}`,
        doubtWords[reason],
      ]}
    >
      {(isOpen || status === 'dismissed') && (
        <Group gap="xs">
          {isOpen && (
            <Button
              variant="default"
              size="xs"
              aria-label={`Dismiss this rate of ${name}`}
              onClick={() => setAsked('dismiss')}
            >
              Dismiss
            </Button>
          )}
          <Button
            variant="default"
            size="xs"
            aria-label={`Accept this rate of ${name}`}
            onClick={() => setAsked('accept')}
          >
            Accept
          </Button>
        </Group>
      )}
      <FormModal
        opened={asked !== null}
        onClose={close}
        title={asked === 'accept' ? 'Believe this rate?' : 'Dismiss this rate?'}
      >
        {asked && <DecisionForm rate={given} decision={asked} onDone={close} />}
      </FormModal>
    </DetailRow>
  );
}
