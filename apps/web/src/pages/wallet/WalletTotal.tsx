import { Skeleton } from '@mantine/core';
import { Card, directionOf, ErrorState, formatDay, MoneyText } from '@tradeyard/ui';
import type { useBalances } from '../../account/account.js';
import type { Schemas } from '../../api.js';
import { problemSentence } from '../../problem.js';
import type { ReactNode } from 'react';
import { GainText } from './GainText.js';
import classes from './WalletTotal.module.css';

type WalletTotalProps = { balances: ReturnType<typeof useBalances>; actions: ReactNode };

/** All money in one sum, and how old the rates behind it are. */
export function WalletTotal({ balances, actions }: WalletTotalProps) {
  const { data, isError, error, refetch } = balances;
  if (isError && !data) {
    return (
      <Card>
        <ErrorState
          title="Your balances could not be loaded"
          message={problemSentence(error)}
          onRetry={() => void refetch()}
        />
      </Card>
    );
  }
  return (
    <Card>
      <div className={classes.row}>
        <dl className={classes.total}>
          <dt className={classes.label}>Total balance</dt>
          <dd className={classes.amount}>
            {data ? <MoneyText {...data.total} /> : <Skeleton height={44} width={220} radius="md" />}
          </dd>
          {data?.gain && (
            <dd className={classes.gain}>
              <GainText gain={data.gain}>Not yet realised</GainText>
            </dd>
          )}
          <dd className={classes.note}>{data && rateNote(data)}</dd>
        </dl>
        {actions}
      </div>
    </Card>
  );
}

function rateNote({ asOf, items }: Schemas['BalancesDto']): string {
  if (items.length === 0) return 'Nothing here yet';
  const count = items.length === 1 ? 'In one currency' : `In ${items.length} currencies`;
  const all = items.some(({ held }) => directionOf(held.amount) === 'up')
    ? `${count}, with what is held`
    : count;
  return asOf ? `${all}, at rates of ${formatDay(asOf.date)} (${asOf.source})` : all;
}
