import type { PortfolioChange } from '../../tracked/tracked.js';

/** What a change did: `Imported 120 activities`. */
export function changeWords({ kind, count }: Pick<PortfolioChange, 'kind' | 'count'>): string {
  const activities = count === 1 ? 'an activity' : `${count} activities`;
  switch (kind) {
    case 'create':
      return `Added ${activities}`;
    case 'edit':
      return `Changed ${activities}`;
    case 'delete':
      return `Deleted ${activities}`;
    case 'import':
      return `Imported ${activities}`;
    case 'undo':
      return 'Took a change back';
    case 'asset':
      return count === 1 ? 'Changed an asset' : `Changed ${count} assets`;
    case 'price':
      return count === 1 ? 'Changed a price' : `Changed ${count} prices`;
    case 'setting':
      return 'Changed the settings';
    case 'portfolio':
      return 'Changed the portfolio';
  }
}

/** Whether it can be taken back: it was about activities, and was not taken back yet. */
export const canUndo = ({ kind, undoneBy }: Pick<PortfolioChange, 'kind' | 'undoneBy'>): boolean =>
  undoneBy === null && ['create', 'edit', 'delete', 'import', 'undo'].includes(kind);
