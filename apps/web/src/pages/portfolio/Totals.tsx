import { Skeleton } from '@mantine/core';
import { ChangeText, formatDay, MoneyText, PercentText, StatCard } from '@tradeyard/ui';
import type { Schemas } from '../../api.js';
import classes from './Totals.module.css';

/** What all positions come to; without `positions` they are on their way. */
export const Totals = ({ positions }: { positions: Schemas['PositionsDto'] | undefined }) => (
  <div className={classes.totals}>
    {positions ? (
      <Known {...positions} />
    ) : (
      ['Value', 'Cost', 'Gain'].map((label) => (
        <StatCard key={label} label={label} value={<Skeleton height={32} width={140} radius="sm" />} />
      ))
    )}
  </div>
);

const Known = ({ items, asOf, total: { value, cost, gain, gainPercent } }: Schemas['PositionsDto']) => (
  <>
    <StatCard
      label="Value"
      value={<MoneyText {...value} />}
      detail={
        (items.length === 1 ? 'One position' : `${items.length} positions`) +
        (asOf ? `, at rates of ${formatDay(asOf.date)}` : '')
      }
    />
    <StatCard label="Cost" value={<MoneyText {...cost} />} detail="What you paid" />
    <StatCard
      label="Gain"
      value={
        <ChangeText of={gain.amount}>
          <MoneyText {...gain} signed />
        </ChangeText>
      }
      detail={
        gainPercent === null ? (
          'Nothing to compare yet'
        ) : (
          <ChangeText of={gainPercent}>
            <PercentText percent={gainPercent} signed />
          </ChangeText>
        )
      }
    />
  </>
);
