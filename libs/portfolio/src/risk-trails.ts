import { dayNumber, dayOfNumber } from '@tradeyard/kernel';
import {
  datedReturns,
  ratePerPeriod,
  riskOf,
  weekdaysPerYear,
  type DatedReturns,
  type Risk,
} from './risk.js';
import { mean } from './statistics.js';
import { type TimeWeighted } from './time-weighted.js';
import { type RiskFigure, type Trail, type TrailColumn, type TrailInput } from './trail.js';
import { type TrailRow } from './trail-formula.js';

/** As `riskOf` takes them: prices or levels of the same days as the index, and a rate per year. */
export type RiskContext = { readonly benchmark?: Float64Array | null; readonly riskFree?: number };

/** What is left of a trail when its figure is known. */
type Made = Pick<Trail, 'unit' | 'inputs' | 'columns' | 'rows' | 'note'> & {
  readonly key: string;
  readonly text: string;
};

type Question = {
  readonly weighted: TimeWeighted;
  readonly risk: Risk;
  readonly own: DatedReturns;
  /** Of the benchmark, on the same days; or why there are none. */
  readonly other: Float64Array | 'no_benchmark' | 'worth_nothing';
  readonly riskFree: number;
};

/**
 * How a figure of risk came about: the returns of weekdays that went into it, each with the day it ends with, and for a
 * drawdown the heights of the index. Its value is that of `riskOf`, whose sources its formulas follow.
 */
export function riskTrail(
  figure: RiskFigure,
  weighted: TimeWeighted,
  { benchmark = null, riskFree = 0 }: RiskContext = {},
): Trail {
  const { index, first, exposed } = weighted;
  const risk = riskOf(weighted, { benchmark, riskFree });
  const own = datedReturns(index, first, exposed);
  const theirs = benchmark && datedReturns(benchmark, first, exposed).returns;
  // Nothing has a return from nothing on, and then the days of both are not the same.
  const other = theirs ? (theirs.length === own.returns.length ? theirs : 'worth_nothing') : 'no_benchmark';
  const { key, text, note, ...made } = makers[figure]({ weighted, risk, own, other, riskFree });
  const value = valueOf[figure](risk);
  return {
    figure,
    value,
    formula: { key, text, gives: 'figure' },
    rowFormula: null,
    ...made,
    note: value === null ? (note ?? 'too_few_returns') : note,
  };
}

const valueOf: Readonly<Record<RiskFigure, (risk: Risk) => number | null>> = {
  volatility: ({ volatility }) => volatility,
  drawdown: ({ drawdown }) => drawdown && drawdown.depth,
  sharpe: ({ sharpe }) => sharpe,
  sortino: ({ sortino }) => sortino,
  valueAtRisk95: ({ valueAtRisk95 }) => valueAtRisk95 && valueAtRisk95.valueAtRisk,
  valueAtRisk99: ({ valueAtRisk99 }) => valueAtRisk99 && valueAtRisk99.valueAtRisk,
  beta: ({ beta }) => beta,
  correlation: ({ correlation }) => correlation,
};

const dayColumn: TrailColumn = { name: 'day', unit: 'day', source: 'valuation' };
const returnColumn: TrailColumn = { name: 'return', unit: 'rate', source: 'valuation' };

const rate = (name: string, value: number, source: TrailInput['source'] = 'formula'): TrailInput => ({
  ...{ name, value, unit: 'rate', source },
});
const count = (name: string, value: number, source: TrailInput['source'] = 'valuation'): TrailInput => ({
  ...{ name, value, unit: 'count', source },
});

const ofReturns = ({ days, returns }: DatedReturns): Pick<Made, 'columns' | 'rows'> => ({
  columns: [dayColumn, returnColumn],
  rows: days.map((day, at) => ({ day: dayOfNumber(day), return: returns[at] ?? 0 })),
});

const returnInputs = ({ returns }: DatedReturns): TrailInput[] => [
  rate('average', mean(returns) ?? 0),
  count('returns', returns.length),
  count('weekdaysPerYear', weekdaysPerYear, 'assumption'),
];

const excessInputs = ({ own, riskFree }: Question): TrailInput[] => [
  ...returnInputs(own),
  rate('riskFree', riskFree, 'assumption'),
  rate('riskFreePerDay', ratePerPeriod(riskFree, weekdaysPerYear)),
];

const noteOfFew = ({ own }: Question, note: string): string =>
  own.returns.length < 2 ? 'too_few_returns' : note;

const deviation = 'sqrt(sum((return - average) ^ 2) / (returns - 1))';

const volatility = ({ own }: Question): Made => ({
  key: 'yearly_deviation',
  text: `${deviation} * sqrt(weekdaysPerYear)`,
  unit: 'rate',
  inputs: returnInputs(own),
  ...ofReturns(own),
  note: null,
});

