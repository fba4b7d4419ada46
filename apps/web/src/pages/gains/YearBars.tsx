import { addDecimals, formatDecimal, parseDecimal } from '@tradeyard/kernel';
import { BarsChart, Card } from '@tradeyard/ui';
import { useMemo } from 'react';
import { moneyWords } from '../../analysis/chart-words.js';
import type { GainsReport } from './gains.js';

const parts = [{ id: 'gain', label: 'Realised gain', tone: 'change' }] as const;

/** What was realised in each tax year, all portfolios together. */
export function YearBars({ report }: { report: GainsReport }) {
  const words = useMemo(() => moneyWords(report.currency), [report.currency]);
  const points = useMemo(
    () =>
      yearsOf(report).map((year) => ({
        key: year,
        label: year,
        gain: Number(sumOfYear(report, year)),
      })),
    [report],
  );
  return (
    <Card title="Realised in each tax year">
      <BarsChart
        caption="Realised gain of each tax year"
        of="Tax year"
        low
        series={parts}
        points={points}
        {...words}
      />
    </Card>
  );
}

/** The labels of all tax years in which something was realised or came in, oldest first. */
export const yearsOf = ({ portfolios }: GainsReport): string[] =>
  [...new Set(portfolios.flatMap(({ years }) => years.map(({ year }) => year)))].sort();

/** A decimal string, exact. */
function sumOfYear({ portfolios }: GainsReport, label: string): string {
  return formatDecimal(
    portfolios
      .flatMap(({ years }) => years.filter(({ year }) => year === label))
      .map(({ gain }) => parseDecimal(gain.amount))
      .reduce(addDecimals, parseDecimal('0')),
  );
}
