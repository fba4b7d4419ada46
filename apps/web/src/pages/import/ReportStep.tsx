import { Button, Group, Stack } from '@mantine/core';
import { IconCircleCheck, IconInfoCircle } from '@tabler/icons-react';
import { Card, EmptyState } from '@tradeyard/ui';
import { useState } from 'react';
import { Link } from 'react-router';
import { FormProblem } from '../../forms/FormProblem.js';
import { problemSentence } from '../../problem.js';
import type { ImportReport } from '../../tracked/import.js';
import { scopePath } from '../../tracked/scope.js';
import { undoChange, useRefreshTracked } from '../../tracked/tracked.js';
import { FaultList } from './FaultList.js';
import { PassedOverList } from './PassedOverList.js';
import { countWords } from './report-words.js';

type ReportStepProps = { id: string; file: File; report: ImportReport; onAnother: () => void };

/** What came of the import, with a way to take it back. */
export function ReportStep({ id, file, report, onAnother }: ReportStepProps) {
  const { version, duplicates, faults, faultCount, passedOver } = report;
  const { undo, state, problem } = useUndo(id, version);
  const isUndone = state === 'undone';
  return (
    <Stack gap="lg">
      <FormProblem problem={problem} />
      <Card>
        <div role="status">
          <EmptyState
            icon={version !== null && !isUndone ? IconCircleCheck : IconInfoCircle}
            title={isUndone ? 'The import was taken back' : titleOf(report)}
            action={
              <Group gap="sm" justify="center">
                {version !== null && !isUndone && (
                  <Button variant="default" loading={state === 'pending'} onClick={() => void undo()}>
                    Undo the import
                  </Button>
                )}
                <Button variant="default" onClick={onAnother}>
                  Import another file
                </Button>
                <Button component={Link} to={`${scopePath({ id })}/activities`}>
                  See the activities
                </Button>
              </Group>
            }
          >
            {isUndone
              ? 'Everything is as it was before.'
              : `From ${file.name}.${duplicates > 0 ? ` Left out because they were there already: ${duplicates}.` : ''}`}
          </EmptyState>
        </div>
      </Card>
      {faultCount > 0 && !isUndone && <FaultList faults={faults} count={faultCount} isDone />}
      {!isUndone && <PassedOverList passedOver={passedOver} />}
    </Stack>
  );
}

const titleOf = ({ added, version }: ImportReport): string =>
  version === null ? 'Nothing was imported' : `Imported ${countWords(added)}`;

function useUndo(id: string, version: string | null) {
  const refresh = useRefreshTracked();
  const [state, setState] = useState<'done' | 'pending' | 'undone'>('done');
  const [problem, setProblem] = useState<string | null>(null);
  const undo = async (): Promise<void> => {
    if (version === null) return;
    setState('pending');
    setProblem(null);
    try {
      await undoChange(id, version);
      await refresh();
      setState('undone');
    } catch (error) {
      setProblem(problemSentence(error));
      setState('done');
    }
  };
  return { undo, state, problem };
}
