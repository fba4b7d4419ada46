import { useCallback } from 'react';
import { useSearchParams } from 'react-router';

/**
 * Changes one parameter of a page's address and leaves the others; null takes it out. The way back leads to before the
 * page, or, where the change `isStep`, to before that.
 */
export function useParameter(): (name: string, value: string | null, isStep?: boolean) => void {
  const [, setSearch] = useSearchParams();
  return useCallback(
    (name, value, isStep = false) =>
      setSearch(
        (before) => {
          const next = new URLSearchParams(before);
          if (value === null) next.delete(name);
          else next.set(name, value);
          return next;
        },
        { replace: !isStep, preventScrollReset: true },
      ),
    [setSearch],
  );
}
