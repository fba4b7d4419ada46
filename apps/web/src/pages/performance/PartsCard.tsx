import { SegmentedControl } from '@mantine/core';
import { parseDecimal } from '@tradeyard/kernel';
import { AssetMark, Card, ChangeText, DataTable, MoneyText, type Column } from '@tradeyard/ui';
import { NothingLine } from '../../analysis/NothingLine.js';
import { PercentChange } from '../../analysis/PercentChange.js';
import { useMemo } from 'react';
import { useParameter } from '../../address-parameter.js';
import { classWord } from '../../analysis/allocation-words.js';
import { FigureButton } from '../../analysis/FigureButton.js';
import type { Breakdown, Part } from '../../analysis/figures.js';
import type { TrailFigure } from '../../analysis/trail-figures.js';
import { useSortParameter } from '../../sort-parameter.js';
import { NameCell } from '../NameCell.js';
import { breakdowns } from './breakdowns.js';

type PartsCardProps = {
  parts: readonly Part[];
  by: Breakdown;
  onOpen: (figure: TrailFigure, of: string) => void;
};

/** What each position, class or currency added to the gain. */
export function PartsCard({ parts, by, onOpen }: PartsCardProps) {
  const [sort, setSort] = useSortParameter('-total');
  const setParameter = useParameter();
  const columns = useMemo(() => columnsOf(by, onOpen), [by, onOpen]);
  return (
    <Card
      title="What each part did"
      flush
      action={
        <SegmentedControl
          aria-label="Divide by"
          size="xs"
          data={[...breakdowns]}
          value={by}
          onChange={(value) => setParameter('by', value === 'position' ? null : value)}
        />
      }
    >
      <DataTable
        caption="What each part did"
        columns={columns}
        rows={parts}
        rowKey={({ key }) => key}
        sort={sort}
        onSort={setSort}
        empty={<NothingLine>Nothing was held in this time.</NothingLine>}
      />
    </Card>
  );
}

const effectColumns = [
  { id: 'price', header: 'Prices', hideBelow: 'md' },
  { id: 'dividend', header: 'Dividends', hideBelow: 'md' },
  { id: 'currency', header: 'Currencies', hideBelow: 'lg' },
  { id: 'fee', header: 'Fees', hideBelow: 'lg' },
] as const;

const heads: Record<Breakdown, string> = { position: 'Position', class: 'Class', currency: 'Currency' };

const columnsOf = (by: Breakdown, onOpen: PartsCardProps['onOpen']): readonly Column<Part>[] => [
  {
    id: 'name',
    header: heads[by],
    cell: ({ key, name }) =>
      by === 'class' ? (
        <NameCell name={classWord(key)} />
      ) : (
        <NameCell mark={<AssetMark name={key} />} name={key} detail={name} />
      ),
    sortBy: ({ name }) => name.toLocaleLowerCase(),
  },
  {
    id: 'value',
    header: 'Value',
    numeric: true,
    hideBelow: 'sm',
    cell: ({ key, name, closing }) => (
      <FigureButton name={`the value of ${name}`} onOpen={() => onOpen('value', key)}>
        <MoneyText {...closing} />
      </FigureButton>
    ),
    sortBy: ({ closing }) => parseDecimal(closing.amount),
  },
  ...effectColumns.map(({ id, header, hideBelow }): Column<Part> => ({
    id,
    header,
    numeric: true,
    hideBelow,
    cell: ({ effects }) => <MoneyText {...effects[id]} signed />,
    sortBy: ({ effects }) => parseDecimal(effects[id].amount),
  })),
  {
    id: 'total',
    header: 'Gain',
    numeric: true,
    cell: ({ key, name, effects: { total } }) => (
      <FigureButton name={`the gain of ${name}`} onOpen={() => onOpen('gain', key)}>
        <ChangeText of={total.amount}>
          <MoneyText {...total} signed />
        </ChangeText>
      </FigureButton>
    ),
    sortBy: ({ effects }) => parseDecimal(effects.total.amount),
  },
  {
    id: 'twr',
    header: 'Time-weighted',
    numeric: true,
    hideBelow: 'sm',
    cell: ({ key, name, methods: { timeWeighted } }) =>
      timeWeighted === null ? (
        '–'
      ) : (
        <FigureButton name={`the return of ${name}`} onOpen={() => onOpen('twr', key)}>
          <PercentChange percent={timeWeighted} />
        </FigureButton>
      ),
    sortBy: ({ methods: { timeWeighted } }) => (timeWeighted === null ? null : parseDecimal(timeWeighted)),
  },
];
