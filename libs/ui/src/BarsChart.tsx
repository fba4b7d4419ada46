import { lazy, useMemo, type ReactNode } from 'react';
import { stackPieces, stepPieces, type BarTone } from './bar-pieces.js';
import type { DrawnBar } from './BarsPlot.js';
import { ChartFigure, type ChartRange } from './ChartFigure.js';
import { DataTable, type Column } from './DataTable.js';
import classes from './LinesChart.module.css';

/** One part of every bar. */
export type BarSeries<Id extends string> = {
  readonly id: Id;
  readonly label: string;
  readonly tone: BarTone;
};

/** One bar: what it is of, and how high its parts are; null where there is none. */
export type BarPoint<Id extends string> = { readonly key: string; readonly label: string } & Readonly<
  Record<Id, number | null>
>;

type FigureProps<Range extends string> = {
  /** What the chart shows, in words for people who cannot see it. */
  caption: string;
  format: (value: number) => string;
  /** How the marks of the axis are written; as everything else unless given. */
  axis?: (value: number) => string;
  ranges?: readonly ChartRange<Range>[];
  range?: Range;
  onRange?: (range: Range) => void;
  isLoading?: boolean;
  low?: boolean;
  note?: ReactNode;
  empty?: ReactNode;
};

type BarsChartProps<Id extends string, Range extends string> = FigureProps<Range> & {
  /** Heads the column of the labels in the table. */
  of: string;
  series: readonly BarSeries<Id>[];
  /** Oldest first. */
  points: readonly BarPoint<Id>[];
};

const BarsPlot = lazy(() => import('./BarsPlot.js'));

/** What came of each month or year, above zero or below; several parts stand on top of each other. */
export function BarsChart<Id extends string, Range extends string = never>(props: BarsChartProps<Id, Range>) {
  const { of, series, points, format, axis = format, empty, ...figure } = props;
  const bars = useMemo(
    () =>
      points.map((point): DrawnBar => ({
        key: point.key,
        label: point.label,
        pieces: stackPieces(series.map(({ id, tone }) => ({ value: point[id], tone }))),
        words: series.map(({ id, label }) => ({ label, value: written(point[id], format) })),
      })),
    [points, series, format],
  );
  return (
    <ChartFigure
      {...figure}
      empty={points.length === 0 ? empty : undefined}
      legend={<Legend series={series} />}
      chart={<BarsPlot bars={bars} axis={axis} />}
      table={
        <DataTable
          caption={figure.caption}
          columns={columnsOf(of, series, format)}
          rows={points}
          rowKey={({ key }) => key}
          rowHeight="compact"
        />
      }
    />
  );
}

const written = (value: number | null, format: (value: number) => string): string =>
  value === null ? '–' : format(value);

const Legend = ({ series }: { series: readonly BarSeries<string>[] }) =>
  series.length > 1 && (
    <ul className={classes.legend} aria-label="Parts of the bars">
      {series.map(({ id, label, tone }) => (
        <li key={id}>
          <span className={classes.swatch} data-tone={tone} />
          {label}
        </li>
      ))}
    </ul>
  );

const columnsOf = <Id extends string>(
  of: string,
  series: readonly BarSeries<Id>[],
  format: (value: number) => string,
): readonly Column<BarPoint<Id>>[] => [
  { id: 'label', header: of, cell: ({ label }) => label },
  ...series.map(({ id, label }): Column<BarPoint<Id>> => ({
    id,
    header: label,
    numeric: true,
    cell: (point) => written(point[id], format),
  })),
];

type StepsChartProps = FigureProps<never> & {
  /** What is added up, in this order. */
  steps: readonly { readonly label: string; readonly value: number }[];
  /** What they come to is called. */
  total: string;
};

/** How parts add up to a whole, as steps up and down. */
export function StepsChart({ steps, total, format, axis = format, ...figure }: StepsChartProps) {
  const bars = useMemo(() => {
    const pieces = stepPieces(steps.map(({ value }) => value));
    const sum = { label: total, value: pieces.at(-1)?.to ?? 0 };
    return [...steps, sum].map(({ label, value }, index): DrawnBar => ({
      key: label,
      label,
      pieces: pieces.slice(index, index + 1),
      words: [{ label: 'Amount', value: format(value) }],
    }));
  }, [steps, total, format]);
  return (
    <ChartFigure
      {...figure}
      empty={undefined}
      chart={<BarsPlot bars={bars} axis={axis} />}
      table={
        <DataTable
          caption={figure.caption}
          columns={stepColumns}
          rows={bars}
          rowKey={({ key }) => key}
          rowHeight="compact"
        />
      }
    />
  );
}

const stepColumns: readonly Column<DrawnBar>[] = [
  { id: 'label', header: 'Part', cell: ({ label }) => label },
  { id: 'amount', header: 'Amount', numeric: true, cell: ({ words }) => words[0]?.value },
];
