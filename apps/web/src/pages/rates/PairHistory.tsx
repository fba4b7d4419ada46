import { Skeleton } from '@mantine/core';
import { IconChartLine, IconEqual, IconInfoCircle } from '@tabler/icons-react';
import { daysBetween, findCurrency } from '@tradeyard/kernel';
import {
  Card,
  ChangeText,
  EmptyState,
  ErrorState,
  formatDay,
  formatRate,
  PercentText,
  RateChart,
} from '@tradeyard/ui';
import { useMemo } from 'react';
import { problemSentence } from '../../problem.js';
import { FactList, type Fact } from '../FactList.js';
import classes from './PairHistory.module.css';
import { inRange, rangeFacts, ranges, type HistoryItem, type RangeFacts } from './rate-range.js';
import { useRateHistory, useRateList, type RateHistory, type RatesAddress } from './rates.js';

type PairHistoryProps = { address: RatesAddress; onChange: (change: Partial<RatesAddress>) => void };

/** Behind the longest holidays a rate that nobody has renewed is an old one. */
const freshDaysMax = 7;

/** What one currency is worth in another now, and what it was. */
export function PairHistory({ address, onChange }: PairHistoryProps) {
  const { base, quote } = address;
  const { data, isPending, isError, error, refetch, isPlaceholderData } = useRateHistory(base, quote);
  if (base === quote) {
    return (
      <Card>
        <EmptyState icon={IconEqual} title={`One ${base} is always one ${base}`}>
          Choose another currency to compare it with.
        </EmptyState>
      </Card>
    );
  }
  if (isError) {
    return (
      <Card>
        <ErrorState
          title={`There is no history of ${base} in ${quote}`}
          message={problemSentence(error)}
          onRetry={() => void refetch()}
        />
      </Card>
    );
  }
  if (isPending) {
    return (
      <Card>
        <Skeleton height={560} radius="md" />
      </Card>
    );
  }
  return (
    <Card>
      <History history={data} range={address.range} onChange={onChange} isLoading={isPlaceholderData} />
    </Card>
  );
}

type HistoryProps = Pick<PairHistoryProps, 'onChange'> & {
  history: RateHistory;
  range: RatesAddress['range'];
  isLoading: boolean;
};

function History({ history, range, onChange, isLoading }: HistoryProps) {
  const { base, quote, items, sources } = history;
  const shown = useMemo(() => inRange(items, range), [items, range]);
  const facts = useMemo(() => rangeFacts(shown), [shown]);
  return (
    <>
      {facts && <Headline history={history} facts={facts} />}
      <RateChart
        base={base}
        quote={quote}
        rates={shown}
        ranges={ranges}
        range={range}
        onRange={(value) => onChange({ range: value })}
        isLoading={isLoading}
        note={`Daily rates, ${sources.join(' and ')}`}
        empty={
          <EmptyState icon={IconChartLine} title="Too few rates for a line">
            There is one rate only. Rates are added once a day, and an administrator can import their history.
          </EmptyState>
        }
      />
      {facts && (
        <div className={classes.facts}>
          <FactList facts={factsOf(facts)} />
        </div>
      )}
    </>
  );
}

function Headline({ history, facts }: { history: RateHistory; facts: RangeFacts }) {
  const { base, quote, sources } = history;
  const { first, last, changePercent } = facts;
  // The newest rate of a coin is its live price, which no history has yet.
  const list = useRateList(base).data;
  const listed = list?.base === base ? list.items.find(({ currency }) => currency === quote) : undefined;
  const { rate, date, source } = listed ?? {
    rate: last.rate,
    date: dayOfRate(last),
    source: sources.join(' and '),
  };
  const warning = warningOf(history, date);
  return (
    <div className={classes.headline}>
      <h2 className={classes.rate}>
        <span className={classes.one}>1 {base} =</span> <span className="tabular">{formatRate(rate)}</span>{' '}
        {quote}
      </h2>
      <p className={classes.under}>
        <ChangeText of={changePercent} pill>
          <PercentText percent={changePercent} signed />
        </ChangeText>
        <span>since {formatDay(first.date)}</span>
        <span>
          {source} rate of {formatDay(date)}, {ageOf(date)}
        </span>
      </p>
      {warning && (
        <p className={classes.warning} role="status">
          <IconInfoCircle size={18} stroke={1.75} aria-hidden className={classes.icon} />
          {warning}
        </p>
      )}
    </div>
  );
}

const factsOf = ({ first, last, high, low }: RangeFacts): Fact[] => [
  { label: `High, ${formatDay(high.date)}`, value: formatRate(high.rate) },
  { label: `Low, ${formatDay(low.date)}`, value: formatRate(low.rate) },
  { label: `First, ${formatDay(first.date)}`, value: formatRate(first.rate) },
  { label: `Last, ${formatDay(last.date)}`, value: formatRate(last.rate) },
];

const dayOfRate = ({ date, asOf = date }: HistoryItem): string => asOf;

const ageDays = (day: string): number => daysBetween(day, new Date().toISOString().slice(0, 10));

function ageOf(day: string): string {
  const days = ageDays(day);
  if (days <= 0) return 'today';
  return days === 1 ? 'a day old' : `${days.toLocaleString()} days old`;
}

/** What a person should know before relying on the rate of a day. */
function warningOf({ ended }: RateHistory, day: string): string | null {
  if (ended) {
    const name = findCurrency(ended.currency)?.name ?? ended.currency;
    return `${name} ended on ${formatDay(ended.endedOn)}. This is what it was worth last.`;
  }
  if (ageDays(day) <= freshDaysMax) return null;
  return `This rate is old: there is none after ${formatDay(day)}.`;
}
