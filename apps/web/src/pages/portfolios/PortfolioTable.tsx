import { parseDecimal } from '@tradeyard/kernel';
import {
  ChangeText,
  DataTable,
  ErrorState,
  formatDay,
  MoneyText,
  PercentText,
  TableSkeleton,
  type Column,
} from '@tradeyard/ui';
import { kindWords, portfolioPath, useComparison, type ComparedPortfolio } from '../../paper/paper.js';
import { problemSentence } from '../../problem.js';
import { useSortParameter } from '../../sort-parameter.js';
import { NameCell } from '../NameCell.js';
import { PortfolioMark } from './PortfolioMark.js';

const columns: readonly Column<ComparedPortfolio>[] = [
  {
    id: 'name',
    header: 'Portfolio',
    cell: (portfolio) => (
      <NameCell
        mark={<PortfolioMark kind={portfolio.kind} />}
        name={portfolio.name}
        detail={`Since ${formatDay(portfolio.startedAt)}`}
        to={portfolioPath(portfolio)}
      />
    ),
    sortBy: ({ name }) => name.toLocaleLowerCase(),
  },
  {
    id: 'kind',
    header: 'Kind',
    hideBelow: 'sm',
    cell: ({ kind }) => kindWords[kind],
    sortBy: ({ kind }) => kindWords[kind],
  },
  {
    id: 'currency',
    header: 'Currency',
    hideBelow: 'md',
    cell: ({ currency }) => currency,
    sortBy: ({ currency }) => currency,
  },
  {
    id: 'value',
    header: 'Value',
    numeric: true,
    cell: ({ value }) => <MoneyText {...value} />,
    sortBy: ({ value }) => parseDecimal(value.amount),
  },
  {
    id: 'return',
    header: 'Return',
    numeric: true,
    cell: ({ returnPercent }) => <ReturnText percent={returnPercent} />,
    sortBy: ({ returnPercent }) => (returnPercent === null ? null : parseDecimal(returnPercent)),
  },
  {
    id: 'cash',
    header: 'Cash',
    numeric: true,
    hideBelow: 'md',
    cell: ({ cash }) => <MoneyText {...cash} />,
    sortBy: ({ cash }) => parseDecimal(cash.amount),
  },
];

/** Since the start. The main portfolio has none: money comes and goes there. */
export const ReturnText = ({ percent }: { percent: string | null }) =>
  percent === null ? (
    '–'
  ) : (
    <ChangeText of={percent}>
      <PercentText percent={percent} signed />
    </ChangeText>
  );

/** All that are open, in the order of the API unless another is asked for: the main one, then the oldest first. */
export function PortfolioTable() {
  const [sort, setSort] = useSortParameter('');
  const { data, isError, error, refetch } = useComparison();
  if (!data && isError) {
    return (
      <ErrorState
        title="Your portfolios could not be loaded"
        message={problemSentence(error)}
        onRetry={() => void refetch()}
      />
    );
  }
  if (!data) return <TableSkeleton what="The list of portfolios" rows={3} />;
  return (
    <DataTable
      caption="Portfolios"
      columns={columns}
      rows={data.items}
      rowKey={({ id }) => id}
      sort={sort}
      onSort={setSort}
    />
  );
}
