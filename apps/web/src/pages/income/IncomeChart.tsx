import { BarsChart, Card } from '@tradeyard/ui';
import { useMemo } from 'react';
import { useSearchParams } from 'react-router';
import { useParameter } from '../../address-parameter.js';
import { moneyWords } from '../../analysis/chart-words.js';
import { monthBars, yearBars, type Dividends } from './income.js';

const views = [
  { value: 'months', label: 'By month' },
  { value: 'years', label: 'By year' },
] as const;

const received = { id: 'received', label: 'Received', tone: 'accent' } as const;
const expected = { id: 'expected', label: 'Expected', tone: 'hollow' } as const;

/** What came in each month, with what is expected, or in each year. */
export function IncomeChart({ dividends }: { dividends: Dividends }) {
  const [search] = useSearchParams();
  const setParameter = useParameter();
  const view = views.find(({ value }) => value === search.get('view'))?.value ?? 'months';
  const words = useMemo(() => moneyWords(dividends.currency), [dividends.currency]);
  const months = useMemo(() => monthBars(dividends), [dividends]);
  const years = useMemo(() => yearBars(dividends), [dividends]);
  const figure = {
    ...words,
    ranges: views,
    range: view,
    onRange: (next: (typeof views)[number]['value']) => setParameter('view', next === 'months' ? null : next),
  };
  return (
    <Card title="Dividends">
      {view === 'months' ? (
        <BarsChart
          {...figure}
          caption="Dividends of each month"
          of="Month"
          series={[received, expected]}
          points={months}
        />
      ) : (
        <BarsChart
          {...figure}
          caption="Dividends of each year"
          of="Year"
          series={[received]}
          points={years}
          note="This year is not over yet"
        />
      )}
    </Card>
  );
}
