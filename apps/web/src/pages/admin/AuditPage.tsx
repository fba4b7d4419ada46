import { Button } from '@mantine/core';
import { Card, EmptyState, ErrorState, TableSkeleton } from '@tradeyard/ui';
import { IconUserQuestion } from '@tabler/icons-react';
import { useState } from 'react';
import { AuditFilterBar } from '../../audit/AuditFilterBar.js';
import { useAuditFilter } from '../../audit/audit-filter.js';
import { AuditList } from '../../audit/AuditList.js';
import { AuditRow, type AuditAmount } from '../../audit/AuditRow.js';
import { FormModal } from '../../forms/FormModal.js';
import { usePageTitle } from '../../page-title.js';
import { problemSentence } from '../../problem.js';
import { AuditDetails } from './AuditDetails.js';
import { canTakeBack, useAudit, usePersonByHandle, type AuditEntry } from './audit.js';
import { PersonSelect } from './PersonSelect.js';
import { ReversalForm } from './ReversalForm.js';

type AuditFilterState = ReturnType<typeof useAuditFilter>;

export default function AuditPage() {
  usePageTitle('Audit');
  const state = useAuditFilter();
  const { filter, person, setParameter } = state;
  return (
    <Card flush>
      <AuditFilterBar filter={filter} setParameter={setParameter}>
        <PersonSelect handle={person} onChange={(handle) => setParameter('person', handle)} />
      </AuditFilterBar>
      {person === '' ? <Trail {...state} /> : <TrailOfPerson {...state} />}
    </Card>
  );
}

/** The address has the handle, which people can read; the API wants the id. */
function TrailOfPerson(state: AuditFilterState) {
  const { person, setParameter } = state;
  const { data, isPending, isError, error, refetch } = usePersonByHandle(person);
  if (isPending) return <TableSkeleton what="The trail" />;
  if (isError) {
    return (
      <ErrorState
        title="The person could not be loaded"
        message={problemSentence(error)}
        onRetry={() => void refetch()}
      />
    );
  }
  if (!data) {
    return (
      <EmptyState
        icon={IconUserQuestion}
        title={`Nobody here is called @${person}`}
        action={
          <Button variant="default" onClick={() => setParameter('person', '')}>
            Show everybody
          </Button>
        }
      >
        The handle may have a typing mistake in it.
      </EmptyState>
    );
  }
  return <Trail {...state} userId={data.id} />;
}

function Trail({ filter, isFiltered, userId }: AuditFilterState & { userId?: string }) {
  const pages = useAudit({ ...filter, ...(userId !== undefined && { userId }) });
  const [entry, setEntry] = useState<AuditEntry | null>(null);
  const close = () => setEntry(null);
  return (
    <>
      <AuditList
        pages={pages}
        isFiltered={isFiltered}
        promise="Every movement of money will stand here, and every one that was refused."
        row={(item) => (
          <AuditRow
            key={item.id}
            entry={item}
            who={item.actor ? `${item.actor.displayName} (@${item.actor.handle})` : 'Tradeyard itself'}
            origin={item.origin}
            amounts={amountsOfPeople(item)}
          >
            <AuditDetails entry={item} {...(canTakeBack(item) && { onTakeBack: () => setEntry(item) })} />
          </AuditRow>
        )}
      />
      <FormModal opened={entry !== null} onClose={close} title="Take this back?">
        {entry && <ReversalForm entry={entry} onDone={close} />}
      </FormModal>
    </>
  );
}

/** The house's side of a movement is the mirror of it, and tells nobody more. */
function amountsOfPeople({ amounts, actor }: AuditEntry): AuditAmount[] {
  const owned = amounts.filter(({ owner }) => owner !== null);
  const isOfActor = owned.every(({ owner }) => owner?.handle === actor?.handle);
  // Whose they are is said already where they are of who asked.
  return isOfActor ? owned.map((amount) => ({ ...amount, owner: null })) : owned;
}
