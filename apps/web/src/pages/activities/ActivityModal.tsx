import { Button, Skeleton, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useSearchParams } from 'react-router';
import { useParameter } from '../../address-parameter.js';
import { FormModal } from '../../forms/FormModal.js';
import { FormProblem } from '../../forms/FormProblem.js';
import { problemSentence } from '../../problem.js';
import { ActivityForm } from '../../tracked/ActivityForm.js';
import { useActivities, type Activity } from '../../tracked/tracked.js';
import { useRemoveActivities } from '../../tracked/use-remove-activities.js';
import { queryOf, useActivityFilter } from './activity-filter.js';

type ActivityModalProps = { portfolioId: string; currency: string };

/** Adds an activity, or changes or deletes the one that the address names. */
export function ActivityModal({ portfolioId, currency }: ActivityModalProps) {
  const [search] = useSearchParams();
  const setParameter = useParameter();
  const id = search.get('edit');
  const isNew = search.get('do') === 'add';
  const close = () => setParameter(id === null ? 'do' : 'edit', null);
  return (
    <FormModal
      opened={isNew || id !== null}
      onClose={close}
      title={isNew ? 'Add an activity' : 'Change the activity'}
    >
      {isNew && <ActivityForm portfolioId={portfolioId} currency={currency} onDone={close} />}
      {!isNew && id !== null && (
        <Change portfolioId={portfolioId} id={id} currency={currency} onDone={close} />
      )}
    </FormModal>
  );
}

type ChangeProps = ActivityModalProps & { id: string; onDone: () => void };

function Change({ portfolioId, id, currency, onDone }: ChangeProps) {
  // The same list that the page shows.
  const [filter] = useActivityFilter();
  const { data, isPending } = useActivities(portfolioId, queryOf(filter), true);
  const activity = data?.pages.flatMap(({ items }) => items).find((each) => each.id === id);
  if (isPending) return <Skeleton height={320} radius="md" />;
  if (!activity) {
    return (
      <Text size="sm">It is not among the activities that are shown. Load more of the list to find it.</Text>
    );
  }
  return (
    <Stack gap="sm">
      <ActivityForm portfolioId={portfolioId} currency={currency} activity={activity} onDone={onDone} />
      <RemoveButton portfolioId={portfolioId} activity={activity} onDone={onDone} />
    </Stack>
  );
}

type RemoveButtonProps = { portfolioId: string; activity: Activity; onDone: () => void };

/** At once, for it can be taken back. */
function RemoveButton({ portfolioId, activity, onDone }: RemoveButtonProps) {
  const remove = useRemoveActivities(portfolioId);
  const [isPending, setPending] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const run = async (): Promise<void> => {
    setPending(true);
    try {
      await remove([activity.id]);
      onDone();
    } catch (error) {
      setProblem(problemSentence(error));
      setPending(false);
    }
  };
  return (
    <>
      <FormProblem problem={problem} />
      <Button variant="subtle" color="var(--loss)" loading={isPending} fullWidth onClick={() => void run()}>
        Delete
      </Button>
    </>
  );
}
