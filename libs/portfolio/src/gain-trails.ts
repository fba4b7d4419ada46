import { dayOfNumber } from '@tradeyard/kernel';
import { type DaySeries } from './day-series.js';
import { type Effects } from './effects.js';
import { paidInOf, putToWork, takenFromWork, takenOutOf } from './flows.js';
import { type IndexRange } from './ranges.js';
import { type RoaiStakes } from './roai-range.js';
import { gainOfRange, simpleReturn } from './simple-return.js';
import { type Trail, type TrailColumn, type TrailInput } from './trail.js';
import { type TrailRow } from './trail-formula.js';

const flowColumns: readonly TrailColumn[] = [
  { name: 'day', unit: 'day', source: 'activities' },
  { name: 'paidIn', unit: 'money', source: 'activities' },
  { name: 'takenOut', unit: 'money', source: 'activities' },
];

type FlowOn = (series: DaySeries, index: number) => number;

/** The days of a range on which money or assets came or went. */
function flowRows(
  series: DaySeries,
  { start, end }: IndexRange,
  [inOf, outOf]: readonly [FlowOn, FlowOn],
): TrailRow[] {
  const rows: TrailRow[] = [];
  for (let index = start + 1; index <= end; index++) {
    const [paidIn, takenOut] = [inOf(series, index), outOf(series, index)];
    if (paidIn !== 0 || takenOut !== 0) {
      rows.push({ day: dayOfNumber(series.first + index), paidIn, takenOut });
    }
  }
  return rows;
}

const money = (name: string, value: number): TrailInput => ({
  name,
  value,
  unit: 'money',
  source: 'valuation',
});

/** The gain of a range: what it is worth at the end, less what at the beginning and what came, and what went. */
export function gainTrail(series: DaySeries, range: IndexRange): Trail {
  return {
    figure: 'gain',
    value: gainOfRange(series, range),
    unit: 'money',
    formula: {
      key: 'change_less_flows',
      text: 'closing - opening - sum(paidIn) + sum(takenOut)',
      gives: 'figure',
    },
    rowFormula: null,
    inputs: [
      money('opening', series.value[range.start] ?? 0),
      money('closing', series.value[range.end] ?? 0),
    ],
    columns: flowColumns,
    rows: flowRows(series, range, [paidInOf, takenOutOf]),
    note: null,
  };
}

/** The simple return of a range: its gain over all that was put to work. */
export function simpleTrail(series: DaySeries, range: IndexRange): Trail {
  const value = simpleReturn(series, range);
  return {
    figure: 'simple',
    value,
    unit: 'rate',
    formula: { key: 'gain_over_capital', text: 'gain / (openingCapital + sum(paidIn))', gives: 'figure' },
    rowFormula: null,
    inputs: [
      { name: 'gain', value: gainOfRange(series, range), unit: 'money', source: 'formula' },
      money('openingCapital', series.capital[range.start] ?? 0),
    ],
    columns: flowColumns,
    rows: flowRows(series, range, [putToWork, takenFromWork]),
    note: value === null ? 'nothing_put_in' : null,
  };
}

/** The effects of positions, rounded together by `roundEffects`, in a currency with `exponent` decimal places. */
export function effectsTrail(
  positions: readonly { readonly symbol: string; readonly effects: Effects<bigint> }[],
  exponent: number,
): Trail {
  const amount = (minor: bigint): number => Number(minor) / 10 ** exponent;
  const names = ['price', 'dividend', 'currency', 'fee', 'total'] as const;
  const sum = positions.reduce((total, { effects }) => total + effects.total, 0n);
  return {
    figure: 'effects',
    value: amount(sum),
    unit: 'money',
    formula: {
      key: 'sum_of_effects',
      text: 'sum(price) + sum(dividend) + sum(currency) + sum(fee)',
      gives: 'figure',
    },
    rowFormula: { column: 'total', text: 'price + dividend + currency + fee' },
    inputs: [],
    columns: [
      { name: 'symbol', unit: 'text', source: 'activities' },
      ...names.map((name): TrailColumn => ({ name, unit: 'money', source: 'valuation' })),
    ],
    rows: positions.map(({ symbol, effects }) => ({
      symbol,
      ...Object.fromEntries(names.map((name) => [name, amount(effects[name])])),
    })),
    note: null,
  };
}

/**
 * The return on average investment of a range: what was gained, over the mean of what was invested and of what had been
 * gained but not realised when the range began.
 */
export function roaiTrail({ net, gainedBefore, stakes }: RoaiStakes): Trail {
  const invested = stakes.reduce((sum, stake) => sum + stake.invested, 0);
  const stake = stakes.length > 0 ? invested / stakes.length + gainedBefore : 0;
  const isKnown = stake > 0;
  return {
    figure: 'roai',
    value: isKnown ? net / stake : null,
    unit: 'rate',
    formula: {
      key: 'gain_over_average_stake',
      text: 'net / (sum(invested) / dates + gainedBefore)',
      gives: 'figure',
    },
    rowFormula: null,
    inputs: [
      money('net', net),
      money('gainedBefore', gainedBefore),
      { name: 'dates', value: stakes.length, unit: 'days', source: 'activities' },
    ],
    columns: [
      { name: 'day', unit: 'day', source: 'activities' },
      { name: 'invested', unit: 'money', source: 'activities' },
    ],
    rows: stakes,
    note: isKnown ? null : 'nothing_invested',
  };
}
