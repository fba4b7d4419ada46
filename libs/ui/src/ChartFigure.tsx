import { SegmentedControl, Skeleton } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconChartLine, IconTable } from '@tabler/icons-react';
import { Suspense, type ReactNode } from 'react';
import classes from './ChartFigure.module.css';

export type ChartRange<Range extends string> = { value: Range; label: string };

type ChartFigureProps<Range extends string> = {
  /** What the chart shows, in words for people who cannot see it. */
  caption: string;
  /** Without them there is nothing to choose. */
  ranges?: readonly ChartRange<Range>[];
  range?: Range;
  onRange?: (range: Range) => void;
  /** While another range is on its way. */
  isLoading?: boolean;
  /** Beside the ranges. */
  controls?: ReactNode;
  /** Above the chart, while it shows. */
  legend?: ReactNode;
  /** For more than a line. */
  tall?: boolean;
  /** For one that stands beside another. */
  low?: boolean;
  /** What one should know about the numbers, below them. */
  note?: ReactNode;
  /** Stands in place of both when there are too few points for a line. */
  empty?: ReactNode;
  chart: ReactNode;
  /** For people who cannot see the chart or want the numbers. */
  table: ReactNode;
};

/** The frame of what is drawn over time: its range above, and a way to read it as a table below. */
export function ChartFigure<Range extends string>(props: ChartFigureProps<Range>) {
  const { caption, ranges, range, onRange, isLoading = false, note, empty, chart, table } = props;
  const { controls, legend, tall = false, low = false } = props;
  const [asTable, toggle] = useDisclosure(false);
  const Toggle = asTable ? IconChartLine : IconTable;
  return (
    <figure className={classes.figure} aria-busy={isLoading}>
      <figcaption className="spoken">{caption}</figcaption>
      {ranges && (
        <div className={classes.controls}>
          <SegmentedControl
            aria-label="Range of the chart"
            className={classes.ranges}
            data={[...ranges]}
            {...(range !== undefined && { value: range })}
            onChange={(value) => onRange?.(value)}
            size="sm"
          />
          {controls}
        </div>
      )}
      {!empty && !asTable && legend}
      <div
        className={classes.plot}
        data-loading={isLoading || undefined}
        data-table={asTable || undefined}
        data-tall={tall || undefined}
        data-low={low || undefined}
      >
        {empty ??
          (asTable ? table : <Suspense fallback={<Skeleton height="100%" radius="md" />}>{chart}</Suspense>)}
      </div>
      <div className={classes.foot}>
        <span className={classes.note}>{note}</span>
        <button type="button" className={classes.toggle} onClick={toggle.toggle}>
          <Toggle size={16} stroke={1.75} aria-hidden />
          {asTable ? 'Show chart' : 'Show table'}
        </button>
      </div>
    </figure>
  );
}
