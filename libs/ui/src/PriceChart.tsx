import { findCurrency, parseDecimal } from '@tradeyard/kernel';
import { lazy, useCallback, useMemo, useState, type ReactNode } from 'react';
import type { Candle } from './candle-slots.js';
import type { PlotFormat, PlotMark, PlotMode, PlotView } from './candle-plot-view.js';
import type { PlotSteering } from './CandlePlot.js';
import { ChartFigure, type ChartRange } from './ChartFigure.js';
import { DataTable, type Column } from './DataTable.js';
import { formatDay, formatMoment } from './date-format.js';
import { PriceText } from './NumberText.js';
import { formatCompact, formatPrice } from './number-format.js';
import { PlotControls } from './PlotControls.js';
import { PriceLegend } from './PriceLegend.js';

type PriceChartProps<Range extends string> = {
  /** What is drawn: `Apple`. */
  name: string;
  currency: string;
  /** The smallest step of the price, as decimal text. */
  tickSize: string;
  /** Oldest first. */
  candles: readonly Candle[];
  /** How much time one candle covers, in milliseconds. */
  stepMs: number;
  /** Traded day and night: every missing candle is a gap. */
  isAlwaysOpen: boolean;
  marks?: readonly PlotMark[];
  ranges: readonly ChartRange<Range>[];
  range: Range;
  onRange: (range: Range) => void;
  mode: PlotMode;
  onMode: (mode: PlotMode) => void;
  /** With another value the chart shows all it is given, wherever it was moved to. */
  whole: string;
  /** The whole range is asked for again. */
  onWhole: () => void;
  /** Somebody has zoomed or moved: the chart can do with other candles there. */
  onView: (view: PlotView) => void;
  /** While other candles are on their way. */
  isLoading?: boolean;
  /** What one should know about the prices, below them. */
  note?: ReactNode;
  /** Shown when there are too few prices to draw. */
  empty: ReactNode;
};

// The charting library is the heaviest part of the page: it is fetched when the first chart is drawn.
const CandlePlot = lazy(() => import('./CandlePlot.js'));

const noMarks: readonly PlotMark[] = [];
const candlesLeast = 2;
const dayMs = 86_400_000;

/** Prices over time as candles or as a line, or, for people who cannot see them or want the numbers, as a table. */
export function PriceChart<Range extends string>(props: PriceChartProps<Range>) {
  const { name, currency, tickSize, candles, stepMs, isAlwaysOpen, marks = noMarks } = props;
  const { mode, onMode, whole, onWhole, onView, empty, note } = props;
  const [pointed, setPointed] = useState<Candle | null>(null);
  const [steering, setSteering] = useState<PlotSteering | null>(null);
  const format = usePlotFormat(currency, tickSize, candles);
  const isEmpty = candles.length < candlesLeast;
  const when = useCallback((at: string) => (stepMs < dayMs ? formatMoment(at) : formatDay(at)), [stepMs]);
  const caption = describe(name, currency, candles, when);
  return (
    <ChartFigure
      caption={caption}
      ranges={props.ranges}
      range={props.range}
      onRange={props.onRange}
      isLoading={props.isLoading ?? false}
      tall
      controls={<PlotControls mode={mode} onMode={onMode} steering={steering} />}
      legend={<PriceLegend candle={pointed ?? candles.at(-1)} currency={currency} when={when} />}
      empty={isEmpty ? empty : undefined}
      chart={
        <CandlePlot
          label={`Chart of ${name}`}
          candles={candles}
          stepMs={stepMs}
          isAlwaysOpen={isAlwaysOpen}
          marks={marks}
          mode={mode}
          format={format}
          whole={whole}
          onWhole={onWhole}
          onView={onView}
          onPoint={setPointed}
          onSteering={setSteering}
        />
      }
      table={<CandleTable name={name} currency={currency} candles={candles} when={when} />}
      note={
        <>
          {note}
          <ChartMaker />
        </>
      }
    />
  );
}

/** Who made the library, in the words of its NOTICE file, with the link that its licence asks for. */
const ChartMaker = () => (
  <small>
    <a href="https://www.tradingview.com/" target="_blank" rel="noopener noreferrer">
      TradingView Lightweight Charts™
    </a>{' '}
    © TradingView, Inc.
  </small>
);

/** The same object while prices stay of the same size, so that the drawing stays too. */
function usePlotFormat(currency: string, tickSize: string, candles: readonly Candle[]): PlotFormat {
  const highest = candles.reduce((most, { high }) => Math.max(most, Number(high)), 0);
  const size = highest > 0 ? Math.floor(Math.log10(highest)) : 0;
  return useMemo(() => {
    const places = tickSize.split('.')[1]?.length ?? 0;
    const axis = priceAxis(10 ** (size + 1), currency);
    return {
      price: (price) => formatPrice(price.toFixed(places), currency),
      axis: (price) => axis.format(price),
      step: Number(tickSize),
    };
  }, [currency, tickSize, size]);
}

/** All marks of an axis are written alike, as prices of up to `below` ask for. */
function priceAxis(below: number, currency: string): Intl.NumberFormat {
  const places = below <= 1 ? 4 : below <= 1_000 ? 2 : 0;
  return new Intl.NumberFormat(undefined, {
    ...(findCurrency(currency)?.kind === 'fiat' && { style: 'currency', currency }),
    minimumFractionDigits: places,
    maximumFractionDigits: places,
  });
}

function describe(
  name: string,
  currency: string,
  candles: readonly Candle[],
  when: (at: string) => string,
): string {
  const first = candles[0];
  const last = candles.at(-1);
  if (!first || !last) return `No prices of ${name} in this range`;
  return (
    `Prices of ${name} from ${when(first.at)} to ${when(last.at)}: ` +
    `from ${formatPrice(first.open, currency)} to ${formatPrice(last.close, currency)}`
  );
}

type CandleTableProps = Pick<PriceChartProps<string>, 'name' | 'currency' | 'candles'> & {
  when: (at: string) => string;
};

function CandleTable({ name, currency, candles, when }: CandleTableProps) {
  const [sort, setSort] = useState('-at');
  const columns = useMemo(() => candleColumns(currency, when), [currency, when]);
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

const candleColumns = (currency: string, when: (at: string) => string): readonly Column<Candle>[] => {
  const priceColumn = (id: 'open' | 'high' | 'low' | 'close', header: string): Column<Candle> => ({
    id,
    header,
    numeric: true,
    cell: (candle) => <PriceText price={candle[id]} currency={currency} />,
    sortBy: (candle) => parseDecimal(candle[id]),
  });
  return [
    { id: 'at', header: 'From', cell: ({ at }) => when(at), sortBy: ({ at }) => at },
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
