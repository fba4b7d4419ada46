import { SegmentedControl, Skeleton } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconChartLine, IconTable } from '@tabler/icons-react';
import { parseDecimal } from '@tradeyard/kernel';
import { lazy, Suspense, useMemo, useState, type ReactNode } from 'react';
import { DataTable, type Column } from './DataTable.js';
import { formatDay } from './date-format.js';
import { PriceText } from './NumberText.js';
import { formatCompact, formatPrice } from './number-format.js';
import classes from './PriceChart.module.css';

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
  ranges: readonly { value: Range; label: string }[];
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
const PriceCurve = lazy(() => import('./PriceCurve.js'));

/** The closing prices as a line, or, for people who cannot see it or want the numbers, as a table. */
export function PriceChart<Range extends string>(props: PriceChartProps<Range>) {
  const { name, currency, candles, ranges, range, onRange, isLoading = false, note, empty } = props;
  const [asTable, table] = useDisclosure(false);
  const Toggle = asTable ? IconChartLine : IconTable;
  return (
    <figure className={classes.figure} aria-busy={isLoading}>
      <figcaption className="spoken">{describe(name, currency, candles)}</figcaption>
      <SegmentedControl
        aria-label="Range of the chart"
        className={classes.ranges}
        data={[...ranges]}
        value={range}
        onChange={(value) => onRange(value)}
        size="sm"
      />
      <div className={classes.plot} data-loading={isLoading || undefined} data-table={asTable || undefined}>
        {candles.length < 2 ? (
          empty
        ) : asTable ? (
          <CandleTable name={name} currency={currency} candles={candles} />
        ) : (
          <Suspense fallback={<Skeleton height="100%" radius="md" />}>
            <PriceCurve currency={currency} candles={candles} />
          </Suspense>
        )}
      </div>
      <div className={classes.foot}>
        <span>{note}</span>
        <button type="button" className={classes.toggle} onClick={table.toggle}>
          <Toggle size={16} stroke={1.75} aria-hidden />
          {asTable ? 'Show chart' : 'Show table'}
        </button>
      </div>
    </figure>
  );
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
