import { Card, DataTable, formatQuantity, type Column } from '@tradeyard/ui';
import type { ImportFault } from '../../tracked/import.js';
import classes from './FaultList.module.css';

type FaultListProps = {
  /** The first of them. */
  faults: readonly ImportFault[];
  /** Of all of them. */
  count: number;
  isDone: boolean;
};

type Row = ImportFault & { place: number };

const columns: readonly Column<Row>[] = [
  { id: 'line', header: 'Line', cell: ({ line }) => <span className="tabular">{line}</span> },
  { id: 'column', header: 'Column', hideBelow: 'sm', cell: ({ column }) => column ?? '–' },
  { id: 'what', header: 'What is wrong', cell: ({ message }) => message },
];

/** Which rows of the file cannot be imported, and why. */
export function FaultList({ faults, count, isDone }: FaultListProps) {
  const rows = faults.map((fault, place) => ({ ...fault, place }));
  return (
    <Card
      title={count === 1 ? 'One row has a fault' : `${formatQuantity(String(count))} rows have a fault`}
      flush
    >
      <p className={classes.words}>
        {isDone ? 'They were left out. ' : 'They are left out. '}
        Correct them in the file and import it again: what is there by then is not imported twice.
        {count > faults.length && ` The first ${faults.length} are shown.`}
      </p>
      <DataTable
        caption="Rows with a fault"
        columns={columns}
        rows={rows}
        rowKey={({ place }) => String(place)}
        rowHeight="compact"
      />
    </Card>
  );
}
