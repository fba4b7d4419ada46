import { useCallback, useMemo, useState } from 'react';
import type { Activity } from '../../tracked/tracked.js';

type UseSelection = {
  /** Of those that are shown. */
  ids: ReadonlySet<string>;
  toggle: (id: string) => void;
  chooseAll: () => void;
  clear: () => void;
};

/** The API deletes so many at once. */
const chosenMax = 1_000;

/** Which rows are chosen. What is not shown any more is not chosen either. */
export function useSelection(rows: readonly Activity[]): UseSelection {
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const ids = useMemo(() => new Set(rows.map(({ id }) => id).filter((id) => chosen.has(id))), [rows, chosen]);
  const toggle = useCallback((id: string) => {
    setChosen((before) => {
      const next = new Set(before);
      if (!next.delete(id)) next.add(id);
      return next;
    });
  }, []);
  return {
    ids,
    toggle,
    chooseAll: () => setChosen(new Set(rows.slice(0, chosenMax).map(({ id }) => id))),
    clear: () => setChosen(new Set()),
  };
}
