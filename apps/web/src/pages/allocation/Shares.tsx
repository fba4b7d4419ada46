import { parseDecimal } from '@tradeyard/kernel';
import {
  DataTable,
  formatPercent,
  MoneyText,
  ShareBar,
  ShareDot,
  ShareRing,
  type Column,
} from '@tradeyard/ui';
import { useMemo, useState } from 'react';
import { allocationKinds, allocationWord, type AllocationKind } from '../../analysis/allocation-words.js';
import { NameCell } from '../NameCell.js';
import type { Allocation, Slice } from './allocation.js';
import classes from './Shares.module.css';

type Row = Slice & { place: number; name: string };

/** The parts of the whole, as a ring and as a list in its order, with targets where there are any. */
export function Shares({ allocation: { by, slices, total } }: { allocation: Allocation }) {
  const [sort, setSort] = useState('');
  const rows = useMemo(
    () => slices.map((slice, place): Row => ({ ...slice, place, name: allocationWord(by, slice.key) })),
    [by, slices],
  );
  const hasTargets = slices.some(({ target }) => target !== null);
  const columns = useMemo(() => columnsOf(by, hasTargets), [by, hasTargets]);
  return (
    <div className={classes.shares}>
      <ShareRing
        shares={rows.map(({ name, weight }) => ({
          key: name,
          share: Math.max(0, Number(weight ?? 0) / 100),
        }))}
      >
        <span className={classes.label}>In all</span>
        <MoneyText {...total} />
      </ShareRing>
      <div className={classes.list}>
        <DataTable
          caption={`Allocation by ${by}`}
          columns={columns}
          rows={rows}
          rowKey={({ name }) => name}
          sort={sort}
          onSort={setSort}
          rowHeight="compact"
        />
      </div>
    </div>
  );
}

const columnsOf = (by: AllocationKind, hasTargets: boolean): readonly Column<Row>[] => [
  {
    id: 'name',
    header: allocationKinds.find(({ value }) => value === by)?.label ?? '',
    cell: ({ name, place }) => <NameCell mark={<ShareDot index={place} />} name={name} />,
    sortBy: ({ name }) => name.toLocaleLowerCase(),
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
    sortBy: ({ weight }) => weight && parseDecimal(weight),
  },
  {
    id: 'value',
    header: 'Value',
    numeric: true,
    ...(hasTargets && { hideBelow: 'sm' as const }),
    cell: ({ value }) => <MoneyText {...value} />,
    sortBy: ({ value }) => parseDecimal(value.amount),
  },
  ...(hasTargets ? targetColumns : []),
];

const targetColumns: readonly Column<Row>[] = [
  {
    id: 'target',
    header: 'Target',
    numeric: true,
    hideBelow: 'sm',
    cell: ({ target }) => (target === null ? '–' : formatPercent(target)),
    sortBy: ({ target }) => target && parseDecimal(target),
  },
  {
    id: 'drift',
    header: 'Drift',
    numeric: true,
    cell: ({ drift }) => (drift === null ? '–' : driftWords(drift)),
    sortBy: ({ drift }) => drift && parseDecimal(drift),
  },
];

/** In percent points: above the target is too much of it. */
export const driftWords = (drift: string): string => formatPercent(drift, 'exceptZero');
