import { IconCircleCheck } from '@tabler/icons-react';
import { Card, DataTable, EmptyState, ShareBar, type Column } from '@tradeyard/ui';
import type { Figures } from '../../daytrading/daytrading.js';
import { countWords, failureWords } from '../../daytrading/figure-words.js';
import classes from './daytrading.module.css';

type Row = Figures['failures'][number] & { share: number; length: number };

const columns: readonly Column<Row>[] = [
  {
    id: 'code',
    header: 'Why',
    cell: ({ code }) => (
      <span className={classes.why}>
        {failureWords(code)}
        <span>{code}</span>
      </span>
    ),
  },
  { id: 'count', header: 'Commands', numeric: true, cell: ({ count }) => countWords(count) },
  {
    id: 'share',
    header: 'Of all refused',
    cell: ({ share, length }) => <ShareBar share={share} length={length} tone="loss" />,
  },
];

/** What commands were refused for, the most frequent first. */
export function FailureTable({ figures: { failures, failed, commands } }: { figures: Figures }) {
  const most = failures[0]?.count ?? 1;
  return (
    <Card title="Failures by kind" flush>
      <DataTable
        caption="Failures by kind"
        columns={columns}
        rows={failures.map((each) => ({ ...each, share: each.count / failed, length: each.count / most }))}
        rowKey={({ code }) => code}
        empty={
          <EmptyState icon={IconCircleCheck} title="Nothing was refused">
            {commands > 0 ? 'Every command was carried out.' : 'Commands that break a rule are counted here.'}
          </EmptyState>
        }
      />
    </Card>
  );
}
