import { Skeleton } from '@mantine/core';
import { ChangeText, directionOf, formatMoney, MoneyText, PercentText, StatCard } from '@tradeyard/ui';
import type { Scope } from '../../tracked/scope.js';
import { isCash, isHeld, type Gain, type Snapshot } from '../../tracked/snapshot.js';
import classes from '../portfolio/Totals.module.css';

type OverviewTotalsProps = { scope: Scope; snapshot: Snapshot | undefined };

/** What it is worth and what was gained; without `snapshot` that is on its way. */
export const OverviewTotals = ({ scope, snapshot }: OverviewTotalsProps) => (
  <div className={classes.totals}>
    {snapshot ? (
      <Known scope={scope} snapshot={snapshot} />
    ) : (
      ['Value', 'Gain', 'Today'].map((label) => (
        <StatCard key={label} label={label} value={<Skeleton height={32} width={140} radius="sm" />} />
      ))
    )}
  </div>
);

function Known({ scope, snapshot }: { scope: Scope; snapshot: Snapshot }) {
  const { netWorth, gain, ranges } = snapshot;
  const today = ranges.find(({ key }) => key === '1d');
  return (
    <>
      <StatCard
        label={isSome(snapshot.liabilities) ? 'Value less debts' : 'Value'}
        value={<MoneyText {...netWorth} />}
        detail={<Holdings scope={scope} snapshot={snapshot} />}
      />
      <StatCard label="Gain" value={<GainAmount gain={gain} />} detail={<GainPercent gain={gain} />} />
      <StatCard
        label="Today"
        value={today ? <GainAmount gain={today} /> : '–'}
        detail={today && <GainPercent gain={today} />}
      />
    </>
  );
}

/** `2 positions, €500.00 cash, €200,000.00 owed`. */
function Holdings({
  scope,
  snapshot: { positions, cash, liabilities },
}: {
  scope: Scope;
  snapshot: Snapshot;
}) {
  const count = positions.filter((each) => isHeld(each) && !isCash(each)).length;
  const parts = [
    count === 0 ? 'No positions' : count === 1 ? 'One position' : `${count} positions`,
    ...(scope.keepsCash && isSome(cash) ? [`${formatMoney(cash.amount, cash.currency)} cash`] : []),
    ...(isSome(liabilities) ? [`${formatMoney(liabilities.amount, liabilities.currency)} owed`] : []),
  ];
  return parts.join(', ');
}

const isSome = ({ amount }: Snapshot['cash']): boolean => directionOf(amount) !== 'flat';

const GainAmount = ({ gain: { net } }: { gain: Gain }) => (
  <ChangeText of={net.amount}>
    <MoneyText {...net} signed />
  </ChangeText>
);

const GainPercent = ({ gain: { percent } }: { gain: Gain }) =>
  percent === null ? (
    'Nothing to compare yet'
  ) : (
    <ChangeText of={percent}>
      <PercentText percent={percent} signed />
    </ChangeText>
  );
