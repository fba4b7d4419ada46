import { formatPercent } from '@tradeyard/ui';
import type { ReactNode } from 'react';
import { FigureGrid } from '../../analysis/FigureGrid.js';
import { PercentChange } from '../../analysis/PercentChange.js';
import type { Methods as Found, MoneyWeighted } from '../../analysis/figures.js';
import type { TrailFigure } from '../../analysis/trail-figures.js';
import { noteSentence } from '../../analysis/trail-words.js';

type MethodsProps = { methods: Found; onOpen: (figure: TrailFigure) => void };

/** The same time by four measures: none is the right one, each answers another question. */
export function Methods({ methods, onOpen }: MethodsProps) {
  const { timeWeighted, timeWeightedYearly, bridgedDays, moneyWeighted, roai, simple } = methods;
  return (
    <FigureGrid
      onOpen={onOpen}
      figures={[
        {
          name: 'twr',
          value: changeOf(timeWeighted),
          note: (
            <>
              {timeWeightedYearly !== null && `${signed(timeWeightedYearly)} a year. `}
              {bridgedDays > 0 && `Estimated on ${daysOf(bridgedDays)} without a price.`}
            </>
          ),
        },
        { name: 'mwr', ...moneyWeightedFigure(moneyWeighted) },
        { name: 'roai', value: changeOf(roai) },
        { name: 'simple', value: changeOf(simple) },
      ]}
    />
  );
}

const changeOf = (percent: string | null): ReactNode =>
  percent === null ? null : <PercentChange percent={percent} />;

const daysOf = (days: number): string => (days === 1 ? 'one day' : `${days} days`);

const signed = (percent: string): string => formatPercent(percent, 'exceptZero');

/** There may be no rate, or several, and then that is the answer. */
function moneyWeightedFigure(found: MoneyWeighted): { value: ReactNode; note: ReactNode } {
  switch (found.kind) {
    case 'one':
      return {
        value: changeOf(found.percent),
        note: found.periodPercent !== null && `${signed(found.periodPercent)} in this time`,
      };
    case 'several':
      return {
        value: null,
        note: `Several rates fit: ${found.percents.map(signed).join(', ')}. None of them is the right one.`,
      };
    case 'none':
      return { value: null, note: noteSentence(found.why ?? 'no_rate') };
  }
}
