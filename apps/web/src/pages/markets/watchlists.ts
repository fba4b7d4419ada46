import { useMutation, useQueryClient, type QueryClient } from '@tanstack/react-query';
import { api, client, type Schemas } from '../../api.js';
import { notifyProblem } from '../../forms/notify.js';
import { problemSentence } from '../../problem.js';

export type Watchlist = Schemas['WatchlistDto'];

/** One's own lists, in their order. */
export const useWatchlists = (): readonly Watchlist[] =>
  api.useQuery('get', '/watchlists').data?.items ?? none;

const none: readonly Watchlist[] = [];

/** One list, with its instruments. */
export const useWatchlist = (id: string) =>
  api.useQuery('get', '/watchlists/{id}', { params: { path: { id } } });

/** After a change of lists they are read again, wherever they show. */
export const refreshWatchlists = (queries: QueryClient): Promise<unknown> =>
  Promise.all(
    (['/watchlists', '/watchlists/{id}'] as const).map((path) =>
      queries.invalidateQueries({ queryKey: ['get', path] }),
    ),
  );

type WatchlistChanges = {
  add: (id: string, symbol: string) => void;
  remove: (id: string, symbol: string) => void;
  /** By so many places down, or up where it is negative. */
  moveSymbol: (id: string, symbol: string, places: number) => void;
  moveList: (id: string, places: number) => void;
};

/** What is done at a click. One click after the other: each begins with what the one before it has left. */
export function useWatchlistChanges(): WatchlistChanges {
  const queries = useQueryClient();
  const { mutate } = useMutation({
    scope: { id: 'watchlists' },
    mutationFn: (send: () => Promise<unknown>) => send(),
    onError: (error) => notifyProblem('The watchlist was not changed', problemSentence(error)),
    onSettled: () => refreshWatchlists(queries),
  });
  return {
    add: (id, symbol) => mutate(() => client.PUT(symbolPath, { params: { path: { id, symbol } } })),
    remove: (id, symbol) => mutate(() => client.DELETE(symbolPath, { params: { path: { id, symbol } } })),
    moveSymbol: (id, symbol, places) =>
      mutate(async () => {
        const { data } = await client.GET('/watchlists/{id}', { params: { path: { id } } });
        const position = moved(data?.symbols ?? [], symbol, places);
        if (position === null) return;
        await client.PUT(symbolPath, { params: { path: { id, symbol } }, body: { position } });
      }),
    moveList: (id, places) =>
      mutate(async () => {
        const { data } = await client.GET('/watchlists');
        const position = moved(data?.items.map((list) => list.id) ?? [], id, places);
        if (position === null) return;
        await client.PATCH('/watchlists/{id}', { params: { path: { id } }, body: { position } });
      }),
  };
}

const symbolPath = '/watchlists/{id}/symbols/{symbol}';

/** Where it would stand afterwards, counted from 0; null where it is not, or cannot go. */
function moved(items: readonly string[], item: string, places: number): number | null {
  const place = items.indexOf(item);
  const next = place + places;
  return place >= 0 && next >= 0 && next < items.length ? next : null;
}
