import { lazy, useState, type ReactNode } from 'react';
import { ChartFigure, type ChartRange } from './ChartFigure.js';
import { DataTable, type Column } from './DataTable.js';
import { formatDay, formatTime } from './date-format.js';
import classes from './LinesChart.module.css';
import type { LinePoint, LineSeries, LineUnit } from './LinesPlot.js';

export type { LinePoint, LineSeries };

type LinesChartProps<Id extends string, Range extends string> = {
  /** What the chart shows, in words for people who cannot see it. */
  caption: string;
  /** What lies between two points. */
  unit: LineUnit;
  series: readonly LineSeries<Id>[];
  /** A point for each second or day of the range, oldest first. */
  points: readonly LinePoint<Id>[];
  format: (value: number) => string;
  /** How the marks of the axis are written; as everything else unless given. */
  axis?: (value: number) => string;
  /** Fills the area below the first line, or above it where that is below zero. */
  filled?: boolean;
  ranges?: readonly ChartRange<Range>[];
  range?: Range;
  onRange?: (range: Range) => void;
  /** Beside the ranges. */
  controls?: ReactNode;
  isLoading?: boolean;
  /** For one that stands beside another. */
  low?: boolean;
  note?: ReactNode;
  /** Stands in place of the chart when there are too few points for a line. */
  empty?: ReactNode;
};

const LinesPlot = lazy(() => import('./LinesPlot.js'));

/** One number over time, or several, as lines or as a table: of each second of some minutes, or of each day of years. */
export function LinesChart<Id extends string, Range extends string = never>(
  props: LinesChartProps<Id, Range>,
) {
  const { unit, series, points, format, axis = format, filled = false, empty, ...figure } = props;
  return (
    <ChartFigure
      {...figure}
      empty={empty !== undefined && points.length < 2 ? empty : undefined}
      legend={<Legend series={series} />}
      chart={
        <LinesPlot unit={unit} series={series} points={points} format={format} axis={axis} filled={filled} />
      }
      table={
        <LinesTable caption={figure.caption} unit={unit} series={series} points={points} format={format} />
      }
    />
  );
}

const Legend = ({ series }: { series: readonly LineSeries<string>[] }) =>
  series.length > 1 && (
    <ul className={classes.legend} aria-label="Lines">
      {series.map(({ id, label, tone }, index) => (
        <li key={id}>
          <span className={classes.line} data-tone={tone} data-dashed={index > 0 || undefined} />
          {label}
        </li>
      ))}
    </ul>
  );

type LinesTableProps<Id extends string> = Pick<
  LinesChartProps<Id, never>,
  'caption' | 'unit' | 'series' | 'points' | 'format'
>;

function LinesTable<Id extends string>({ caption, unit, series, points, format }: LinesTableProps<Id>) {
  const [sort, setSort] = useState('-at');
  // Of seconds most have nothing to tell; of days a zero is an answer.
  const told = points.filter((point) =>
    series.some(({ id }) => (unit === 'day' ? point[id] !== null : point[id])),
  );
  return (
    <DataTable
      caption={caption}
      columns={columnsOf(unit, series, format)}
      rows={told}
      rowKey={({ at }) => at}
      sort={sort}
      onSort={setSort}
      rowHeight="compact"
      empty={<p className={classes.nothing}>Nothing in this time</p>}
    />
  );
}

const columnsOf = <Id extends string>(
  unit: LineUnit,
  series: readonly LineSeries<Id>[],
  format: (value: number) => string,
): readonly Column<LinePoint<Id>>[] => [
  {
    id: 'at',
    header: unit === 'day' ? 'Day' : 'Second',
    cell: ({ at }) => <span className={classes.time}>{unit === 'day' ? formatDay(at) : formatTime(at)}</span>,
    sortBy: ({ at }) => at,
  },
  ...series.map(({ id, label }): Column<LinePoint<Id>> => ({
    id,
    header: label,
    numeric: true,
    cell: (point) => {
      const value = point[id];
      return value === null ? '–' : format(value);
    },
    ...(unit === 'day' && { sortBy: (point) => point[id] }),
  })),
];
