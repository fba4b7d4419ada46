import { useSearchParams } from 'react-router';

/** The sort order of a page's table, kept in its address: a reload or a shared link shows the same table. */
export function useSortParameter(initial: string): [sort: string, setSort: (sort: string) => void] {
  const [search, setSearch] = useSearchParams();
  const setSort = (sort: string) =>
    setSearch(
      (before) => {
        const next = new URLSearchParams(before);
        if (sort === initial) next.delete('sort');
        else next.set('sort', sort);
        return next;
      },
      { replace: true, preventScrollReset: true },
    );
  return [search.get('sort') ?? initial, setSort];
}
