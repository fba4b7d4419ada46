import { useQueryClient } from '@tanstack/react-query';
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

/** The positions of the main portfolio, the first in the list. */
export function usePositions() {
  const portfolios = api.useQuery('get', '/portfolios', {}, { staleTime: Infinity });
  const id = portfolios.data?.items[0]?.id;
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

/** Orders, newest first, page by page; of one instrument when `symbol` is given. */
export const useOrders = (limit: number, symbol?: string) =>
  api.useInfiniteQuery(
    'get',
    '/orders',
    { params: { query: { limit, ...(symbol && { symbol }) } } },
    { pageParamName: 'cursor', initialPageParam: null, getNextPageParam: ({ next }) => next },
  );

const moneyPaths = [
  '/wallet/balances',
  '/wallet/transactions',
  '/wallet/transactions/{id}',
  '/wallet/statement',
  '/wallet/gains',
  '/wallet/holds',
  '/orders',
  '/portfolios/{id}/positions',
] as const;

/** After money has moved, everything that shows it is read again. */
export function useRefreshAccount(): () => Promise<unknown> {
  const queries = useQueryClient();
  return () => Promise.all(moneyPaths.map((path) => queries.invalidateQueries({ queryKey: ['get', path] })));
}
