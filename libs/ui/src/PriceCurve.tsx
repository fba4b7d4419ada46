import { useMemo } from 'react';
import {
  Area,
  AreaChart,
  CartesianGrid,
  ReferenceDot,
  ResponsiveContainer,
  Tooltip,
  XAxis,
  YAxis,
} from 'recharts';
import { formatDay } from './date-format.js';
import { formatPrice } from './number-format.js';
import type { Candle } from './PriceChart.js';
import classes from './PriceChart.module.css';
import { samplePoints } from './sample.js';
import { timeTicks } from './time-ticks.js';

/** More points than a wide screen has room for would only cost time. */
const pointsMax = 600;
const pointsLeast = 3;
const dayMs = 86_400_000;
/** Markets close for a week at most; a longer silence is missing history. */
const gapDaysMax = 14;

type Point = { at: number; value: number; candle: Candle };
/** Where there are no prices the line is broken: nobody knows what happened there. */
type Gap = { at: number; value: null };

/** The one place that draws with the charting library; a price becomes a float here, at its pixel. */
export default function PriceCurve({ currency, candles }: { currency: string; candles: readonly Candle[] }) {
  const points = useMemo(() => linePoints(candles), [candles]);
  const last = points.at(-1);
  const axis = useMemo(() => priceAxis(points, currency), [points, currency]);
  const ticks = useMemo(() => timeTicks(points[0]?.at ?? 0, last?.at ?? 0), [points, last]);
  return (
    <ResponsiveContainer width="100%" height="100%">
      <AreaChart data={points} margin={{ top: 8, right: 0, bottom: 0, left: 0 }} accessibilityLayer={false}>
        <defs>
          <linearGradient id="price-curve-fill" x1="0" y1="0" x2="0" y2="1">
            <stop offset="0%" stopColor="var(--accent)" stopOpacity={0.22} />
            <stop offset="100%" stopColor="var(--accent)" stopOpacity={0} />
          </linearGradient>
        </defs>
        <CartesianGrid vertical={false} stroke="var(--line)" />
        <XAxis
          dataKey="at"
          type="number"
          scale="time"
          domain={['dataMin', 'dataMax']}
          ticks={ticks.at}
          tickFormatter={(at: number) => ticks.format.format(at)}
          minTickGap={24}
          tickLine={false}
          axisLine={false}
          tick={{ fill: 'var(--text-secondary)', fontSize: 12 }}
        />
        <YAxis
          orientation="right"
          domain={['auto', 'auto']}
          tickFormatter={(value: number) => axis.format(value)}
          tickCount={5}
          width="auto"
          tickLine={false}
          axisLine={false}
          tick={{ fill: 'var(--text-secondary)', fontSize: 12 }}
        />
        <Tooltip
          cursor={{ stroke: 'var(--line-strong)' }}
          isAnimationActive={false}
          content={({ payload }) => {
            const point = payload[0]?.payload as Point | Gap | undefined;
            return point && 'candle' in point ? (
              <PointCard candle={point.candle} currency={currency} />
            ) : null;
          }}
        />
        <Area
          type="linear"
          dataKey="value"
          stroke="var(--accent)"
          strokeWidth={1.75}
          fill="url(#price-curve-fill)"
          activeDot={{ r: 4, stroke: 'var(--surface)', strokeWidth: 2 }}
          isAnimationActive={false}
        />
        {last && last.value !== null && (
          <ReferenceDot
            x={last.at}
            y={last.value}
            r={4}
            fill="var(--accent)"
            stroke="var(--surface)"
            strokeWidth={2}
          />
        )}
      </AreaChart>
    </ResponsiveContainer>
  );
}

/** The line piece by piece, each with its share of the points, and a gap between two pieces. */
function linePoints(candles: readonly Candle[]): (Point | Gap)[] {
  const all = candles.map((candle): Point => ({
    at: Date.parse(candle.at),
    value: Number(candle.close),
    candle,
  }));
  return pieces(all).flatMap((piece, index) => {
    const share = Math.ceil((pointsMax * piece.length) / all.length);
    const gap: Gap[] = index > 0 ? [{ at: (piece[0]?.at ?? 0) - 1, value: null }] : [];
    return [...gap, ...samplePoints(piece, Math.max(share, pointsLeast))];
  });
}

function pieces(points: readonly Point[]): Point[][] {
  const found: Point[][] = [];
  for (const point of points) {
    const piece = found.at(-1);
    if (piece && point.at - (piece.at(-1)?.at ?? 0) <= gapDaysMax * dayMs) piece.push(point);
    else found.push([point]);
  }
  return found;
}

const PointCard = ({ candle, currency }: { candle: Candle; currency: string }) => (
  <div className={classes.tooltip}>
    <span className={classes.tooltipDay}>{formatDay(candle.at)}</span>
    <strong className="tabular">{formatPrice(candle.close, currency)}</strong>
  </div>
);

/** All marks of an axis are written alike, as its highest price asks for. */
function priceAxis(points: readonly (Point | Gap)[], currency: string): Intl.NumberFormat {
  const highest = points.reduce((most, { value }) => Math.max(most, value ?? 0), 0);
  return new Intl.NumberFormat(undefined, {
    style: 'currency',
    currency,
    notation: highest >= 10_000 ? 'compact' : 'standard',
    minimumFractionDigits: highest < 20 ? 2 : 0,
    maximumFractionDigits: highest < 20 ? 2 : highest < 10_000 ? 0 : 1,
  });
}
