import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useMemo } from 'react';
import { api, type Schemas } from '../api.js';

export type Balance = Schemas['BalanceDto'];
export type Change = Schemas['ChangeDto'];
export type Hold = Schemas['HoldDto'];
export type Money = Schemas['MoneyDto'];
export type Order = Schemas['OrderDto'];
export type Position = Schemas['PositionDto'];
export type Transaction = Schemas['TransactionDto'];

/** Values follow prices; amounts change only by what one does oneself, or gets sent. */
const refreshMs = 10_000;

export const useBalances = () => api.useQuery('get', '/wallet/balances', {}, { refetchInterval: refreshMs });

/** My portfolios, the main one first. */
export const usePortfolios = () =>
  api.useQuery('get', '/portfolios', { params: { query: { limit: 200 } } }, { staleTime: Infinity });

/** Those that orders are placed in: what is tracked only happened elsewhere. */
export function useTradingPortfolios(): readonly Schemas['PortfolioDto'][] {
  const { data } = usePortfolios();
  return useMemo(() => data?.items.filter(({ kind }) => kind !== 'tracked') ?? [], [data]);
}

/** The positions of a portfolio, of the main one unless given. */
export function usePositions(portfolioId?: string) {
  const portfolios = usePortfolios();
  const id = portfolioId ?? portfolios.data?.items[0]?.id;
  const positions = api.useQuery(
    'get',
    '/portfolios/{id}/positions',
    { params: { path: { id: id ?? '' } } },
    { enabled: id !== undefined, refetchInterval: refreshMs },
  );
  return portfolios.isError ? { ...portfolios, data: undefined } : positions;
}

/** The newest transactions first, page by page. */
export const useTransactions = (limit: number) =>
  api.useInfiniteQuery(
    'get',
    '/wallet/transactions',
    { params: { query: { limit } } },
    { pageParamName: 'cursor', initialPageParam: null, getNextPageParam: ({ next }) => next },
  );

/** What is held by me or for me, newest first, page by page; `role` is mine in it. */
export const useHolds = (
  limit: number,
  filter: { role?: Schemas['HoldRole']; status?: Schemas['HoldStatus'] },
) =>
  api.useInfiniteQuery(
    'get',
    '/wallet/holds',
    { params: { query: { limit, ...filter } } },
    { pageParamName: 'cursor', initialPageParam: null, getNextPageParam: ({ next }) => next },
  );

type OrderFilter = { symbol?: string; portfolioId?: string; status?: 'open' | 'closed' };

/** Orders, newest first, page by page. What open ones wait for follows the price, so they are read again by themselves. */
export const useOrders = (limit: number, filter: OrderFilter = {}) =>
  api.useInfiniteQuery(
    'get',
    '/orders',
    { params: { query: { limit, ...filter } } },
    {
      pageParamName: 'cursor',
      initialPageParam: null,
      getNextPageParam: ({ next }) => next,
      refetchInterval: filter.status === 'open' ? waitingMs : false,
    },
  );

/** What an order waits for is of the price a few seconds ago at most. */
export const waitingMs = 5_000;

const moneyPaths = [
  '/portfolios/comparison',
  '/wallet/balances',
  '/wallet/transactions',
  '/wallet/transactions/{id}',
  '/wallet/statement',
  '/wallet/gains',
  '/wallet/holds',
  '/orders',
  '/orders/{id}',
  '/points',
  '/portfolios/{id}/positions',
] as const;

/** After money has moved, everything that shows it is read again. */
export function useRefreshAccount(): () => Promise<unknown> {
  const queries = useQueryClient();
  return useCallback(
    () => Promise.all(moneyPaths.map((path) => queries.invalidateQueries({ queryKey: ['get', path] }))),
    [queries],
  );
}
