import { keepPreviousData } from '@tanstack/react-query';
import { api, client, type Schemas } from '../../api.js';

export type GainsReport = Schemas['GainsReportDto'];
export type PortfolioGains = Schemas['PortfolioGainsDto'];
export type YearGains = Schemas['YearGainsDto'];
export type Disposal = Schemas['DisposalDto'];
export type CostBasis = Schemas['CostBasis'];
export type MethodComparison = Schemas['PortfolioMethodsDto'];
export type Lot = Schemas['LotDto'];

const lotsPageSize = 50;

/** On which day tax years begin; the labels name where. */
export const yearStarts = [
  { value: '01-01', label: 'January 1' },
  { value: '04-06', label: 'April 6 (United Kingdom)' },
  { value: '07-01', label: 'July 1 (Australia)' },
] as const;
export type YearStart = (typeof yearStarts)[number]['value'];

export const methodWords: Record<CostBasis, { name: string; words: string }> = {
  fifo: { name: 'First in, first out', words: 'A sale takes what was bought first.' },
  lifo: { name: 'Last in, first out', words: 'A sale takes what was bought last.' },
  hifo: { name: 'Highest cost first', words: 'A sale takes what cost most, so that the gain is least.' },
  average: { name: 'Average cost', words: 'Each unit cost what all of them cost on average.' },
  chosen: { name: 'Chosen lots', words: 'Each sale names the purchases it takes, else the first.' },
};

/** The sums of every tax year, oldest first. */
export const useYears = (id: string, yearStart: YearStart) =>
  api.useQuery(
    'get',
    '/portfolios/{id}/gains',
    { params: { path: { id }, query: { yearStart } } },
    { placeholderData: keepPreviousData },
  );

/** One tax year with every sale and its lots; none is asked for without a year. */
export const useYear = (id: string, yearStart: YearStart, year: string | null) =>
  api.useQuery(
    'get',
    '/portfolios/{id}/gains',
    { params: { path: { id }, query: { yearStart, ...(year !== null && { year }) } } },
    { placeholderData: keepPreviousData, enabled: year !== null },
  );

/** Units that are still held, with what they cost, page by page. */
export const useLots = (id: string) =>
  api.useInfiniteQuery(
    'get',
    '/portfolios/{id}/lots',
    { params: { path: { id }, query: { limit: lotsPageSize } } },
    { pageParamName: 'cursor', initialPageParam: null, getNextPageParam: ({ next }) => next },
  );

/** What every method makes of what happened. */
export const useMethods = (id: string) =>
  api.useQuery('get', '/portfolios/{id}/cost-basis-comparison', { params: { path: { id }, query: {} } });

export async function saveMethod(id: string, costBasis: CostBasis): Promise<void> {
  await client.PATCH('/portfolios/{id}/settings', { params: { path: { id } }, body: { costBasis } });
}
