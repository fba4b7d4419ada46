import { lazy, useState } from 'react';
import { ChartFigure } from './ChartFigure.js';
import { DataTable, type Column } from './DataTable.js';
import { formatTime } from './date-format.js';
import classes from './SecondsChart.module.css';
import type { SecondsPoint, SecondsSeries } from './SecondsPlot.js';

export type { SecondsPoint };

type SecondsChartProps<Id extends string> = {
  /** What the chart shows, in words for people who cannot see it. */
  caption: string;
  series: readonly SecondsSeries<Id>[];
  /** A point for each second of the range, oldest first. */
  points: readonly SecondsPoint<Id>[];
  format: (value: number) => string;
  /** How the marks of the axis are written; as everything else unless given. */
  axis?: (value: number) => string;
  /** Fills the area below the first line. */
  filled?: boolean;
};

const SecondsPlot = lazy(() => import('./SecondsPlot.js'));

/** What changes from second to second over a few minutes, as lines or as a table. */
export function SecondsChart<Id extends string>(props: SecondsChartProps<Id>) {
  const { caption, series, points, format, axis = format, filled = false } = props;
  return (
    <ChartFigure
      caption={caption}
      low
      legend={
        <ul className={classes.legend} aria-label="Lines">
          {series.map(({ id, label, tone }, index) => (
            <li key={id}>
              <span className={classes.line} data-tone={tone} data-dashed={index > 0 || undefined} />
              {label}
            </li>
          ))}
        </ul>
      }
      chart={<SecondsPlot series={series} points={points} format={format} axis={axis} filled={filled} />}
      table={<SecondsTable caption={caption} series={series} points={points} format={format} />}
    />
  );
}

function SecondsTable<Id extends string>(props: Omit<SecondsChartProps<Id>, 'filled' | 'axis'>) {
  const { caption, series, points, format } = props;
  const [sort, setSort] = useState('-at');
  const measured = points.filter((point) => series.some(({ id }) => point[id]));
  return (
    <DataTable
      caption={caption}
      columns={columnsOf(series, format)}
      rows={measured}
      rowKey={({ at }) => at}
      sort={sort}
      onSort={setSort}
      rowHeight="compact"
      empty={<p className={classes.nothing}>Nothing in these minutes</p>}
    />
  );
}

const columnsOf = <Id extends string>(
  series: readonly SecondsSeries<Id>[],
  format: (value: number) => string,
): readonly Column<SecondsPoint<Id>>[] => [
  {
    id: 'at',
    header: 'Second',
    cell: ({ at }) => <span className={classes.time}>{formatTime(at)}</span>,
    sortBy: ({ at }) => at,
  },
  ...series.map(({ id, label }): Column<SecondsPoint<Id>> => ({
    id,
    header: label,
    numeric: true,
    cell: (point) => {
      const value = point[id];
      return value === null ? '–' : format(value);
    },
  })),
];
