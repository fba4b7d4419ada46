import { Skeleton } from '@mantine/core';
import { addDecimals, formatDecimal, parseDecimal } from '@tradeyard/kernel';
import {
  Card,
  ChangeText,
  directionOf,
  ErrorState,
  formatDay,
  LiveText,
  MoneyText,
  PercentText,
} from '@tradeyard/ui';
import type { Position, usePositions } from '../../account/account.js';
import type { Schemas } from '../../api.js';
import { problemSentence } from '../../problem.js';
import { AllocationBar, type Share } from './AllocationBar.js';
import classes from './NetWorth.module.css';

/** All that one has, in one number, and what it is made of. */
export function NetWorth({ positions }: { positions: ReturnType<typeof usePositions> }) {
  const { data, isError, error, refetch } = positions;
  if (isError && !data) {
    return (
      <Card>
        <ErrorState
          title="Your net worth could not be loaded"
          message={problemSentence(error)}
          onRetry={() => void refetch()}
        />
      </Card>
    );
  }
  return (
    <Card>
      <div className={classes.row}>
        <dl className={classes.worth}>
          <dt className={classes.label}>Net worth</dt>
          <dd className={classes.amount}>
            {data ? (
              <LiveText value={data.netWorth.amount}>
                <MoneyText {...data.netWorth} />
              </LiveText>
            ) : (
              <Skeleton height={48} width={260} radius="md" />
            )}
          </dd>
          {(!data || data.items.length > 0) && (
            <dd className={classes.gain}>{data && <Gain total={data.total} />}</dd>
          )}
          {data?.asOf && (
            <dd className={classes.rates}>
              At rates of {formatDay(data.asOf.date)} ({data.asOf.source})
            </dd>
          )}
        </dl>
        {data && directionOf(data.netWorth.amount) === 'up' && (
          <AllocationBar shares={sharesOf(data)} currency={data.currency} />
        )}
      </div>
    </Card>
  );
}

const Gain = ({ total: { gain, gainPercent } }: { total: Schemas['PositionsTotalDto'] }) => (
  <>
    <ChangeText of={gain.amount} pill>
      <MoneyText {...gain} signed />
      {gainPercent !== null && (
        <>
          {' ('}
          <PercentText percent={gainPercent} signed />)
        </>
      )}
    </ChangeText>{' '}
    on your positions
  </>
);

const sharesOf = ({ cash, items }: Schemas['PositionsDto']): Share[] => [
  { label: 'Cash', amount: cash.amount, tone: 'cash' },
  { label: 'Stocks and funds', amount: sumOf(items, isShare), tone: 'stock' },
  { label: 'Crypto', amount: sumOf(items, (kind) => !isShare(kind)), tone: 'crypto' },
];

/** Shares of a company, of an ETF and of a fund belong together. */
const isShare = (kind: Position['class']): boolean => kind !== 'crypto';

/** The value of the positions of some kinds, as a decimal string in the user's currency. */
const sumOf = (positions: readonly Position[], isMeant: (kind: Position['class']) => boolean): string =>
  formatDecimal(
    positions
      .filter((position) => isMeant(position.class))
      .map(({ value }) => parseDecimal(value?.amount ?? '0'))
      .reduce(addDecimals, parseDecimal('0')),
  );
