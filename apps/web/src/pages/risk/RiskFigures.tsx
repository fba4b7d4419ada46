import { formatDay, formatPercent } from '@tradeyard/ui';
import { FigureGrid, type ShownFigure } from '../../analysis/FigureGrid.js';
import type { Drawdown, Risk } from '../../analysis/figures.js';
import type { TrailFigure } from '../../analysis/trail-figures.js';

type RiskFiguresProps = { risk: Risk; onOpen: (figure: TrailFigure) => void };

/** All figures of risk. */
export const RiskFigures = ({ risk, onOpen }: RiskFiguresProps) => (
  <FigureGrid figures={figuresOf(risk)} onOpen={onOpen} />
);

function figuresOf(risk: Risk): readonly ShownFigure<TrailFigure>[] {
  const { volatility, drawdown, sharpe, sortino, benchmark, beta, correlation } = risk;
  const valueAtRisk95 = risk.valueAtRisk.find(({ confidence }) => confidence === 95);
  const beside = benchmark === null ? 'No benchmark is chosen' : `Beside ${benchmark}`;
  return [
    { name: 'volatility', value: percentOf(volatility), note: volatility && 'a year' },
    {
      name: 'drawdown',
      value: drawdown && percentOf(drawdown.percent),
      note: drawdown && drawdownWords(drawdown),
    },
    { name: 'sharpe', value: numberOf(sharpe) },
    { name: 'sortino', value: numberOf(sortino) },
    {
      name: 'valueAtRisk95',
      value: percentOf(valueAtRisk95?.percent ?? null),
      note: valueAtRisk95?.expectedShortfall
        ? `On the worst five days of 100 it was ${formatPercent(valueAtRisk95.expectedShortfall)} on average`
        : 'It takes 20 days to tell',
    },
    { name: 'beta', value: numberOf(beta), note: beside },
    { name: 'correlation', value: numberOf(correlation), note: beside },
  ];
}

const percentOf = (percent: string | null) => percent && formatPercent(percent);

const twoPlaces = new Intl.NumberFormat(undefined, { minimumFractionDigits: 2, maximumFractionDigits: 2 });
const numberOf = (text: string | null) =>
  text === null ? null : twoPlaces.format(text as Intl.StringNumericLiteral);

/** When it fell, and whether it has recovered. */
export function drawdownWords({ peak, trough, recovery }: Drawdown): string {
  if (peak === null || trough === null) return 'It never fell';
  const fell = `From ${formatDay(peak)} to ${formatDay(trough)}`;
  return recovery === null ? `${fell}, not made good yet` : `${fell}, made good on ${formatDay(recovery)}`;
}
