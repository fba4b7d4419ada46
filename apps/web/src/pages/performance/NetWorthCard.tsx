import { Card, LinesChart, formatDay, MoneyText } from '@tradeyard/ui';
import { useMemo } from 'react';
import { moneyWords } from '../../analysis/chart-words.js';
import { useNetWorth, type NetWorth } from '../../analysis/figures.js';
import { Loaded } from '../../analysis/Loaded.js';
import type { Range } from '../../analysis/range.js';
import type { Scope } from '../../tracked/scope.js';

/** All that is owned, less what is owed, on each day. */
export function NetWorthCard({ scope, range }: { scope: Scope; range: Range }) {
  const netWorth = useNetWorth(scope.id, range);
  return (
    <Card title="Net worth">
      <Loaded query={netWorth} what="The net worth" height={320} isBare>
        {(data) => <Chart netWorth={data} />}
      </Loaded>
    </Card>
  );
}

const lines = [{ id: 'total', label: 'Net worth', tone: 'accent' }] as const;

function Chart({ netWorth: { range, day, total, netWorth, currency } }: { netWorth: NetWorth }) {
  const words = useMemo(() => moneyWords(currency), [currency]);
  const points = useMemo(() => day.map((at, index) => ({ at, total: Number(total[index]) })), [day, total]);
  return (
    <LinesChart
      caption={`Net worth from ${formatDay(range.opening)} to ${formatDay(range.to)} in ${currency}`}
      unit="day"
      low
      filled
      series={lines}
      points={points}
      {...words}
      note={
        <span>
          <MoneyText {...netWorth} /> on {formatDay(range.to)}: all that is owned and all cash, less what is
          owed
        </span>
      }
    />
  );
}
