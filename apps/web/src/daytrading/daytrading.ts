import { useDocumentVisibility } from '@mantine/hooks';
import { keepPreviousData, useQueryClient } from '@tanstack/react-query';
import { api, client, type Schemas } from '../api.js';
import { saveAnswer } from '../save-file.js';

export type Workload = Schemas['WorkloadDto'];
export type Figures = Schemas['FiguresDto'];
export type Trader = Schemas['DayTraderDto'];

const workloadsPageSize = 50;
export const tradersPageSize = 50;

/** Processes write their figures once a second. */
const runningMs = 1_000;
const restingMs = 5_000;

/** Those that I have begun, newest first, page by page. */
export const useWorkloads = () =>
  api.useInfiniteQuery(
    'get',
    '/daytrading/workloads',
    { params: { query: { limit: workloadsPageSize } } },
    {
      pageParamName: 'cursor',
      initialPageParam: null,
      getNextPageParam: ({ next }: { next: string | null }) => next,
    },
  );

export function useRefreshWorkloads(): () => Promise<void> {
  const queries = useQueryClient();
  return () => queries.invalidateQueries({ queryKey: ['get', '/daytrading/workloads'] });
}

/** Every second while commands come, or are `expected` to, and somebody looks. */
export function useFigures(id: string, expected: boolean) {
  const isVisible = useDocumentVisibility() === 'visible';
  return api.useQuery(
    'get',
    '/daytrading/workloads/{id}/figures',
    { params: { path: { id } } },
    {
      staleTime: 0,
      refetchIntervalInBackground: true,
      refetchInterval: ({ state: { data } }) =>
        isVisible && (expected || data?.isRunning) ? runningMs : restingMs,
    },
  );
}

/** The page of traders behind `cursor`, by name; the one before stays until it is there. */
export const useTraders = (id: string, cursor: string | null, isRunning: boolean) =>
  api.useQuery(
    'get',
    '/daytrading/workloads/{id}/traders',
    { params: { path: { id }, query: { limit: tradersPageSize, ...(cursor !== null && { cursor }) } } },
    { placeholderData: keepPreviousData, refetchInterval: isRunning ? runningMs : restingMs },
  );

/** Throws when it does not arrive whole. */
export async function downloadLog({ id, name }: Workload): Promise<void> {
  const { response } = await client.GET('/daytrading/workloads/{id}/log', {
    params: { path: { id } },
    parseAs: 'stream',
  });
  await saveAnswer(response, `${fileNameOf(name)}-log.xml`);
}

/** Throws when it does not arrive whole. */
export async function downloadState({ id, name }: Workload): Promise<void> {
  const { response } = await client.GET('/daytrading/workloads/{id}/state', {
    params: { path: { id } },
    parseAs: 'stream',
  });
  await saveAnswer(response, `${fileNameOf(name)}-state.json`);
}

/** `10 users.txt` becomes `10-users`. */
export const fileNameOf = (name: string): string =>
  name
    .replace(/\.\w{1,5}$/, '')
    .replaceAll(/[^\p{L}\p{N}]+/gu, '-')
    .replaceAll(/^-|-$/g, '') || 'workload';
