import { IconTag } from '@tabler/icons-react';
import { Card, DataTable, EmptyState, ShareBar, type Column } from '@tradeyard/ui';
import type { Figures } from '../../daytrading/daytrading.js';
import { countWords } from '../../daytrading/figure-words.js';
import classes from './daytrading.module.css';

type Row = Figures['topSymbols'][number] & { share: number; length: number };

const columns: readonly Column<Row>[] = [
  { id: 'symbol', header: 'Symbol', cell: ({ symbol }) => <span className={classes.code}>{symbol}</span> },
  { id: 'count', header: 'Commands', numeric: true, cell: ({ count }) => countWords(count) },
  {
    id: 'share',
    header: 'Of all commands',
    cell: ({ share, length }) => <ShareBar share={share} length={length} />,
  },
];

/** The symbols that most commands name. */
export function SymbolTable({ figures: { topSymbols, commands } }: { figures: Figures }) {
  const most = topSymbols[0]?.count ?? 1;
  return (
    <Card title="Top symbols" flush>
      <DataTable
        caption="Top symbols"
        columns={columns}
        rows={topSymbols.map((each) => ({
          ...each,
          share: each.count / commands,
          length: each.count / most,
        }))}
        rowKey={({ symbol }) => symbol}
        rowHeight="compact"
        empty={
          <EmptyState icon={IconTag} title="No symbol was named yet">
            The twenty that most commands name stand here.
          </EmptyState>
        }
      />
    </Card>
  );
}
