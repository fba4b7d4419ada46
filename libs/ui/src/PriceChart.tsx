import { parseDecimal } from '@tradeyard/kernel';
import { lazy, useMemo, useState, type ReactNode } from 'react';
import { ChartFigure, type ChartRange } from './ChartFigure.js';
import { DataTable, type Column } from './DataTable.js';
import { formatDay } from './date-format.js';
import { PriceText } from './NumberText.js';
import { formatCompact, formatPrice } from './number-format.js';

/** What one day (or one interval) of trading came to; prices are decimal strings. */
export type Candle = {
  at: string;
  open: string;
  high: string;
  low: string;
  close: string;
  volume: string;
};

type PriceChartProps<Range extends string> = {
  /** What is drawn: `Apple`. */
  name: string;
  currency: string;
  /** Oldest first. */
  candles: readonly Candle[];
  ranges: readonly ChartRange<Range>[];
  range: Range;
  onRange: (range: Range) => void;
  /** While candles of another range are on their way. */
  isLoading?: boolean;
  /** What one should know about the prices, below them. */
  note?: string;
  /** Shown when there are too few prices for a line. */
  empty: ReactNode;
};

// The charting library is the heaviest part of the product: it is fetched when the first chart is drawn.
const Curve = lazy(() => import('./Curve.js'));

/** The closing prices as a line, or, for people who cannot see it or want the numbers, as a table. */
export function PriceChart<Range extends string>(props: PriceChartProps<Range>) {
  const { name, currency, candles, empty, ...figure } = props;
  const points = useMemo(() => candles.map(({ at, close }) => ({ at, value: close })), [candles]);
  const format = useMemo(() => (price: string) => formatPrice(price, currency), [currency]);
  const axis = useMemo(() => priceAxis(candles, currency), [candles, currency]);
  return (
    <ChartFigure
      {...figure}
      caption={describe(name, currency, candles)}
      empty={candles.length < 2 ? empty : undefined}
      chart={<Curve points={points} format={format} axis={axis} />}
      table={<CandleTable name={name} currency={currency} candles={candles} />}
    />
  );
}

/** All marks of an axis are written alike, as its highest price asks for. */
function priceAxis(candles: readonly Candle[], currency: string): Intl.NumberFormat {
  const highest = candles.reduce((most, { close }) => Math.max(most, Number(close)), 0);
  return new Intl.NumberFormat(undefined, {
    style: 'currency',
    currency,
    notation: highest >= 10_000 ? 'compact' : 'standard',
    minimumFractionDigits: highest < 20 ? 2 : 0,
    maximumFractionDigits: highest < 20 ? 2 : highest < 10_000 ? 0 : 1,
  });
}

function describe(name: string, currency: string, candles: readonly Candle[]): string {
  const first = candles[0];
  const last = candles.at(-1);
  if (!first || !last) return `No prices of ${name} in this range`;
  return (
    `Closing prices of ${name} from ${formatDay(first.at)} to ${formatDay(last.at)}: ` +
    `from ${formatPrice(first.close, currency)} to ${formatPrice(last.close, currency)}`
  );
}

function CandleTable({
  name,
  currency,
  candles,
}: Pick<PriceChartProps<string>, 'name' | 'currency' | 'candles'>) {
  const [sort, setSort] = useState('-at');
  const columns = useMemo(() => candleColumns(currency), [currency]);
  return (
    <DataTable
      caption={`Prices of ${name}`}
      columns={columns}
      rows={candles}
      rowKey={({ at }) => at}
      sort={sort}
      onSort={setSort}
      rowHeight="compact"
    />
  );
}

const candleColumns = (currency: string): readonly Column<Candle>[] => {
  const priceColumn = (id: 'open' | 'high' | 'low' | 'close', header: string): Column<Candle> => ({
    id,
    header,
    numeric: true,
    cell: (candle) => <PriceText price={candle[id]} currency={currency} />,
    sortBy: (candle) => parseDecimal(candle[id]),
  });
  return [
    { id: 'at', header: 'Day', cell: ({ at }) => formatDay(at), sortBy: ({ at }) => at },
    { ...priceColumn('open', 'Open'), hideBelow: 'sm' },
    { ...priceColumn('high', 'High'), hideBelow: 'sm' },
    { ...priceColumn('low', 'Low'), hideBelow: 'sm' },
    priceColumn('close', 'Close'),
    {
      id: 'volume',
      header: 'Volume',
      numeric: true,
      cell: ({ volume }) => formatCompact(volume),
      sortBy: ({ volume }) => parseDecimal(volume),
    },
  ];
};
