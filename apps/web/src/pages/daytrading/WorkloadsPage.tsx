import { IconTerminal2 } from '@tabler/icons-react';
import {
  Card,
  DataTable,
  EmptyState,
  ErrorState,
  formatMoment,
  PageHeader,
  TableSkeleton,
  type Column,
} from '@tradeyard/ui';
import { useWorkloads, type Workload } from '../../daytrading/daytrading.js';
import { quotesWords } from '../../daytrading/figure-words.js';
import { usePageTitle } from '../../page-title.js';
import { problemSentence } from '../../problem.js';
import { LoadMore } from '../LoadMore.js';
import { NameCell } from '../NameCell.js';
import { DemoButton } from './DemoButton.js';
import { HowToRun } from './HowToRun.js';

const columns: readonly Column<Workload>[] = [
  {
    id: 'name',
    header: 'Workload',
    cell: ({ id, name, createdAt }) => (
      <NameCell name={name} detail={formatMoment(createdAt)} to={`/daytrading/${id}`} />
    ),
  },
  { id: 'quotes', header: 'Prices', hideBelow: 'sm', cell: ({ quotes }) => quotesWords[quotes] },
];

/** All runs of the day-trading system that I have begun. */
export default function WorkloadsPage() {
  usePageTitle('Day trading');
  const workloads = useWorkloads();
  const { data, isPending, isError, error, refetch } = workloads;
  const isEmpty = data?.pages[0]?.items.length === 0;
  return (
    <>
      <PageHeader
        title="Day trading"
        subtitle="Sixteen commands, many users, and how fast they are carried out"
        actions={!isEmpty && <DemoButton size="sm" />}
      />
      <Card flush>
        {isPending && <TableSkeleton what="The list of workloads" rows={3} />}
        {isError && !data && (
          <ErrorState
            title="Your workloads could not be loaded"
            message={problemSentence(error)}
            onRetry={() => void refetch()}
          />
        )}
        {data && (
          <>
            <DataTable
              caption="Workloads"
              columns={columns}
              rows={data.pages.flatMap(({ items }) => items)}
              rowKey={({ id }) => id}
              empty={<NoWorkloads />}
            />
            <LoadMore pages={workloads} />
          </>
        )}
      </Card>
      {data && <HowToRun />}
    </>
  );
}

const NoWorkloads = () => (
  <EmptyState icon={IconTerminal2} title="You have run no workload yet" action={<DemoButton />}>
    A workload is a file of commands such as BUY and COMMIT_BUY, by one user or by thousands, each with money
    and shares of their own. The demo is a small one of ten users; the line below runs a file.
  </EmptyState>
);
