import { parseDecimal } from '@tradeyard/kernel';
import { lazy, useMemo, useState, type ReactNode } from 'react';
import { ChartFigure, type ChartRange } from './ChartFigure.js';
import { DataTable, type Column } from './DataTable.js';
import { formatDay } from './date-format.js';
import { formatRate } from './number-format.js';

/** A rate of a day, as a decimal string. `asOf` is the day it is of, where that is an earlier one. */
export type RatePoint = { date: string; rate: string; asOf?: string };

type RateChartProps<Range extends string> = {
  /** The rate is units of `quote` for one of `base`. */
  base: string;
  quote: string;
  /** Oldest first. */
  rates: readonly RatePoint[];
  ranges: readonly ChartRange<Range>[];
  range: Range;
  onRange: (range: Range) => void;
  isLoading?: boolean;
  note?: ReactNode;
  /** Shown when there are too few rates for a line. */
  empty: ReactNode;
};

const Curve = lazy(() => import('./Curve.js'));

/** The rate between two currencies over time, as a line or as a table. */
export function RateChart<Range extends string>(props: RateChartProps<Range>) {
  const { base, quote, rates, empty, ...figure } = props;
  const points = useMemo(() => rates.map(({ date, rate }) => ({ at: date, value: rate })), [rates]);
  const format = useMemo(() => (rate: string) => `1 ${base} = ${formatRate(rate)} ${quote}`, [base, quote]);
  const axis = useMemo(() => rateAxis(rates), [rates]);
  return (
    <ChartFigure
      {...figure}
      caption={describe(base, quote, rates)}
      empty={rates.length < 2 ? empty : undefined}
      chart={<Curve points={points} format={format} axis={axis} />}
      table={<RateTable base={base} quote={quote} rates={rates} />}
    />
  );
}

function describe(base: string, quote: string, rates: readonly RatePoint[]): string {
  const [first, last] = [rates[0], rates.at(-1)];
  if (!first || !last) return `No rates of ${base} in ${quote} in this range`;
  return (
    `One ${base} in ${quote} from ${formatDay(first.date)} to ${formatDay(last.date)}: ` +
    `from ${formatRate(first.rate)} to ${formatRate(last.rate)}`
  );
}

const digitsLeast = 3;
const digitsMost = 8;

/** As many digits as tell two marks apart: a rate that hardly moves needs more of them. */
function rateAxis(rates: readonly RatePoint[]): Intl.NumberFormat {
  const values = rates.map(({ rate }) => Number(rate));
  const highest = values.reduce((most, value) => Math.max(most, value), 0);
  const span = highest - values.reduce((least, value) => Math.min(least, value), highest);
  const digits = span > 0 ? Math.ceil(Math.log10(highest / span)) + 2 : digitsMost;
  return new Intl.NumberFormat(undefined, {
    maximumSignificantDigits: Math.min(digitsMost, Math.max(digitsLeast, digits)),
    notation: highest >= 100_000 ? 'compact' : 'standard',
  });
}

function RateTable({ base, quote, rates }: Pick<RateChartProps<string>, 'base' | 'quote' | 'rates'>) {
  const [sort, setSort] = useState('-date');
  return (
    <DataTable
      caption={`Rates of ${base} in ${quote}`}
      columns={columns}
      rows={rates}
      rowKey={({ date }) => date}
      sort={sort}
      onSort={setSort}
      rowHeight="compact"
    />
  );
}

const columns: readonly Column<RatePoint>[] = [
  { id: 'date', header: 'Day', cell: ({ date }) => formatDay(date), sortBy: ({ date }) => date },
  {
    id: 'asOf',
    header: 'Rate of',
    cell: ({ date, asOf = date }) => formatDay(asOf),
    sortBy: ({ date, asOf = date }) => asOf,
    hideBelow: 'sm',
  },
  {
    id: 'rate',
    header: 'Rate',
    numeric: true,
    cell: ({ rate }) => <span className="tabular">{rate}</span>,
    sortBy: ({ rate }) => parseDecimal(rate),
  },
];
