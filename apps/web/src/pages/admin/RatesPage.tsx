import { Button, Stack, Text } from '@mantine/core';
import { IconHistory, IconShieldCheck } from '@tabler/icons-react';
import { Card, EmptyState, ErrorState, formatDay, formatMoment, TableSkeleton } from '@tradeyard/ui';
import { usePageTitle } from '../../page-title.js';
import { problemSentence } from '../../problem.js';
import { FactList } from '../FactList.js';
import { daysWords, reasonWords, reportWords } from './rate-words.js';
import { QuarantineRow } from './QuarantineRow.js';
import { DetailRow, DetailRows } from '../DetailRows.js';
import rows from '../DetailRows.module.css';
import {
  useQuarantine,
  useRateRuns,
  useRatesOverview,
  useRefreshRates,
  type RateRun,
  type RatesOverview,
} from './rates.js';

export default function RatesPage() {
  usePageTitle('Exchange rates');
  return (
    <Stack gap="lg">
      <Overview />
      <Card title="Rates in quarantine" flush>
        <DetailRows
          name="Rates in quarantine"
          pages={useQuarantine()}
          empty={
            <EmptyState icon={IconShieldCheck} title="Every rate could be believed">
              A rate that is further from the last one than a market moves will wait here for your decision.
            </EmptyState>
          }
          row={(rate) => <QuarantineRow key={rate.id} rate={rate} />}
        />
      </Card>
      <Card title="Refreshes" flush>
        <DetailRows
          name="Refreshes"
          pages={useRateRuns()}
          empty={
            <EmptyState icon={IconHistory} title="Nobody was asked yet">
              What became of each refresh will stand here for 90 days.
            </EmptyState>
          }
          row={(run) => <RunRow key={run.id} run={run} />}
        />
      </Card>
    </Stack>
  );
}

function Overview() {
  const { data, isPending, isError, error, refetch } = useRatesOverview();
  const refresh = useRefreshRates();
  if (isPending) return <TableSkeleton what="The overview of rates" />;
  if (isError) {
    return (
      <Card>
        <ErrorState
          title="The rates could not be looked at"
          message={problemSentence(error)}
          onRetry={() => void refetch()}
        />
      </Card>
    );
  }
  return (
    <>
      <Card
        title="Exchange rates"
        action={
          <Button loading={refresh.isPending || data.running} onClick={() => refresh.mutate({})}>
            Refresh now
          </Button>
        }
      >
        <FactList facts={factsOf(data)} />
        <div role="status">
          {refresh.isPending && <span className="spoken">The sources are being asked</span>}
          {refresh.data && (
            <Text size="sm" mt="md">
              {refresh.data.sources.map(reportWords).join('. ')}.
            </Text>
          )}
        </div>
        {refresh.isError && (
          <Text size="sm" mt="md" c="var(--loss)" role="alert">
            {problemSentence(refresh.error)}
          </Text>
        )}
      </Card>
      <Card title="Sources" flush>
        <Sources {...data} />
      </Card>
    </>
  );
}

const factsOf = ({ newestDay, ageDays, lastRun, nextRunAt, openQuarantine }: RatesOverview) => [
  {
    label: 'Newest rates',
    value: newestDay === null ? 'None' : `${formatDay(newestDay)}, ${daysWords(ageDays ?? 0)}`,
  },
  { label: 'Last refresh', value: lastRun ? formatMoment(lastRun.endedAt) : 'Not yet' },
  { label: 'Next refresh', value: formatMoment(nextRunAt) },
  { label: 'To decide', value: openQuarantine === 0 ? 'Nothing' : `${openQuarantine} in quarantine` },
];

/** In the order in which they are asked, with what became of it at the last time. */
function Sources({ sources, lastRun }: RatesOverview) {
  if (sources.length === 0) {
    return (
      <EmptyState icon={IconHistory} title="No source is asked">
        RATE_SOURCES says so. Rates come only from files that are imported.
      </EmptyState>
    );
  }
  return (
    <ol className={rows.list} aria-label="Sources">
      {sources.map(({ name, label, resting, newestDay, currencies }) => {
        const report = lastRun?.sources.find((each) => each.name === name);
        const isBad = report?.outcome === 'failed' || report?.outcome === 'refused';
        return (
          <DetailRow
            key={name}
            title={label}
            badge={resting ? { words: 'Left alone for a while', tone: 'loss' } : report && healthOf(isBad)}
            details={[
              currencies === 0 ? 'No rate in use' : `${currencies} currencies`,
              ...(newestDay === null ? [] : [`newest of ${formatDay(newestDay)}`]),
              ...(isBad ? [reportWords(report)] : []),
            ]}
          />
        );
      })}
    </ol>
  );
}

const healthOf = (isBad: boolean) =>
  isBad ? ({ words: 'Gave nothing', tone: 'loss' } as const) : ({ words: 'Works', tone: 'gain' } as const);

const RunRow = ({ run: { reason, requestedBy, startedAt, complete, sources } }: { run: RateRun }) => (
  <DetailRow
    title={requestedBy === null ? reasonWords[reason] : `${reasonWords[reason]} by @${requestedBy}`}
    badge={complete ? undefined : { words: 'Not complete', tone: 'loss' }}
    details={[
      <time key="at" dateTime={startedAt}>
        {formatMoment(startedAt)}
      </time>,
      ...sources.map(reportWords),
    ]}
  />
);
