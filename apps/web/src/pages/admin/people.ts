import { keepPreviousData, useQueryClient } from '@tanstack/react-query';
import { api, client, type Schemas } from '../../api.js';

export type Person = Schemas['AccountHolderDto'];

const pageSize = 50;

/** Everybody whose email or handle begins with `query`, newest first, page by page. */
export const usePeople = (query: string) =>
  api.useInfiniteQuery(
    'get',
    '/admin/users',
    { params: { query: { limit: pageSize, ...(query && { query }) } } },
    {
      pageParamName: 'cursor',
      initialPageParam: null,
      getNextPageParam: ({ next }) => next,
      // While one types, the people found before stay.
      placeholderData: keepPreviousData,
    },
  );

/** Closes an account that is open, and opens one that is closed. */
export function useChangePerson(): (person: Person) => Promise<void> {
  const queries = useQueryClient();
  return async ({ id, closedAt }) => {
    await client.POST(closedAt === null ? '/admin/users/{id}/close' : '/admin/users/{id}/reopen', {
      params: { path: { id } },
    });
    await queries.invalidateQueries({ queryKey: ['get', '/admin/users'] });
  };
}
