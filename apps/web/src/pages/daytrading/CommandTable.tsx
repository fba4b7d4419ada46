import { IconList } from '@tabler/icons-react';
import { Card, DataTable, EmptyState, ShareBar, type Column } from '@tradeyard/ui';
import type { Figures } from '../../daytrading/daytrading.js';
import { countWords } from '../../daytrading/figure-words.js';
import classes from './daytrading.module.css';

type Row = Figures['byCommand'][number] & { share: number; length: number };

const columns: readonly Column<Row>[] = [
  {
    id: 'command',
    header: 'Command',
    cell: ({ command }) =>
      command === 'OTHER' ? 'Unknown' : <span className={classes.code}>{command}</span>,
  },
  { id: 'ok', header: 'Carried out', numeric: true, cell: ({ ok }) => countWords(ok) },
  { id: 'failed', header: 'Refused', numeric: true, cell: ({ failed }) => countWords(failed) },
  {
    id: 'share',
    header: 'Of all',
    hideBelow: 'sm',
    cell: ({ share, length }) => <ShareBar share={share} length={length} />,
  },
];

/** How often each command came, and what became of it. */
export function CommandTable({ figures: { byCommand, commands } }: { figures: Figures }) {
  const counts = byCommand.map((each) => ({ ...each, count: each.ok + each.failed }));
  const most = counts[0]?.count ?? 1;
  return (
    <Card title="By command" flush>
      <DataTable
        caption="By command"
        columns={columns}
        rows={counts.map((each) => ({ ...each, share: each.count / commands, length: each.count / most }))}
        rowKey={({ command }) => command}
        rowHeight="compact"
        empty={
          <EmptyState icon={IconList} title="No command came yet">
            They are counted here by their names.
          </EmptyState>
        }
      />
    </Card>
  );
}
