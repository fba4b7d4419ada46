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
import { formatTime } from './date-format.js';
import classes from './SecondsChart.module.css';

/** One line of the chart. Those behind the first are dashed as well, for who does not tell colours apart. */
export type SecondsSeries<Id extends string> = {
  readonly id: Id;
  readonly label: string;
  readonly tone: 'accent' | 'loss' | 'notice';
};

/** What was measured in the second that begins `at`; null where nothing was. */
export type SecondsPoint<Id extends string> = { readonly at: string } & Readonly<Record<Id, number | null>>;

type SecondsPlotProps<Id extends string> = {
  series: readonly SecondsSeries<Id>[];
  points: readonly SecondsPoint<Id>[];
  format: (value: number) => string;
  axis: (value: number) => string;
  filled: boolean;
};

const minuteMs = 60_000;
const shortStepMs = 20_000;
/** Up to so long, minutes are too far from each other. */
const shortMs = 150_000;
const minutes = new Intl.DateTimeFormat(undefined, { timeStyle: 'short' });
/** Room for a number of any size, so that the lines stay where they are. */
const axisPx = 58;
const tick = { fill: 'var(--text-secondary)', fontSize: 12 };

/** Drawn with the charting library. */
export default function SecondsPlot<Id extends string>(props: SecondsPlotProps<Id>) {
  const { series, points, format, axis, filled } = props;
  const data = useMemo(() => points.map((point) => ({ ...point, time: Date.parse(point.at) })), [points]);
  const [fromMs, toMs] = [data[0]?.time ?? 0, data.at(-1)?.time ?? 0];
  const stepMs = toMs - fromMs > shortMs ? minuteMs : shortStepMs;
  const ticks = useMemo(() => wholeSteps(fromMs, toMs, stepMs), [fromMs, toMs, stepMs]);
  return (
    <ResponsiveContainer width="100%" height="100%">
      <ComposedChart data={data} margin={{ top: 8, right: 0, bottom: 0, left: 0 }} accessibilityLayer={false}>
        <CartesianGrid vertical={false} stroke="var(--line)" />
        <XAxis
          dataKey="time"
          type="number"
          scale="time"
          domain={['dataMin', 'dataMax']}
          ticks={ticks}
          tickFormatter={(at: number) =>
            stepMs < minuteMs ? formatTime(new Date(at).toISOString()) : minutes.format(at)
          }
          minTickGap={16}
          tickLine={false}
          axisLine={false}
          tick={tick}
        />
        <YAxis
          orientation="right"
          domain={[0, 'auto']}
          tickFormatter={axis}
          tickCount={4}
          width={axisPx}
          tickLine={false}
          axisLine={false}
          tick={tick}
        />
        <Tooltip
          cursor={{ stroke: 'var(--line-strong)' }}
          isAnimationActive={false}
          content={({ payload }) => {
            const point = payload[0]?.payload as SecondsPoint<Id> | undefined;
            return point && <PointCard point={point} series={series} format={format} />;
          }}
        />
        {series.map(({ id, tone }, index) =>
          filled && index === 0 ? (
            <Area key={id} {...strokeOf(tone)} dataKey={id} fill={`var(--${tone})`} fillOpacity={0.14} />
          ) : (
            <Line key={id} {...strokeOf(tone)} dataKey={id} {...(index > 0 && { strokeDasharray: '4 3' })} />
          ),
        )}
      </ComposedChart>
    </ResponsiveContainer>
  );
}

const strokeOf = (tone: SecondsSeries<string>['tone']) =>
  ({
    type: 'linear',
    stroke: `var(--${tone})`,
    strokeWidth: 1.75,
    dot: false,
    activeDot: { r: 3, stroke: 'var(--surface)', strokeWidth: 2 },
    isAnimationActive: false,
  }) as const;

function wholeSteps(fromMs: number, toMs: number, stepMs: number): number[] {
  const first = Math.ceil(fromMs / stepMs);
  const count = Math.max(0, Math.floor(toMs / stepMs) - first + 1);
  return Array.from({ length: count }, (_, index) => (first + index) * stepMs);
}

type PointCardProps<Id extends string> = Pick<SecondsPlotProps<Id>, 'series' | 'format'> & {
  point: SecondsPoint<Id>;
};

function PointCard<Id extends string>({ point, series, format }: PointCardProps<Id>) {
  return (
    <div className={classes.tooltip}>
      <span>{formatTime(point.at)}</span>
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
