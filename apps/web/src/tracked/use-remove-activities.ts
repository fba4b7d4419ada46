import { notifyProblem, notifyUndo } from '../forms/notify.js';
import { problemSentence } from '../problem.js';
import { removeActivities, undoChange, useRefreshTracked } from './tracked.js';

/** Deletes activities, and says so with a button that brings them back. Throws what the API refused. */
export function useRemoveActivities(portfolioId: string): (ids: readonly string[]) => Promise<void> {
  const refresh = useRefreshTracked();
  return async (ids) => {
    const { version } = await removeActivities(portfolioId, ids);
    await refresh();
    notifyUndo(ids.length === 1 ? 'Activity deleted' : `${ids.length} activities deleted`, async () => {
      try {
        await undoChange(portfolioId, version);
        await refresh();
      } catch (error) {
        notifyProblem('They were not brought back', problemSentence(error));
      }
    });
  };
}
