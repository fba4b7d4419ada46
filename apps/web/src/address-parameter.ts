import { useCallback } from 'react';
import { useSearchParams } from 'react-router';

/** Changes one parameter of a page's address and leaves the others; null takes it out. */
export function useParameter(): (name: string, value: string | null) => void {
  const [, setSearch] = useSearchParams();
  return useCallback(
    (name, value) =>
      setSearch(
        (before) => {
          const next = new URLSearchParams(before);
          if (value === null) next.delete(name);
          else next.set(name, value);
          return next;
        },
        { replace: true, preventScrollReset: true },
      ),
    [setSearch],
  );
}
