import { IconArrowDown, IconArrowUp, IconSelector } from '@tabler/icons-react';
import {
  createSortedRowModel,
  rowSortingFeature,
  tableFeatures,
  useTable,
  type ColumnDef,
  type Header,
  type Row,
} from '@tanstack/react-table';
import { useMemo, useRef, type ReactNode } from 'react';
import classes from './DataTable.module.css';
import { compareSortValues, formatSort, parseSort, type SortValue } from './table-sort.js';
import { useVisibleRows, type RowHeight } from './visible-rows.js';

/** One column of a `DataTable`; `cell` is what people see, `sortBy` what decides the order. */
export type Column<T> = {
  id: string;
  header: string;
  /** The header is only spoken: what stands below says by itself what it is. */
  hideHeader?: boolean;
  cell: (row: T) => ReactNode;
  /** Without it the column cannot be sorted. */
  sortBy?: (row: T) => SortValue;
  /** Numbers stand at the right, their digits below each other; the first click sorts the largest first. */
  numeric?: boolean;
  /** On windows narrower than this the column is left out: `sm` is a phone, `md` a tablet, `lg` a small laptop. */
  hideBelow?: 'sm' | 'md' | 'lg';
};

type DataTableProps<T> = {
  /** Names the table for screen readers. */
  caption: string;
  columns: readonly Column<T>[];
  rows: readonly T[];
  rowKey: (row: T) => string;
  /** A column's id, with a minus before it for descending. The page keeps it, in its address. */
  sort?: string;
  onSort?: (sort: string) => void;
  /** Shown in place of the rows when there are none. */
  empty?: ReactNode;
  /** `compact` for plain numbers; the normal row has room for two lines. */
  rowHeight?: RowHeight;
};

const features = tableFeatures({ rowSortingFeature, sortedRowModel: createSortedRowModel() });
type Features = typeof features;

/** Sorts by every column that has `sortBy`; a link marked `data-row-link` in a row covers all of it. */
export function DataTable<T extends object>(props: DataTableProps<T>) {
  const { caption, columns, rows, rowKey, sort = '', onSort, empty, rowHeight = 'normal' } = props;
  const { id, descending } = parseSort(sort);
  const definitions = useMemo(() => columns.map((column) => defineColumn(column)), [columns]);
  const table = useTable<Features, T>({
    features,
    columns: definitions,
    data: rows,
    getRowId: rowKey,
    state: { sorting: id ? [{ id, desc: descending }] : [] },
    enableSortingRemoval: false,
    enableMultiSort: false,
  });
  const scroller = useRef<HTMLDivElement>(null);
  const ordered = table.getRowModel().rows;
  const visible = useVisibleRows(ordered.length, rowHeight, scroller);
  if (rows.length === 0 && empty) return empty;
  return (
    <div
      ref={scroller}
      className={classes.scroller}
      data-virtual={visible.virtual || undefined}
      {...(visible.virtual && { tabIndex: 0, role: 'region', 'aria-label': caption })}
    >
      <table
        className={classes.table}
        data-height={rowHeight}
        aria-rowcount={visible.virtual ? ordered.length + 1 : undefined}
      >
        <caption className="spoken">{caption}</caption>
        <thead>
          <tr>
            {table.getFlatHeaders().map((header, index) => (
              <HeaderCell key={header.id} header={header} column={columns[index]} onSort={onSort} />
            ))}
          </tr>
        </thead>
        <tbody>
          <Gap height={visible.before} columns={columns.length} />
          {ordered.slice(visible.first, visible.end).map((row) => (
            <BodyRow key={row.id} row={row} columns={columns} virtual={visible.virtual} />
          ))}
          <Gap height={visible.after} columns={columns.length} />
        </tbody>
      </table>
    </div>
  );
}

function defineColumn<T extends object>({ id, header, sortBy, numeric }: Column<T>): ColumnDef<Features, T> {
  return {
    id,
    header,
    accessorFn: (row) => sortBy?.(row) ?? undefined,
    enableSorting: sortBy !== undefined,
    sortDescFirst: numeric ?? false,
    sortUndefined: 'last',
    sortFn: (a, b) => compareSortValues(a.getValue(id), b.getValue(id)),
  };
}

type HeaderCellProps<T extends object> = {
  header: Header<Features, T>;
  column: Column<T> | undefined;
  onSort: ((sort: string) => void) | undefined;
};

function HeaderCell<T extends object>({ header, column, onSort }: HeaderCellProps<T>) {
  const sorted = header.column.getIsSorted();
  const Arrow = sorted === 'asc' ? IconArrowUp : sorted === 'desc' ? IconArrowDown : IconSelector;
  const ariaSort = sorted === 'asc' ? 'ascending' : sorted === 'desc' ? 'descending' : undefined;
  return (
    <th
      scope="col"
      aria-sort={ariaSort}
      data-numeric={column?.numeric}
      data-hide-below={column?.hideBelow}
      data-narrow={column?.hideHeader}
    >
      {header.column.getCanSort() ? (
        <button
          type="button"
          className={classes.sort}
          onClick={() =>
            onSort?.(
              formatSort({ id: header.id, descending: header.column.getNextSortingOrder() === 'desc' }),
            )
          }
        >
          {column?.header}
          <Arrow size={14} stroke={1.75} aria-hidden className={classes.arrow} />
        </button>
      ) : column?.hideHeader ? (
        <span className="spoken">{column.header}</span>
      ) : (
        column?.header
      )}
    </th>
  );
}

type BodyRowProps<T extends object> = {
  row: Row<Features, T>;
  columns: readonly Column<T>[];
  virtual: boolean;
};

function BodyRow<T extends object>({ row, columns, virtual }: BodyRowProps<T>) {
  return (
    // The first row of a table is its header.
    <tr className={classes.row} aria-rowindex={virtual ? row.getDisplayIndex() + 2 : undefined}>
      {columns.map((column) => (
        <td key={column.id} data-numeric={column.numeric} data-hide-below={column.hideBelow}>
          {column.cell(row.original)}
        </td>
      ))}
    </tr>
  );
}

/** Holds the place of rows that are scrolled out of view. */
const Gap = ({ height, columns }: { height: number; columns: number }) =>
  height > 0 && (
    <tr aria-hidden>
      <td colSpan={columns} className={classes.gap} style={{ height }} />
    </tr>
  );
