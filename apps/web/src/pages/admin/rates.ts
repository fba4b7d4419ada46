import { useQueryClient } from '@tanstack/react-query';
import { api, client, type Schemas } from '../../api.js';

export type RatesOverview = Schemas['RatesOverviewDto'];
export type RateRun = Schemas['RateRunDto'];
export type SourceReport = Schemas['SourceReportDto'];
export type QuarantinedRate = Schemas['QuarantinedRateDto'];

const pageSize = 20;

/** A refresh under way elsewhere is over within a minute or two. */
const lookAgainMs = 5_000;

export const useRatesOverview = () =>
  api.useQuery(
    'get',
    '/admin/rates',
    {},
    {
      refetchInterval: ({ state }) => (state.data?.running ? lookAgainMs : false),
    },
  );

/** Refreshes of the rates, newest first, page by page. */
export const useRateRuns = () =>
  api.useInfiniteQuery(
    'get',
    '/admin/rates/runs',
    { params: { query: { limit: pageSize } } },
    { pageParamName: 'cursor', initialPageParam: null, getNextPageParam: ({ next }) => next },
  );

/** Rates that were not believed, newest first, page by page. */
export const useQuarantine = () =>
  api.useInfiniteQuery(
    'get',
    '/admin/rates/quarantine',
    { params: { query: { limit: pageSize } } },
    { pageParamName: 'cursor', initialPageParam: null, getNextPageParam: ({ next }) => next },
  );

/** Asks the sources now; what is on the page is loaded again when they have answered. */
export function useRefreshRates() {
  const reload = useReload();
  return api.useMutation('post', '/admin/rates/refresh', { onSuccess: reload });
}

/** Says of a rate in quarantine whether it is to be believed. */
export function useDecide(): (id: string, decision: 'accept' | 'dismiss') => Promise<void> {
  const reload = useReload();
  return async (id, decision) => {
    await client.POST(
      decision === 'accept' ? '/admin/rates/quarantine/{id}/accept' : '/admin/rates/quarantine/{id}/dismiss',
      { params: { path: { id } } },
    );
    await reload();
  };
}

function useReload(): () => Promise<void> {
  const queries = useQueryClient();
  return () =>
    queries.invalidateQueries({
      predicate: ({ queryKey }) => String(queryKey[1]).startsWith('/admin/rates'),
    });
}
