import { keepPreviousData, useQueryClient } from '@tanstack/react-query';
import { divide, formatMinor, parseMoney } from '@tradeyard/kernel';
import { api, type Schemas } from '../api.js';

export type Portfolio = Schemas['PortfolioDto'];
export type PortfolioKind = Schemas['PortfolioKind'];
export type ComparedPortfolio = Schemas['ComparedPortfolioDto'];
export type Run = Schemas['RunDto'];
export type Models = Schemas['ModelsDto'];
export type League = Schemas['LeagueDto'];
export type LeagueMember = Schemas['LeagueMemberDto'];
export type Standing = Schemas['StandingDto'];

export const nameCharactersMax = 80;

const runsPageSize = 20;
const leaguesPageSize = 50;
const membersPageSize = 50;
export const leaderboardPageSize = 50;

/** Values follow prices. */
const refreshMs = 10_000;
/** The API computes a leaderboard at most every two seconds. */
const leaderboardRefreshMs = 3_000;

const byPage = {
  pageParamName: 'cursor',
  initialPageParam: null,
  getNextPageParam: ({ next }: { next: string | null }) => next,
} as const;

export const useArchivedPortfolios = () =>
  api.useInfiniteQuery('get', '/portfolios', { params: { query: { status: 'archived' } } }, byPage);

/** One of any kind; it is not asked for unless `enabled`. */
export const usePortfolio = (id: string, enabled = true) =>
  api.useQuery('get', '/portfolios/{id}', { params: { path: { id } } }, { enabled });

/** What portfolios are worth, side by side: all that are open unless `ids` are given. */
export const useComparison = (ids?: readonly string[]) =>
  api.useQuery(
    'get',
    '/portfolios/comparison',
    { params: { query: ids ? { ids: ids.join(',') } : {} } },
    { refetchInterval: refreshMs, placeholderData: keepPreviousData },
  );

/** From each start to the next, newest first. */
export const useRuns = (id: string) =>
  api.useInfiniteQuery(
    'get',
    '/portfolios/{id}/runs',
    { params: { path: { id }, query: { limit: runsPageSize } } },
    byPage,
  );

/** Those that I am in or have opened, newest first, page by page. */
export const useLeagues = () =>
  api.useInfiniteQuery('get', '/leagues', { params: { query: { limit: leaguesPageSize } } }, byPage);

/** None is asked for without an id. */
export const useLeague = (id: string | null) =>
  api.useQuery(
    'get',
    '/leagues/{id}',
    { params: { path: { id: id ?? '' } } },
    { enabled: id !== null, refetchInterval: refreshMs },
  );

/** The page of a leaderboard after `cursor`; the one before stays until it is there. */
export const useLeaderboard = (id: string, cursor: string | null, isOver: boolean) =>
  api.useQuery(
    'get',
    '/leagues/{id}/leaderboard',
    { params: { path: { id }, query: { limit: leaderboardPageSize, ...(cursor !== null && { cursor }) } } },
    {
      placeholderData: keepPreviousData,
      // What is final stays; results are stored a while after the end, when all that is held has a price.
      refetchInterval: ({ state: { data } }) => (isOver && data?.final ? false : leaderboardRefreshMs),
    },
  );

/** Where I stand in a league that I am in. */
export const useOwnStanding = (id: string) =>
  api.useQuery('get', '/leagues/{id}/leaderboard', { params: { path: { id }, query: { limit: 1 } } });

/** For its owner and administrators, in the order in which they joined. */
export const useMembers = (id: string) =>
  api.useInfiniteQuery(
    'get',
    '/leagues/{id}/members',
    { params: { path: { id }, query: { limit: membersPageSize } } },
    byPage,
  );

/** Reads again all of portfolios and leagues, and the orders in them, that shows. */
export function useRefreshPaper(): () => Promise<void> {
  const queries = useQueryClient();
  return () =>
    queries.invalidateQueries({
      predicate: ({ queryKey }) => /^\/(portfolios|leagues|orders)/.test(String(queryKey[1])),
    });
}

/** From `start` to `end` in percent with two places; null where it began with nothing. */
export function returnPercent(start: Schemas['MoneyDto'], end: Schemas['MoneyDto']): string | null {
  const [before, after] = [start, end].map(({ amount, currency }) => parseMoney(amount, currency).minor);
  if (!before || after === undefined) return null;
  return formatMinor(divide((after - before) * 100_00n, before, 'halfEven'), 2);
}

/** The main portfolio has its page at the address it always had. */
export const portfolioPath = ({ id, kind }: { id: string; kind: PortfolioKind }): string =>
  kind === 'trading' ? '/portfolio' : `/portfolios/${id}`;

export const kindWords: Record<PortfolioKind, string> = {
  trading: 'Main',
  paper: 'Paper',
  league: 'League',
  tracked: 'Tracked',
};