const sharpe = (question: Question): Made => ({
  key: 'excess_over_deviation',
  text: `(average - riskFreePerDay) / ${deviation} * sqrt(weekdaysPerYear)`,
  unit: 'factor',
  inputs: excessInputs(question),
  ...ofReturns(question.own),
  note: question.risk.sharpe === null ? noteOfFew(question, 'returns_all_the_same') : null,
});

const sortino = (question: Question): Made => ({
  key: 'excess_over_downside',
  text: '(average - riskFreePerDay) / sqrt(sum(max(0, riskFreePerDay - return) ^ 2) / returns) * sqrt(weekdaysPerYear)',
  unit: 'factor',
  inputs: excessInputs(question),
  ...ofReturns(question.own),
  note: question.risk.sortino === null ? noteOfFew(question, 'no_return_below') : null,
});

/** Both need the same numbers of both. */
const besideBenchmark =
  (figure: 'beta' | 'correlation', key: string, text: string) =>
  (question: Question): Made => {
    const { own, risk } = question;
    const [other, why] =
      typeof question.other === 'string'
        ? [null, question.other]
        : [question.other, noteOfFew(question, 'returns_all_the_same')];
    const { columns, rows } = ofReturns(own);
    return {
      key,
      text,
      unit: 'factor',
      inputs: other
        ? [rate('average', mean(own.returns) ?? 0), rate('benchmarkAverage', mean(other) ?? 0)]
        : [],
      columns: [...columns, { name: 'benchmarkReturn', unit: 'rate', source: 'prices' }],
      rows: rows.map((row, at) => ({ ...row, benchmarkReturn: other?.[at] ?? null })),
      note: risk[figure] === null ? why : null,
    };
  };

const together = 'sum((return - average) * (benchmarkReturn - benchmarkAverage))';
const ownSquares = 'sum((return - average) ^ 2)';
const otherSquares = 'sum((benchmarkReturn - benchmarkAverage) ^ 2)';

/** The worst returns, up to the one that is the figure. */
const valueAtRisk =
  (confidence: 95 | 99) =>
  ({ own: { days, returns } }: Question): Made => {
    const worst = Math.ceil((returns.length * (100 - confidence)) / 100);
    const order = [...returns.keys()].sort((a, b) => (returns[a] ?? 0) - (returns[b] ?? 0));
    return {
      key: 'loss_at_rank',
      text: '-highest(return)',
      unit: 'rate',
      inputs: [
        count('returns', returns.length),
        rate('confidence', confidence / 100, 'assumption'),
        count('worstReturns', worst, 'formula'),
      ],
      columns: [{ name: 'rank', unit: 'count', source: 'formula' }, dayColumn, returnColumn],
      rows: order.slice(0, worst).map((at, place) => ({
        rank: place + 1,
        day: dayOfNumber(days[at] ?? 0),
        return: returns[at] ?? 0,
      })),
      note: null,
    };
  };

/** The index, which is 1 when the range opens, on the days that the fall is told by; on the last where it never fell. */
function drawdown({ weighted: { index, first }, risk }: Question): Made {
  const found = risk.drawdown;
  const last = dayOfNumber(first + index.length - 1);
  const levelOn = (day: string): number => index[dayNumber(day) - first] ?? 0;
  const [peak, trough] = [found?.peak ?? last, found?.trough ?? last];
  const moments = [
    ['peak', peak],
    ['trough', trough],
    ['recovery', found?.recovery ?? null],
  ] as const;
  const hasFallen = found !== null && found.peak !== null;
  return {
    key: 'fall_from_peak',
    text: '1 - trough / peak',
    unit: 'rate',
    inputs: [
      { name: 'peak', value: levelOn(peak), unit: 'factor', source: 'valuation' },
      { name: 'trough', value: levelOn(trough), unit: 'factor', source: 'valuation' },
    ],
    columns: [
      { name: 'moment', unit: 'text', source: 'formula' },
      dayColumn,
      { name: 'index', unit: 'factor', source: 'valuation' },
    ],
    rows: hasFallen
      ? moments.flatMap(([moment, day]): TrailRow[] =>
          day === null ? [] : [{ moment, day, index: levelOn(day) }],
        )
      : [],
    note: hasFallen ? null : found ? 'never_fell' : 'nothing_held',
  };
}

const makers: Readonly<Record<RiskFigure, (question: Question) => Made>> = {
  volatility,
  drawdown,
  sharpe,
  sortino,
  valueAtRisk95: valueAtRisk(95),
  valueAtRisk99: valueAtRisk(99),
  beta: besideBenchmark('beta', 'moves_with_benchmark', `${together} / ${otherSquares}`),
  correlation: besideBenchmark(
    'correlation',
    'moves_together',
    `${together} / sqrt(${ownSquares} * ${otherSquares})`,
  ),
};
