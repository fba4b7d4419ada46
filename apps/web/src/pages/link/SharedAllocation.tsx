import { SegmentedControl } from '@mantine/core';
import { Card, DataTable, ShareBar, ShareDot, ShareRing, type Column } from '@tradeyard/ui';
import { useState } from 'react';
import { allocationKinds, allocationWord } from '../../analysis/allocation-words.js';
import kindClasses from '../allocation/AllocationPage.module.css';
import shares from '../allocation/Shares.module.css';
import { NameCell } from '../NameCell.js';
import type { SharedPortfolio } from './shared-portfolio.js';

type Row = { name: string; weight: string | null; place: number };

/** What it consists of, in percent. */
export function SharedAllocation({ shared: { allocation } }: { shared: SharedPortfolio }) {
  const kinds = allocationKinds.filter(({ value }) => allocation.some(({ by }) => by === value));
  const [chosen, setChosen] = useState(kinds[0]?.value ?? 'class');
  const slices = allocation.find(({ by }) => by === chosen)?.slices ?? [];
  const rows = slices.map(({ key, weight }, place): Row => ({
    name: allocationWord(chosen, key),
    weight,
    place,
  }));
  if (allocation.length === 0) return null;
  return (
    <Card title="What it consists of">
      <div className={kindClasses.kinds}>
        <SegmentedControl
          aria-label="Told by"
          size="sm"
          data={kinds.map(({ value, label }) => ({ value, label }))}
          value={chosen}
          onChange={setChosen}
        />
      </div>
      <div className={shares.shares}>
        <ShareRing
          shares={rows.map(({ name, weight }) => ({
            key: name,
            share: Math.max(0, Number(weight ?? 0) / 100),
          }))}
        >
          100%
        </ShareRing>
        <div className={shares.list}>
          <DataTable
            caption={`What it consists of, by ${chosen}`}
            columns={columns}
            rows={rows}
            rowKey={({ name }) => name}
            rowHeight="compact"
          />
        </div>
      </div>
    </Card>
  );
}

const columns: readonly Column<Row>[] = [
  {
    id: 'name',
    header: 'Part',
    cell: ({ name, place }) => <NameCell mark={<ShareDot index={place} />} name={name} />,
  },
  {
    id: 'weight',
    header: 'Share',
    cell: ({ weight }) =>
      weight === null ? (
        '–'
      ) : (
        <ShareBar share={Number(weight) / 100} length={Math.max(0, Number(weight) / 100)} />
      ),
  },
];
