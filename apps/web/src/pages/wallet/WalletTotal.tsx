import { Skeleton } from '@mantine/core';
import { Card, ErrorState, formatDay, MoneyText } from '@tradeyard/ui';
import type { useBalances } from '../../account/account.js';
import { problemSentence } from '../../problem.js';
import type { ReactNode } from 'react';
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
          <dd className={classes.note}>{data && rateNote(data.asOf, data.items.length)}</dd>
        </dl>
        {actions}
      </div>
    </Card>
  );
}

function rateNote(asOf: { date: string; source: string } | null, currencies: number): string {
  if (currencies === 0) return 'Nothing here yet';
  const count = currencies === 1 ? 'In one currency' : `In ${currencies} currencies`;
  return asOf ? `${count}, at rates of ${formatDay(asOf.date)} (${asOf.source})` : count;
}
