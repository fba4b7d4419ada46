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
import classes from './ChartFigure.module.css';
import { samplePoints } from './sample.js';
import { timeTicks } from './time-ticks.js';

/** More points than a wide screen has room for would only cost time. */
const pointsMax = 600;
const pointsLeast = 3;
const dayMs = 86_400_000;
/** Markets and banks close for a week at most; a longer silence is missing history. */
const gapDaysMax = 14;

/** A decimal string of a day or a moment. */
export type CurvePoint = { readonly at: string; readonly value: string };

type Point = { at: number; value: number; source: CurvePoint };
/** Where nothing is known the line is broken: nobody knows what happened there. */
type Gap = { at: number; value: null };

type CurveProps = {
  /** Oldest first. */
  points: readonly CurvePoint[];
  /** How a value is written where one points at. */
  format: (value: string) => string;
  /** How the marks of the axis are written. */
  axis: Intl.NumberFormat;
};

/** The one place that draws with the charting library; a decimal becomes a float here, at its pixel. */
export default function Curve({ points: given, format, axis }: CurveProps) {
  const points = useMemo(() => linePoints(given), [given]);
  const last = points.at(-1);
  const ticks = useMemo(() => timeTicks(points[0]?.at ?? 0, last?.at ?? 0), [points, last]);
  return (
    <ResponsiveContainer width="100%" height="100%">
      <AreaChart data={points} margin={{ top: 8, right: 0, bottom: 0, left: 0 }} accessibilityLayer={false}>
        <defs>
          <linearGradient id="curve-fill" x1="0" y1="0" x2="0" y2="1">
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
            return point && 'source' in point ? <PointCard {...point.source} format={format} /> : null;
          }}
        />
        <Area
          type="linear"
          dataKey="value"
          stroke="var(--accent)"
          strokeWidth={1.75}
          fill="url(#curve-fill)"
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
function linePoints(given: readonly CurvePoint[]): (Point | Gap)[] {
  const all = given.map((source): Point => ({
    at: Date.parse(source.at),
    value: Number(source.value),
    source,
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

const PointCard = ({ at, value, format }: CurvePoint & Pick<CurveProps, 'format'>) => (
  <div className={classes.tooltip}>
    <span className={classes.tooltipDay}>{formatDay(at)}</span>
    <strong className="tabular">{format(value)}</strong>
  </div>
);
