import { Button, Group, Stack, Text } from '@mantine/core';
import { useForm } from '@mantine/form';
import { IconShieldCheck } from '@tabler/icons-react';
import { Card, EmptyState, ErrorState, formatCompact, formatMoment, TableSkeleton } from '@tradeyard/ui';
import { useState } from 'react';
import { Link } from 'react-router';
import { FormModal } from '../../forms/FormModal.js';
import { FormProblem } from '../../forms/FormProblem.js';
import { notifyDone } from '../../forms/notify.js';
import { useSubmit } from '../../forms/submit.js';
import { ageWords } from '../../market/instrument-words.js';
import { sourceNames } from '../../market/source-names.js';
import { usePageTitle } from '../../page-title.js';
import { problemSentence } from '../../problem.js';
import { DetailRow, DetailRows } from '../DetailRows.js';
import rows from '../DetailRows.module.css';
import { TradingSwitch } from './TradingSwitch.js';
import { faultWords, stateWords } from './market-words.js';
import {
  useAcceptTick,
  usePriceProviders,
  useQuarantinedTicks,
  type PriceProvider,
  type QuarantinedTick,
} from './market.js';

export default function MarketPage() {
  usePageTitle('Price sources');
  return (
    <Stack gap="lg">
      <Card title="Trading">
        <TradingSwitch />
      </Card>
      <Card title="Price sources" flush>
        <Providers />
      </Card>
      <Card title="Prices in quarantine" flush>
        <DetailRows
          name="Prices in quarantine"
          pages={useQuarantinedTicks()}
          empty={
            <EmptyState icon={IconShieldCheck} title="Every price could be believed">
              A price that no market makes, or that is further from the last one than a market moves, stands
              here instead of being traded on.
            </EmptyState>
          }
          row={(tick) => <TickRow key={tick.id} tick={tick} />}
        />
      </Card>
    </Stack>
  );
}

function Providers() {
  const { data, isPending, isError, error, refetch } = usePriceProviders();
  if (isPending) return <TableSkeleton what="The list of price sources" rows={3} />;
  if (isError && !data) {
    return (
      <ErrorState
        title="The price sources could not be looked at"
        message={problemSentence(error)}
        onRetry={() => void refetch()}
      />
    );
  }
  return (
    <ul className={rows.list} aria-label="Price sources">
      {data.items.map((each) => (
        <DetailRow
          key={each.provider}
          title={sourceNames[each.provider]}
          badge={stateWords[each.state]}
          details={providerDetails(each)}
        />
      ))}
    </ul>
  );
}

function providerDetails(given: PriceProvider): string[] {
  const { state, since, instruments, accepted, dropped, lastTickAt, reconnects, lastError, lastErrorAt } =
    given;
  if (state === 'off') return ['No instrument is priced by it'];
  return [
    instruments === 1 ? '1 instrument' : `${instruments} instruments`,
    `since ${formatMoment(since)}`,
    lastTickAt === null ? 'no price yet' : `last price ${ageWords(lastTickAt)}`,
    `${formatCompact(String(accepted))} prices`,
    ...(reconnects > 0 ? [`begun again ${reconnects === 1 ? 'once' : `${reconnects} times`}`] : []),
    ...dropped.map(({ fault, count }) => `${formatCompact(String(count))} ${faultWords[fault]}`),
    ...(lastError === null || lastErrorAt === null ? [] : [`it ${lastError}, ${formatMoment(lastErrorAt)}`]),
  ];
}

function TickRow({ tick }: { tick: QuarantinedTick }) {
  const [isAsked, setAsked] = useState(false);
  const { symbol, price, lastPrice, provider, reason, at, status, acceptable } = tick;
  return (
    <DetailRow
      title={
        <>
          <Link to={`/markets/${symbol}`}>{symbol}</Link> at {price ?? 'no price'}
        </>
      }
      badge={status === 'accepted' ? { words: 'Accepted', tone: 'gain' } : undefined}
      details={[
        sourceNames[provider],
        formatMoment(at),
        faultWords[reason],
        ...(lastPrice === null ? [] : [`${lastPrice} was believed then`]),
      ]}
    >
      {acceptable && (
        <Button
          variant="default"
          size="xs"
          aria-label={`Accept this price of ${symbol}`}
          onClick={() => setAsked(true)}
        >
          Accept
        </Button>
      )}
      <FormModal opened={isAsked} onClose={() => setAsked(false)} title="Believe this price?">
        <AcceptForm tick={tick} onDone={() => setAsked(false)} />
      </FormModal>
    </DetailRow>
  );
}

function AcceptForm({ tick: { id, symbol, price }, onDone }: { tick: QuarantinedTick; onDone: () => void }) {
  const accept = useAcceptTick();
  const { submit, isPending, problem } = useSubmit(useForm({ initialValues: {} }), async () => {
    await accept(id);
    notifyDone('Accepted', `${symbol} at ${price}`);
    onDone();
  });
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="md">
        <FormProblem problem={problem} />
        <Text size="sm">
          From now on {price} is the newest price of {symbol}. People trade on it, and the next prices are
          measured by it. This cannot be undone.
        </Text>
        <Group justify="flex-end" gap="sm">
          <Button variant="default" onClick={onDone} data-autofocus>
            Cancel
          </Button>
          <Button type="submit" loading={isPending} color="var(--loss-solid)">
            Accept
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
