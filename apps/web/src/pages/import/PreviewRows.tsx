import { Card, DataTable, formatDay, formatMoney, type Column } from '@tradeyard/ui';
import { ActivityCell } from '../../tracked/ActivityCell.js';
import { cashOf } from '../../tracked/describe-activity.js';
import type { ImportPreview } from '../../tracked/import.js';
import { countWords } from './report-words.js';

type Row = ImportPreview['items'][number];

const columns: readonly Column<Row>[] = [
  {
    id: 'line',
    header: 'Line',
    hideBelow: 'sm',
    cell: ({ line }) => <span className="tabular">{line}</span>,
  },
  {
    id: 'what',
    header: 'What',
    cell: ({ activity, isDuplicate }) => (
      <ActivityCell activity={activity} remark={isDuplicate && 'There already'} />
    ),
  },
  { id: 'day', header: 'Day', hideBelow: 'sm', cell: ({ activity }) => formatDay(activity.day) },
  {
    id: 'cash',
    header: 'Cash',
    numeric: true,
    cell: ({ activity }) => {
      const cash = cashOf(activity);
      return cash === null ? '–' : formatMoney(cash, activity.currency, 'exceptZero');
    },
  },
];

/** The first rows, as they were understood. */
export function PreviewRows({ preview: { items, report } }: { preview: ImportPreview }) {
  const understood = report.rows - report.faultCount;
  return (
    <Card
      title={
        items.length < understood
          ? `The first ${items.length} of ${countWords(understood)}`
          : 'As it was understood'
      }
      flush
    >
      <DataTable
        caption="As the file was understood"
        columns={columns}
        rows={items}
        rowKey={({ activity }) => activity.id}
      />
    </Card>
  );
}
