import { IconChartLine } from '@tabler/icons-react';
import { Card, EmptyState, LinesChart } from '@tradeyard/ui';
import { useMemo } from 'react';
import { percentWords } from '../../analysis/chart-words.js';
import type { SharedPortfolio } from './shared-portfolio.js';

const lines = [{ id: 'percent', label: 'Return', tone: 'accent' }] as const;

/** The time-weighted return since the beginning. */
export function SharedReturn({ shared: { series } }: { shared: SharedPortfolio }) {
  const points = useMemo(
    () => series.day.map((at, index) => ({ at, percent: Number(series.percent[index]) })),
    [series],
  );
  return (
    <Card title="Return since the beginning">
      <LinesChart
        caption="Time-weighted return since the beginning"
        unit="day"
        filled
        series={lines}
        points={points}
        {...percentWords}
        note="Time-weighted: money that came or went does not change it"
        empty={
          <EmptyState icon={IconChartLine} title="It has just begun">
            Its return is drawn here from the second day on.
          </EmptyState>
        }
      />
    </Card>
  );
}
