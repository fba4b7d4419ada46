import { useQueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';
import { api, client, type Schemas } from '../api.js';

export type Alert = Schemas['AlertDto'];
export type AlertKind = Schemas['AlertKind'];
export type Notice = Schemas['NoticeDto'];
export type Channels = Schemas['ChannelsDto'];
export type Webhook = Schemas['WebhookDto'];

const alertsPageSize = 100;
const noticesPageSize = 30;
const deliveriesPageSize = 10;

/** My alerts, newest first, page by page; of one instrument where `symbol` is given. */
export const useAlerts = (symbol?: string) =>
  api.useInfiniteQuery(
    'get',
    '/alerts',
    { params: { query: { limit: alertsPageSize, ...(symbol && { symbol }) } } },
    { pageParamName: 'cursor', initialPageParam: null, getNextPageParam: ({ next }) => next },
  );

/** Where alerts can be told besides the app. */
export const useAlertChannels = () => api.useQuery('get', '/alerts/channels');

export const useWebhooks = () => api.useQuery('get', '/alerts/webhooks');

/** What was sent to a webhook, newest first. */
export const useDeliveries = (id: string) =>
  api.useQuery('get', '/alerts/webhooks/{id}/deliveries', {
    params: { path: { id }, query: { limit: deliveriesPageSize } },
  });

/** What I was told, newest first, page by page. */
export const useNotices = () =>
  api.useInfiniteQuery(
    'get',
    '/notices',
    { params: { query: { limit: noticesPageSize } } },
    { pageParamName: 'cursor', initialPageParam: null, getNextPageParam: ({ next }) => next },
  );

/** How many notices nobody has read yet, 0 while that is not known. */
export const useUnreadNotices = (): number =>
  api.useQuery('get', '/notices', { params: { query: { limit: 1 } } }, { staleTime: Infinity }).data
    ?.unread ?? 0;

/** Reads again all of alerts, or of notices, that shows. */
export function useRefresh(prefix: '/alerts' | '/notices'): () => Promise<void> {
  const queries = useQueryClient();
  return useCallback(
    () => queries.invalidateQueries({ predicate: ({ queryKey }) => String(queryKey[1]).startsWith(prefix) }),
    [queries, prefix],
  );
}

/** Marks notices as read: these, or one and all that are older. */
export function useMarkRead(): (which: Schemas['ReadNoticesDto']) => Promise<void> {
  const refresh = useRefresh('/notices');
  return async (body) => {
    await client.POST('/notices/read', { body });
    await refresh();
  };
}
