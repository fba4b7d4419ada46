import { type Day } from '@tradeyard/kernel';
import { evaluateFormula, type TrailCell, type TrailRow } from './trail-formula.js';

/** Figures of risk, each told from the returns of weekdays or the index of returns. */
export type RiskFigure =
  | 'volatility'
  | 'drawdown'
  | 'sharpe'
  | 'sortino'
  | 'valueAtRisk95'
  | 'valueAtRisk99'
  | 'beta'
  | 'correlation';

export type TrailFigure = 'value' | 'gain' | 'effects' | 'simple' | 'twr' | 'mwr' | 'roai' | RiskFigure;

export type TrailUnit =
  | 'money'
  | 'rate'
  | 'factor'
  | 'quantity'
  | 'price'
  | 'exchange_rate'
  | 'count'
  | 'days'
  | 'years'
  | 'day'
  | 'text';

/** Where a number comes from: what was entered, what the market says, what is assumed, or the formula of its own column. */
export type TrailSource = 'activities' | 'prices' | 'rates' | 'valuation' | 'assumption' | 'formula';

/** A number of the formula by its name in it. */
export type TrailInput = {
  readonly name: string;
  readonly value: number;
  readonly unit: TrailUnit;
  readonly source: TrailSource;
};

export type TrailColumn = { readonly name: string; readonly unit: TrailUnit; readonly source: TrailSource };

/**
 * `text` is written with the names of inputs and columns: `product(factor) - 1`; `sum`, `product` and `highest` go over the rows.
 * `key` is the formula's name, for a sentence about it. It `gives` the figure, or zero where the figure is a root of it.
 */
export type TrailFormula = {
  readonly key: string;
  readonly text: string;
  readonly gives: 'figure' | 'zero';
};

/** What makes one column of a row from its others. */
export type TrailRowFormula = { readonly column: string; readonly text: string };

/** How a figure came about, as plain JSON. Whoever puts its numbers into its formula gets the figure. */
export type Trail = {
  readonly figure: TrailFigure;
  /** Null where the figure does not exist; `note` says why. */
  readonly value: number | null;
  readonly unit: TrailUnit;
  readonly formula: TrailFormula;
  readonly rowFormula: TrailRowFormula | null;
  readonly inputs: readonly TrailInput[];
  readonly columns: readonly TrailColumn[];
  readonly rows: readonly TrailRow[];
  readonly note: string | null;
};

/** The figure, or what should be zero, from the trail's own numbers. */
export function evaluateTrail({ formula, inputs, rows }: Trail): number {
  const named = Object.fromEntries(inputs.map(({ name, value }) => [name, value]));
  return evaluateFormula(formula.text, named, rows);
}

/** The columns of all rows that `rowFormula` makes, anew; nothing where there is none. */
export function evaluateRows({ rowFormula, inputs, rows }: Trail): number[] {
  if (!rowFormula) return [];
  const named: Record<string, TrailCell> = Object.fromEntries(inputs.map(({ name, value }) => [name, value]));
  return rows.map((row) => evaluateFormula(rowFormula.text, { ...named, ...row }, []));
}

/** What a position is worth: its units at their price, in its currency, at the rate of the portfolio's. */
export type ValueTrailRow = {
  readonly symbol: string;
  readonly quantity: number;
  readonly price: number;
  /** The day the price is of; null for a price by hand without one. */
  readonly priceDay: Day | null;
  readonly currency: string;
  /** Units of the portfolio's currency for one of the position's. */
  readonly rate: number;
  readonly rateDay: Day | null;
};

/** The value of positions on a day: quantity x price x rate, added up. */
export function valueTrail(positions: readonly ValueTrailRow[]): Trail {
  const rows = positions.map((position) => ({
    ...position,
    value: position.quantity * position.price * position.rate,
  }));
  return {
    figure: 'value',
    value: rows.reduce((sum, { value }) => sum + value, 0),
    unit: 'money',
    formula: { key: 'sum_of_values', text: 'sum(quantity * price * rate)', gives: 'figure' },
    rowFormula: { column: 'value', text: 'quantity * price * rate' },
    inputs: [],
    columns: [
      { name: 'symbol', unit: 'text', source: 'activities' },
      { name: 'quantity', unit: 'quantity', source: 'activities' },
      { name: 'price', unit: 'price', source: 'prices' },
      { name: 'priceDay', unit: 'day', source: 'prices' },
      { name: 'currency', unit: 'text', source: 'activities' },
      { name: 'rate', unit: 'exchange_rate', source: 'rates' },
      { name: 'rateDay', unit: 'day', source: 'rates' },
      { name: 'value', unit: 'money', source: 'formula' },
    ],
    rows,
    note: null,
  };
}
