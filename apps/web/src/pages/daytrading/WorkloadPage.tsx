import { Skeleton, Stack } from '@mantine/core';
import { Card, ErrorState, PageHeader } from '@tradeyard/ui';
import { useParams } from 'react-router';
import { useFigures, type Figures } from '../../daytrading/daytrading.js';
import { useDemoRun, type DemoRun } from '../../daytrading/demo-run.js';
import { runningWords, startWords } from '../../daytrading/figure-words.js';
import { usePageTitle } from '../../page-title.js';
import { problemSentence } from '../../problem.js';
import { BackLink } from '../BackLink.js';
import rows from '../DetailRows.module.css';
import { CommandTable } from './CommandTable.js';
import classes from './daytrading.module.css';
import { DemoProgress } from './DemoProgress.js';
import { Downloads } from './Downloads.js';
import { FailureTable } from './FailureTable.js';
import { LatencyChart, RateChart } from './FigureCharts.js';
import { Numbers } from './Numbers.js';
import { SymbolTable } from './SymbolTable.js';
import { TraderTable } from './TraderTable.js';

/** One run of the day-trading system, as it goes on. */
export default function WorkloadPage() {
  const { id = '' } = useParams();
  const demo = useDemoRun(id);
  const { data, isPending, isError, error, refetch } = useFigures(id, demo?.status === 'sending');
  usePageTitle(data?.workload.name ?? 'Workload');
  return (
    <>
      {!data && <PageHeader before={<BackLink to="/daytrading">Day trading</BackLink>} title="Workload" />}
      {isPending && <Skeleton height={320} radius="lg" />}
      {isError && !data && (
        <Card>
          <ErrorState
            title="This workload could not be loaded"
            message={problemSentence(error)}
            onRetry={() => void refetch()}
          />
        </Card>
      )}
      {data && <Content figures={data} demo={demo} problem={isError ? problemSentence(error) : null} />}
    </>
  );
}

type ContentProps = { figures: Figures; demo: DemoRun | null; problem: string | null };

function Content({ figures, demo, problem }: ContentProps) {
  const { workload, isRunning } = figures;
  return (
    <>
      <PageHeader
        before={<BackLink to="/daytrading">Day trading</BackLink>}
        title={workload.name}
        subtitle={
          <span className={classes.status}>
            <span className={rows.badge} data-tone={isRunning ? 'gain' : undefined}>
              {isRunning ? 'Running' : 'Not running'}
            </span>
            {runningWords(figures)}
          </span>
        }
        actions={<Downloads workload={workload} />}
      />
      <Stack gap="lg">
        {problem !== null && (
          <p role="alert" className={classes.problem}>
            These numbers are not new. {problem}
          </p>
        )}
        {demo && <DemoProgress demo={demo} />}
        <Numbers figures={figures} />
        <div className={classes.halves}>
          <RateChart figures={figures} />
          <LatencyChart figures={figures} />
        </div>
        <div className={classes.halves}>
          <Stack gap="lg">
            <FailureTable figures={figures} />
            <SymbolTable figures={figures} />
          </Stack>
          <CommandTable figures={figures} />
        </div>
        <TraderTable id={workload.id} isRunning={isRunning} />
        <p className={classes.foot}>{startWords(workload)}</p>
      </Stack>
    </>
  );
}
