import { Fragment } from 'react';
import {
  Bar,
  BarChart,
  CartesianGrid,
  ReferenceLine,
  ResponsiveContainer,
  Tooltip,
  XAxis,
  YAxis,
  type BarShapeProps,
} from 'recharts';
import classes from './LinesChart.module.css';
import type { Piece } from './bar-pieces.js';

/** One bar, what it is made of, and what is said where one points at it. */
export type DrawnBar = {
  readonly key: string;
  readonly label: string;
  readonly pieces: readonly Piece[];
  readonly words: readonly { readonly label: string; readonly value: string }[];
};

type BarsPlotProps = { bars: readonly DrawnBar[]; axis: (value: number) => string };

const widthMaxPx = 56;
/** So many have room for the name of each, also on a phone. */
const fewBars = 5;
const tick = { fill: 'var(--text-secondary)', fontSize: 12 };
const smallTick = { ...tick, fontSize: 11 };

/** Drawn with the charting library, but for the pieces of a bar: they are laid over what it has measured. */
export default function BarsPlot({ bars, axis }: BarsPlotProps) {
  return (
    <ResponsiveContainer width="100%" height="100%">
      <BarChart
        data={bars}
        margin={{ top: 8, right: 0, bottom: 0, left: bars.length <= fewBars ? 0 : 22 }}
        barCategoryGap="22%"
        accessibilityLayer={false}
      >
        <CartesianGrid vertical={false} stroke="var(--line)" />
        <XAxis
          dataKey={({ key }: DrawnBar) => key}
          tickFormatter={(key: string) => bars.find((bar) => bar.key === key)?.label ?? key}
          interval={bars.length <= fewBars ? 0 : 'equidistantPreserveStart'}
          minTickGap={4}
          tickLine={false}
          axisLine={false}
          tick={bars.length <= fewBars ? smallTick : tick}
        />
        <YAxis
          orientation="right"
          tickFormatter={axis}
          tickCount={5}
          width="auto"
          tickLine={false}
          axisLine={false}
          tick={tick}
        />
        <ReferenceLine y={0} stroke="var(--line-strong)" />
        <Tooltip
          cursor={{ fill: 'var(--surface-sunken)', fillOpacity: 0.6 }}
          isAnimationActive={false}
          content={({ payload }) => {
            const bar = payload[0]?.payload as DrawnBar | undefined;
            return bar && <BarCard {...bar} />;
          }}
        />
        <Bar dataKey={extentOf} maxBarSize={widthMaxPx} isAnimationActive={false} shape={Pieces} />
      </BarChart>
    </ResponsiveContainer>
  );
}

/** From the lowest to the highest of a bar. */
const extentOf = ({ pieces }: DrawnBar): [number, number] => {
  const ends = pieces.flatMap(({ from, to }) => [from, to]);
  return ends.length === 0 ? [0, 0] : [Math.min(...ends), Math.max(...ends)];
};

function Pieces({ x, y, width, height, payload }: BarShapeProps) {
  const bar = payload as DrawnBar;
  const [least, most] = extentOf(bar);
  const [top, tall] = [Math.min(y, y + height), Math.abs(height)];
  const at = (value: number) => (most === least ? top : top + ((most - value) / (most - least)) * tall);
  return (
    <g>
      {bar.pieces.map(({ from, to, tone }, index) => (
        <rect
          key={index}
          className={classes.piece}
          data-tone={tone}
          x={x}
          width={width}
          y={Math.min(at(from), at(to))}
          height={Math.max(Math.abs(at(from) - at(to)), from === to ? 0 : 1)}
          rx={2}
        />
      ))}
    </g>
  );
}

const BarCard = ({ label, words }: DrawnBar) => (
  <div className={classes.tooltip}>
    <span>{label}</span>
    {words.map((each) => (
      <Fragment key={each.label}>
        <span>{each.label}</span>
        <strong>{each.value}</strong>
      </Fragment>
    ))}
  </div>
);
