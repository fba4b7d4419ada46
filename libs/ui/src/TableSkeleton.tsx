import { Skeleton } from '@mantine/core';
import classes from './TableSkeleton.module.css';

/** The shape of a table that is on its way; `what` is spoken. */
export const TableSkeleton = ({ what, rows = 6 }: { what: string; rows?: number }) => (
  <div className={classes.table} role="status">
    <span className="spoken">{what} is loading</span>
    {Array.from({ length: rows }, (_, row) => (
      <div key={row} className={classes.row} aria-hidden>
        <Skeleton circle height={36} />
        <div className={classes.words}>
          <Skeleton height={12} width={row % 2 ? '38%' : '52%'} radius="sm" />
          <Skeleton height={10} width={row % 2 ? '26%' : '20%'} radius="sm" mt={8} />
        </div>
        <Skeleton height={14} width={88} radius="sm" />
      </div>
    ))}
  </div>
);
