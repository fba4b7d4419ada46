import { keepPreviousData, useQueryClient } from '@tanstack/react-query';
import { api, type Schemas } from '../api.js';
import { rangeQuery, type Range } from './range.js';

export type Performance = Schemas['PerformanceDto'];
export type Breakdown = Performance['by'];
export type Part = Schemas['PartPerformanceDto'];
export type Methods = Schemas['MethodsDto'];
export type MoneyWeighted = Schemas['MoneyWeightedDto'];
export type Effects = Schemas['EffectsDto'];
export type Benchmark = Schemas['BenchmarkDto'];
export type NetWorth = Schemas['NetWorthDto'];
export type Risk = Schemas['RiskDto'];
export type Drawdown = Schemas['DrawdownDto'];

/** What was answered before stays until the answer to what is asked now is there. */
const kept = { placeholderData: keepPreviousData } as const;

export const usePerformance = (id: string, range: Range, by: Breakdown) =>
  api.useQuery(
    'get',
    '/portfolios/{id}/performance',
    { params: { path: { id }, query: { ...rangeQuery(range), by } } },
    kept,
  );

/** Of the instrument that the settings name, unless another is given. */
export const useBenchmark = (id: string, range: Range, benchmark: string | null) =>
  api.useQuery(
    'get',
    '/portfolios/{id}/benchmark',
    { params: { path: { id }, query: { ...rangeQuery(range), ...(benchmark && { benchmark }) } } },
    kept,
  );

export const useNetWorth = (id: string, range: Range) =>
  api.useQuery(
    'get',
    '/portfolios/{id}/net-worth',
    { params: { path: { id }, query: rangeQuery(range) } },
    kept,
  );

/** `riskFree` is a percentage a year. */
export const useRisk = (id: string, range: Range, riskFree: string | null) =>
  api.useQuery(
    'get',
    '/portfolios/{id}/risk',
    { params: { path: { id }, query: { ...rangeQuery(range), ...(riskFree && { riskFree }) } } },
    kept,
  );

/** Reads again what settings decide. */
export function useRefreshFigures(): () => Promise<void> {
  const queries = useQueryClient();
  return () =>
    queries.invalidateQueries({
      predicate: ({ queryKey }) => String(queryKey[1]).startsWith('/portfolios/{id}/'),
    });
}
