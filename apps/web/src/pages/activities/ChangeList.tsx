import { Button } from '@mantine/core';
import { IconHistory } from '@tabler/icons-react';
import { EmptyState, formatMoment } from '@tradeyard/ui';
import { useState } from 'react';
import { notifyDone, notifyProblem } from '../../forms/notify.js';
import { problemSentence } from '../../problem.js';
import { undoChange, useChanges, useRefreshTracked, type PortfolioChange } from '../../tracked/tracked.js';
import { DetailRow, DetailRows } from '../DetailRows.js';
import { canUndo, changeWords } from './change-words.js';

/** What was changed in a portfolio, newest first, each with a way to take it back: an import with all that came in it. */
export function ChangeList({ portfolioId }: { portfolioId: string }) {
  const changes = useChanges(portfolioId);
  return (
    <DetailRows
      name="Changes"
      pages={changes}
      empty={
        <EmptyState icon={IconHistory} title="Nothing was changed yet">
          What you add, change, delete or import stands here, and can be taken back.
        </EmptyState>
      }
      row={(change) => <ChangeRow key={change.version} portfolioId={portfolioId} change={change} />}
    />
  );
}

function ChangeRow({ portfolioId, change }: { portfolioId: string; change: PortfolioChange }) {
  const refresh = useRefreshTracked();
  const [isPending, setPending] = useState(false);
  const title = changeWords(change);
  const undo = async (): Promise<void> => {
    setPending(true);
    try {
      await undoChange(portfolioId, change.version);
      await refresh();
      notifyDone('Taken back', title);
    } catch (error) {
      notifyProblem('It was not taken back', problemSentence(error));
    } finally {
      setPending(false);
    }
  };
  return (
    <DetailRow
      title={title}
      badge={change.undoneBy === null ? undefined : { words: 'Taken back' }}
      details={[formatMoment(change.at)]}
    >
      {canUndo(change) && (
        <Button
          size="xs"
          variant="default"
          loading={isPending}
          aria-label={`Undo: ${title}, ${formatMoment(change.at)}`}
          onClick={() => void undo()}
        >
          Undo
        </Button>
      )}
    </DetailRow>
  );
}
