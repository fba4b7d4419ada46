import { Skeleton } from '@mantine/core';
import { IconChartCandle } from '@tabler/icons-react';
import {
  Card,
  EmptyState,
  ErrorState,
  formatPrice,
  PriceChart,
  type PlotMark,
  type PlotView,
} from '@tradeyard/ui';
import { useCallback, useLayoutEffect, useMemo, useRef, useState } from 'react';
import { useSearchParams } from 'react-router';
import { problemSentence } from '../../problem.js';
import type { Quote } from '../../stream/quotes.js';
import { useCandles, type LoadedCandles } from './candles.js';
import { originWords } from './chart-words.js';
import { needsOther, ranges, rangeWindow, viewWindow, type ChartWindow, type Range } from './chart-window.js';
import { useLiveCandles } from './live-candles.js';
import { useInstrumentEvents, type Instrument } from './markets.js';

/** A candle is a body and the room beside it; a line is thinned here, and more of it is known. */
const pointsPerPixel = { candles: 1 / 4, line: 3 };
type Mode = keyof typeof pointsPerPixel;

/** The history of a price. The address holds the range and what is drawn. */
export function InstrumentChart({ instrument, quote }: { instrument: Instrument; quote: Quote | undefined }) {
  const frame = useRef<HTMLDivElement>(null);
  const [widthPx, setWidthPx] = useState(0);
  useLayoutEffect(() => setWidthPx(roundedWidth(frame.current)), []);
  return (
    <Card>
      <div ref={frame}>
        {widthPx > 0 && <MeasuredChart instrument={instrument} quote={quote} widthPx={widthPx} />}
      </div>
    </Card>
  );
}

const widthStepPx = 100;
/** Where nothing is measured. */
const usualWidthPx = 700;

/** Windows of about the same size ask for the same. */
const roundedWidth = (element: HTMLElement | null): number =>
  Math.ceil((element?.clientWidth || usualWidthPx) / widthStepPx) * widthStepPx;

type MeasuredChartProps = { instrument: Instrument; quote: Quote | undefined; widthPx: number };

function MeasuredChart({ instrument, quote, widthPx }: MeasuredChartProps) {
  const { symbol, name, currency, tickSize } = instrument;
  // The simulated market goes on at night, wherever it is not told to keep hours.
  const isAlwaysOpen = instrument.calendar === '24/7';
  const { chosen, mode, setParameter } = useChartAddress();
  const [usual, setUsual] = useState<Range>('1Y');
  const range = chosen ?? usual;
  const chart = useChartWindow(range, quote, Math.round(widthPx * pointsPerPixel[mode]));
  const { data, isPending, isError, error, refetch, isPlaceholderData } = useCandles(
    symbol,
    chart.window,
    isAlwaysOpen,
  );
  // Imported history may have ended before the last year began.
  if (!chosen && usual === '1Y' && data && !hasDays(data)) setUsual('Max');
  const candles = useLiveCandles(symbol, data);
  const marks = useMarks(instrument);
  const { look } = chart;
  const onView = useCallback((view: PlotView) => data && look(view, data), [look, data]);
  if (isPending) return <Skeleton height={516} radius="md" />;
  if (isError && !data) {
    return (
      <ErrorState
        title="The price history could not be loaded"
        message={problemSentence(error)}
        onRetry={() => void refetch()}
      />
    );
  }
  return (
    <PriceChart
      name={name}
      currency={currency}
      tickSize={tickSize}
      candles={candles}
      stepMs={data?.window.stepMs ?? 0}
      isAlwaysOpen={isAlwaysOpen}
      marks={marks}
      ranges={ranges}
      range={range}
      onRange={(value) => {
        chart.showAll();
        setParameter('range', value);
      }}
      mode={mode}
      onMode={(value) => setParameter('chart', value)}
      whole={`${range} ${chart.times}`}
      onWhole={chart.showAll}
      onView={onView}
      isLoading={isPlaceholderData}
      note={<span>{originWords(candles, data?.window.stepMs ?? 0)}</span>}
      empty={
        <EmptyState icon={IconChartCandle} title="No prices in this range">
          {range === 'Max'
            ? 'The chart begins with the first prices of trading.'
            : 'A longer range has more.'}
        </EmptyState>
      }
    />
  );
}

/** Splits and dividends; a chart that cannot have them does without. */
function useMarks({ symbol, currency }: Instrument): readonly PlotMark[] {
  const { data } = useInstrumentEvents(symbol);
  return useMemo(
    () =>
      (data?.items ?? []).toReversed().map(({ day, kind, ratio, amount }) => ({
        at: day,
        kind,
        text: kind === 'split' ? `Split ${ratio}` : formatPrice(amount ?? '0', currency),
      })),
    [data, currency],
  );
}

const modes: readonly Mode[] = ['candles', 'line'];

const hasDays = ({ items, window }: LoadedCandles): boolean => items.length > 1 && window.interval === '1d';

function useChartAddress(): {
  chosen: Range | undefined;
  mode: Mode;
  setParameter: (name: string, value: string) => void;
} {
  const [search, setSearch] = useSearchParams();
  const setParameter = (name: string, value: string) =>
    setSearch(
      (before) => {
        const next = new URLSearchParams(before);
        next.set(name, value);
        return next;
      },
      { replace: true, preventScrollReset: true },
    );
  return {
    chosen: ranges.find(({ value }) => value === search.get('range'))?.value,
    mode: modes.find((value) => value === search.get('chart')) ?? 'candles',
    setParameter,
  };
}

/** Which candles to have: those of the range, or of where somebody has moved to since it was chosen. */
function useChartWindow(range: Range, quote: Quote | undefined, points: number) {
  // Where a range ends: the last price there was, as it was when the page was opened.
  const [lastMs] = useState(() => (quote ? Date.parse(quote.at) : Date.now()));
  const [moved, setMoved] = useState<ChartWindow | null>(null);
  const [times, setTimes] = useState(0);
  const whole = useMemo(() => rangeWindow(range, lastMs, points), [range, lastMs, points]);
  const look = useCallback(
    ({ fromMs, toMs }: PlotView, { window }: LoadedCandles) => {
      const wanted = viewWindow(fromMs, toMs, points, Date.now());
      if (needsOther(window, fromMs, toMs, wanted)) setMoved(wanted);
    },
    [points],
  );
  const showAll = useCallback(() => {
    setMoved(null);
    setTimes((before) => before + 1);
  }, []);
  return { window: moved ?? whole, look, showAll, times };
}
