import { Card, ErrorState, PageHeader, TableSkeleton } from '@tradeyard/ui';
import { useParams } from 'react-router';
import { usePageTitle } from '../../page-title.js';
import { problemSentence } from '../../problem.js';
import { scopePath, useScope } from '../../tracked/scope.js';
import { ReadOnlyNote } from '../activities/ReadOnlyNote.js';
import { BackLink } from '../BackLink.js';
import { ChooseStep } from './ChooseStep.js';
import { ImportingStep } from './ImportingStep.js';
import { PreviewStep } from './PreviewStep.js';
import { ReportStep } from './ReportStep.js';
import { StepList } from './StepList.js';
import { useImport } from './use-import.js';

/** Brings a file into a tracked portfolio: choose it, see what is in it, import it, and see what came of that. */
export default function ImportPage() {
  const { id = '' } = useParams();
  const scope = useScope(id);
  usePageTitle(`Import into ${scope.data?.name ?? 'a portfolio'}`);
  return (
    <>
      <PageHeader
        before={<BackLink to={`${scopePath({ id })}/activities`}>Activities</BackLink>}
        title="Import a file"
        subtitle={scope.data && `Into ${scope.data.name}. Nothing is stored before you have seen it.`}
      />
      {!scope.data && (
        <Card>
          {scope.isError ? (
            <ErrorState
              title="This portfolio could not be loaded"
              message={problemSentence(scope.error)}
              onRetry={() => void scope.refetch()}
            />
          ) : (
            <TableSkeleton what="The portfolio" rows={2} />
          )}
        </Card>
      )}
      {scope.data && !scope.data.canChange && <ReadOnlyNote scope={scope.data} />}
      {scope.data?.canChange && <Wizard id={id} />}
    </>
  );
}

function Wizard({ id }: { id: string }) {
  const { state, choose, change, begin, restart } = useImport(id);
  return (
    <>
      <StepList current={state.step} />
      {state.step === 'choose' && <ChooseStep problem={state.problem} onChoose={choose} />}
      {state.step === 'preview' && (
        <PreviewStep state={state} onChange={change} onBegin={begin} onBack={restart} />
      )}
      {state.step === 'importing' && <ImportingStep file={state.file} progress={state.progress} />}
      {state.step === 'report' && (
        <ReportStep id={id} file={state.file} report={state.report} onAnother={restart} />
      )}
    </>
  );
}
