import { useQueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';
import { api, client, type Schemas } from '../api.js';
import { saveAnswer } from '../save-file.js';

export type Activity = Schemas['ActivityDto'];
export type ActivityType = Schemas['ActivityType'];
export type NewActivity = Omit<Schemas['NewActivityDto'], 'id'>;
export type ChosenLot = Schemas['ChosenLotDto'];
export type Asset = Schemas['AssetDto'];
export type AssetClass = Schemas['AssetClass'];
export type PortfolioChange = Schemas['PortfolioChangeDto'];
export type Group = Schemas['PortfolioGroupDto'];
export type HandPrice = Schemas['PriceDto'];
export type ExportFormat = 'csv' | 'json';

const pageSize = 100;
const changesPageSize = 30;
const assetsPageSize = 200;

const byPage = {
  pageParamName: 'cursor',
  initialPageParam: null,
  getNextPageParam: ({ next }: { next: string | null }) => next,
} as const;

type ActivitiesQuery = {
  order: 'newest' | 'oldest';
  type?: ActivityType[];
  symbol?: string;
  from?: string;
  to?: string;
  text?: string;
};

/** What happened in a portfolio, page by page. */
export const useActivities = (id: string, query: ActivitiesQuery, enabled: boolean) =>
  api.useInfiniteQuery(
    'get',
    '/portfolios/{id}/activities',
    { params: { path: { id }, query: { ...query, limit: pageSize } } },
    { ...byPage, enabled },
  );

/** What its owner has decided for a portfolio. */
export const usePortfolioSettings = (id: string) =>
  api.useQuery('get', '/portfolios/{id}/settings', { params: { path: { id } } });

/** Adds an activity under an id of one's own, so that it can be sent again safely, or changes the one of that id. */
export async function saveActivity(
  id: string,
  body: NewActivity,
  activityId: string,
  isNew: boolean,
): Promise<Activity> {
  const { data } = isNew
    ? await client.POST('/portfolios/{id}/activities', {
        params: { path: { id } },
        body: { ...body, id: activityId },
      })
    : await client.PATCH('/portfolios/{id}/activities/{activityId}', {
        params: { path: { id, activityId } },
        body,
      });
  if (!data) throw new Error('The answer to an activity is the activity');
  return data;
}

/** All of them or none; the answer is the change, which can be undone. */
export async function removeActivities(id: string, ids: readonly string[]): Promise<PortfolioChange> {
  const { data } = await client.POST('/portfolios/{id}/activities/removal', {
    params: { path: { id } },
    body: { ids: [...ids] },
  });
  if (!data) throw new Error('The answer to a removal is the change');
  return data;
}

/** What was changed in a tracked portfolio, newest first, page by page. */
export const useChanges = (id: string) =>
  api.useInfiniteQuery(
    'get',
    '/portfolios/{id}/changes',
    { params: { path: { id }, query: { limit: changesPageSize } } },
    byPage,
  );

/** Takes a change back. Throws where later ones were about the same activities. */
export async function undoChange(id: string, version: string): Promise<void> {
  await client.POST('/portfolios/{id}/changes/{version}/undo', { params: { path: { id, version } } });
}

/** What the symbols of a portfolio stand for, by symbol, page by page. */
export const useAssets = (id: string) =>
  api.useInfiniteQuery(
    'get',
    '/portfolios/{id}/assets',
    { params: { path: { id }, query: { limit: assetsPageSize } } },
    byPage,
  );

export const useAsset = (id: string, symbol: string) =>
  api.useQuery('get', '/portfolios/{id}/assets/{symbol}', { params: { path: { id, symbol } } });

/** Says what a symbol stands for. */
export async function saveAsset(id: string, { symbol, ...body }: Asset): Promise<void> {
  await client.PUT('/portfolios/{id}/assets/{symbol}', { params: { path: { id, symbol } }, body });
}

/** Prices that were given by hand, newest first, page by page. */
export const usePrices = (id: string, symbol: string) =>
  api.useInfiniteQuery(
    'get',
    '/portfolios/{id}/assets/{symbol}/prices',
    { params: { path: { id, symbol }, query: { limit: pageSize } } },
    byPage,
  );

/** Gives the price of a day. */
export async function savePrice(id: string, symbol: string, { day, price }: HandPrice): Promise<void> {
  await client.PUT('/portfolios/{id}/assets/{symbol}/prices/{day}', {
    params: { path: { id, symbol, day } },
    body: { price },
  });
}

/** Takes the price of a day away. */
export async function removePrice(id: string, symbol: string, day: string): Promise<void> {
  await client.DELETE('/portfolios/{id}/assets/{symbol}/prices/{day}', {
    params: { path: { id, symbol, day } },
  });
}

export const useGroups = () => api.useQuery('get', '/portfolio-groups', {}, { staleTime: Infinity });

/** Makes a group, or changes the one of that id. */
export async function saveGroup(body: Omit<Group, 'id'>, id: string | undefined): Promise<Group> {
  const { data } =
    id === undefined
      ? await client.POST('/portfolio-groups', { body })
      : await client.PATCH('/portfolio-groups/{id}', { params: { path: { id } }, body });
  if (!data) throw new Error('The answer to a group is the group');
  return data;
}

/** The portfolios in it stay. */
export async function removeGroup(id: string): Promise<void> {
  await client.DELETE('/portfolio-groups/{id}', { params: { path: { id } } });
}

/** Reads again all of portfolios and groups that shows. */
export function useRefreshTracked(): () => Promise<void> {
  const queries = useQueryClient();
  return useCallback(
    () =>
      queries.invalidateQueries({ predicate: ({ queryKey }) => /^\/portfolio/.test(String(queryKey[1])) }),
    [queries],
  );
}

/** Saves a portfolio as a file. Throws when it does not arrive whole. */
export async function exportPortfolio(id: string, name: string, format: ExportFormat): Promise<void> {
  const { response } = await client.GET('/portfolios/{id}/export', {
    params: { path: { id }, query: { format } },
    parseAs: 'stream',
  });
  await saveAnswer(response, `${fileName(name)}.${format}`);
}

/** A name as files can have it everywhere. */
const fileName = (name: string): string => name.replaceAll(/[^\p{L}\p{N} ._-]/gu, '').trim() || 'portfolio';
