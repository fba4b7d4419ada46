import { Card, EmptyState, formatDay, LinesChart, MoneyText, ChangeText } from '@tradeyard/ui';
import { IconChartLine } from '@tabler/icons-react';
import { useMemo } from 'react';
import { moneyWords } from '../../analysis/chart-words.js';
import { FigureButton } from '../../analysis/FigureButton.js';
import type { Performance } from '../../analysis/figures.js';
import type { TrailFigure } from '../../analysis/trail-figures.js';
import { FactList } from '../FactList.js';

type ValueCardProps = { performance: Performance; onOpen: (figure: TrailFigure) => void };

/** What it was worth on each day, beside what had been put in, and what came and went. */
export function ValueCard({ performance, onOpen }: ValueCardProps) {
  const { currency, series, range, total } = performance;
  const { closing, effects, paidIn, takenOut } = total;
  const gain = effects.total;
  const words = useMemo(() => moneyWords(currency), [currency]);
  const points = useMemo(
    () =>
      series.day.map((at, index) => ({
        at,
        value: Number(series.value[index]),
        putIn: Number(series.putIn[index]),
      })),
    [series],
  );
  return (
    <Card title="Value over time">
      <LinesChart
        caption={`Value from ${formatDay(range.opening)} to ${formatDay(range.to)} in ${currency}`}
        unit="day"
        filled
        series={lines}
        points={points}
        {...words}
        empty={
          <EmptyState icon={IconChartLine} title="Too few days for a line">
            Choose a longer time above.
          </EmptyState>
        }
      />
      <FactList
        facts={[
          {
            label: `Value on ${formatDay(range.to)}`,
            value: (
              <FigureButton name="the value" onOpen={() => onOpen('value')}>
                <MoneyText {...closing} />
              </FigureButton>
            ),
          },
          {
            label: 'Gain',
            value: (
              <FigureButton name="the gain" onOpen={() => onOpen('gain')}>
                <ChangeText of={gain.amount}>
                  <MoneyText {...gain} signed />
                </ChangeText>
              </FigureButton>
            ),
          },
          { label: 'Paid in', value: <MoneyText {...paidIn} /> },
          { label: 'Taken out', value: <MoneyText {...takenOut} /> },
        ]}
      />
    </Card>
  );
}

const lines = [
  { id: 'value', label: 'Value', tone: 'accent' },
  { id: 'putIn', label: 'Put in', tone: 'quiet' },
] as const;
