import { Fragment, useMemo } from 'react';
import {
  Area,
  CartesianGrid,
  ComposedChart,
  Line,
  ResponsiveContainer,
  Tooltip,
  XAxis,
  YAxis,
} from 'recharts';
import { formatDay, formatTime } from './date-format.js';
import classes from './LinesChart.module.css';
import { samplePoints } from './sample.js';
import { timeTicks } from './time-ticks.js';

/** What lies between two points of a line. */
export type LineUnit = 'second' | 'day';

/** One line of the chart. Those behind the first are dashed as well, for who does not tell colours apart. */
export type LineSeries<Id extends string> = {
  readonly id: Id;
  readonly label: string;
  readonly tone: 'accent' | 'loss' | 'notice' | 'gain' | 'quiet';
};

/** What was so in the second or on the day that begins `at`; null where nothing is known. */
export type LinePoint<Id extends string> = { readonly at: string } & Readonly<Record<Id, number | null>>;

type LinesPlotProps<Id extends string> = {
  unit: LineUnit;
  series: readonly LineSeries<Id>[];
  points: readonly LinePoint<Id>[];
  format: (value: number) => string;
  axis: (value: number) => string;
  filled: boolean;
};

/** More points than a wide screen has room for would only cost time. */
const pointsMax = 700;
const minuteMs = 60_000;
const shortStepMs = 20_000;
/** Up to so long, minutes are too far from each other. */
const shortMs = 150_000;
const minutes = new Intl.DateTimeFormat(undefined, { timeStyle: 'short' });
/** Room for a number of any size, so that the lines stay where they are while seconds go by. */
const axisPx = 58;
const tick = { fill: 'var(--text-secondary)', fontSize: 12 };

/** Drawn with the charting library. */
export default function LinesPlot<Id extends string>(props: LinesPlotProps<Id>) {
  const { unit, series, points, format, axis, filled } = props;
  const data = useMemo(() => drawnPoints(points, series[0]?.id), [points, series]);
  const [fromMs, toMs] = [data[0]?.at ?? 0, data.at(-1)?.at ?? 0];
  const ticks = useMemo(
    () => (unit === 'day' ? timeTicks(fromMs, toMs) : clockTicks(fromMs, toMs)),
    [unit, fromMs, toMs],
  );
  return (
    <ResponsiveContainer width="100%" height="100%">
      <ComposedChart data={data} margin={{ top: 8, right: 0, bottom: 0, left: 0 }} accessibilityLayer={false}>
        <CartesianGrid vertical={false} stroke="var(--line)" />
        <XAxis
          dataKey="at"
          type="number"
          scale="time"
          domain={['dataMin', 'dataMax']}
          ticks={ticks.at}
          tickFormatter={(at: number) => ticks.format.format(at)}
          minTickGap={16}
          tickLine={false}
          axisLine={false}
          tick={tick}
        />
        <YAxis
          orientation="right"
          domain={unit === 'day' ? ['auto', 'auto'] : [0, 'auto']}
          tickFormatter={axis}
          tickCount={unit === 'day' ? 5 : 4}
          width={unit === 'day' ? 'auto' : axisPx}
          tickLine={false}
          axisLine={false}
          tick={tick}
        />
        <Tooltip
          cursor={{ stroke: 'var(--line-strong)' }}
          isAnimationActive={false}
          content={({ payload }) => {
            const drawn = payload[0]?.payload as Drawn<Id> | undefined;
            return drawn && <PointCard unit={unit} point={drawn.source} series={series} format={format} />;
          }}
        />
        {series.map(({ id, tone }, index) => {
          const value = ({ source }: Drawn<Id>) => source[id];
          return filled && index === 0 ? (
            <Area key={id} {...strokeOf(tone)} dataKey={value} fill={colorOf(tone)} fillOpacity={0.14} />
          ) : (
            <Line
              key={id}
              {...strokeOf(tone)}
              dataKey={value}
              {...(index > 0 && { strokeDasharray: '4 3' })}
            />
          );
        })}
      </ComposedChart>
    </ResponsiveContainer>
  );
}

type Drawn<Id extends string> = { at: number; value: number; source: LinePoint<Id> };

/** Where there are too many points, those that the first line needs to look the same. */
const drawnPoints = <Id extends string>(points: readonly LinePoint<Id>[], first: Id | undefined) =>
  samplePoints(
    points.map((source): Drawn<Id> => ({
      at: Date.parse(source.at),
      value: (first === undefined ? null : source[first]) ?? 0,
      source,
    })),
    pointsMax,
  );

const colorOf = (tone: LineSeries<string>['tone']): string =>
  `var(--${tone === 'quiet' ? 'text-secondary' : tone})`;

const strokeOf = (tone: LineSeries<string>['tone']) =>
  ({
    type: 'linear',
    stroke: colorOf(tone),
    strokeWidth: 1.75,
    dot: false,
    activeDot: { r: 3, stroke: 'var(--surface)', strokeWidth: 2 },
    isAnimationActive: false,
  }) as const;

function clockTicks(fromMs: number, toMs: number) {
  const stepMs = toMs - fromMs > shortMs ? minuteMs : shortStepMs;
  const first = Math.ceil(fromMs / stepMs);
  const count = Math.max(0, Math.floor(toMs / stepMs) - first + 1);
  return {
    at: Array.from({ length: count }, (_, index) => (first + index) * stepMs),
    format: stepMs < minuteMs ? { format: (at: number) => formatTime(new Date(at).toISOString()) } : minutes,
  };
}

type PointCardProps<Id extends string> = Pick<LinesPlotProps<Id>, 'unit' | 'series' | 'format'> & {
  point: LinePoint<Id>;
};

function PointCard<Id extends string>({ unit, point, series, format }: PointCardProps<Id>) {
  return (
    <div className={classes.tooltip}>
      <span>{unit === 'day' ? formatDay(point.at) : formatTime(point.at)}</span>
      {series.map(({ id, label }) => {
        const value = point[id];
        return (
          <Fragment key={id}>
            <span>{label}</span>
            <strong>{value === null ? '–' : format(value)}</strong>
          </Fragment>
        );
      })}
    </div>
  );
}
