import { useMemo } from 'react';
import { Area, AreaChart, CartesianGrid, ResponsiveContainer, Tooltip, XAxis, YAxis } from 'recharts';
import { formatDay } from './date-format.js';
import { formatPrice } from './number-format.js';
import type { Candle } from './PriceChart.js';
import classes from './PriceChart.module.css';
import { samplePoints } from './sample.js';

/** More points than a wide screen has room for would only cost time. */
const pointsMax = 600;
const dayMs = 86_400_000;

type Point = { at: number; value: number; candle: Candle };

/** The one place that draws with the charting library; a price becomes a float here, at its pixel. */
export default function PriceCurve({ currency, candles }: { currency: string; candles: readonly Candle[] }) {
  const points = useMemo(
    () =>
      samplePoints(
        candles.map((candle): Point => ({ at: Date.parse(candle.at), value: Number(candle.close), candle })),
        pointsMax,
      ),
    [candles],
  );
  const days = ((points.at(-1)?.at ?? 0) - (points[0]?.at ?? 0)) / dayMs;
  return (
    <ResponsiveContainer width="100%" height="100%">
      <AreaChart
        data={[...points]}
        margin={{ top: 8, right: 0, bottom: 0, left: 0 }}
        accessibilityLayer={false}
      >
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
          tickFormatter={(at: number) => formatTick(at, days)}
          minTickGap={56}
          tickLine={false}
          axisLine={false}
          tick={{ fill: 'var(--text-secondary)', fontSize: 12 }}
        />
        <YAxis
          orientation="right"
          domain={['auto', 'auto']}
          tickFormatter={(value: number) => formatAxis(value, currency)}
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
            const point = payload[0]?.payload as Point | undefined;
            return point ? <PointCard candle={point.candle} currency={currency} /> : null;
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
      </AreaChart>
    </ResponsiveContainer>
  );
}

const PointCard = ({ candle, currency }: { candle: Candle; currency: string }) => (
  <div className={classes.tooltip}>
    <span className={classes.tooltipDay}>{formatDay(candle.at)}</span>
    <strong className="tabular">{formatPrice(candle.close, currency)}</strong>
  </div>
);

const formatTick = (at: number, days: number): string =>
  new Intl.DateTimeFormat(
    undefined,
    days > 900
      ? { year: 'numeric', timeZone: 'UTC' }
      : days > 120
        ? { month: 'short', year: '2-digit', timeZone: 'UTC' }
        : { day: 'numeric', month: 'short', timeZone: 'UTC' },
  ).format(at);

const formatAxis = (value: number, currency: string): string =>
  new Intl.NumberFormat(undefined, {
    style: 'currency',
    currency,
    notation: Math.abs(value) >= 10_000 ? 'compact' : 'standard',
    maximumFractionDigits: Math.abs(value) >= 100 ? 0 : 2,
    minimumFractionDigits: 0,
  }).format(value);
