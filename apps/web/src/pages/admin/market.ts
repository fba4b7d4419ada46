import { useQueryClient } from '@tanstack/react-query';
import { api, client, type Schemas } from '../../api.js';

export type PriceProvider = Schemas['PriceProviderDto'];
export type QuarantinedTick = Schemas['QuarantinedTickDto'];
export type InstrumentSettings = Schemas['InstrumentSettingsDto'];
export type ImportSummary = Schemas['ImportSummaryDto'];

const pageSize = 20;
/** What a provider does is looked at again so often. */
const lookAgainMs = 5_000;

export const usePriceProviders = () =>
  api.useQuery('get', '/admin/market/providers', {}, { refetchInterval: lookAgainMs });

/** Ticks that were not believed, newest first, page by page. */
export const useQuarantinedTicks = () =>
  api.useInfiniteQuery(
    'get',
    '/admin/market/quarantine',
    { params: { query: { limit: pageSize } } },
    { pageParamName: 'cursor', initialPageParam: null, getNextPageParam: ({ next }) => next },
  );

/** One instrument with how it is priced. */
export const useInstrumentSettings = (symbol: string, enabled = true) =>
  api.useQuery('get', '/instruments/{symbol}/settings', { params: { path: { symbol } } }, { enabled });

/** Believes a price that was far from the last one. */
export function useAcceptTick(): (id: string) => Promise<void> {
  const reload = useReload('/admin/market');
  return async (id) => {
    await client.POST('/admin/market/quarantine/{id}/accept', { params: { path: { id } } });
    await reload();
  };
}

/** Lists of instruments, and single ones, are read again after a change. */
export const useReloadInstruments = (): (() => Promise<void>) => useReload('/instruments');

function useReload(prefix: string): () => Promise<void> {
  const queries = useQueryClient();
  return () =>
    queries.invalidateQueries({ predicate: ({ queryKey }) => String(queryKey[1]).startsWith(prefix) });
}

/** Sends a file of instruments; with `dryRun` nothing is written. */
export async function importInstruments(csv: string, dryRun: boolean): Promise<ImportSummary> {
  const { data } = await client.POST('/instruments/import', {
    params: { query: { dryRun } },
    body: csv as never,
    bodySerializer: (text: string) => text,
    headers: { 'content-type': 'text/csv' },
  });
  if (!data) throw new Error('The answer to an import is its summary');
  return data;
}
