import { DomainError } from '@tradeyard/kernel';
import { type DraftContext, readActivity } from '../activity-draft.js';
import { activityKey } from './activity-key.js';
import type { ImportFault, ImportRow, ReadRow } from './import-row.js';

/**
 * Drafts as activities, each with its key; what breaks a rule is told with its line and left out. `idOf` gives every
 * activity the id that it is stored with.
 */
export function readActivities(
  rows: readonly ReadRow[],
  { idOf, ...context }: Omit<DraftContext, 'id'> & { readonly idOf: (row: ReadRow) => string },
): { rows: ImportRow[]; faults: ImportFault[] } {
  const read: ImportRow[] = [];
  const faults: ImportFault[] = [];
  for (const row of rows) {
    try {
      const activity = readActivity(row.draft, { ...context, id: idOf(row) });
      read.push({
        line: row.line,
        activity,
        key: activityKey(activity),
        ...(row.asset && { asset: row.asset }),
        ...(row.id !== undefined && { id: row.id }),
      });
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      faults.push({ line: row.line, column: error.field, code: error.code, message: error.message });
    }
  }
  return { rows: read, faults };
}
