import { keepPreviousData } from '@tanstack/react-query';
import { api, type Schemas } from '../../api.js';

export type Instrument = Schemas['InstrumentDto'];
export type Candle = Schemas['CandleDto'];

const pageSize = 200;
const instrumentsStaleMs = 5 * 60_000;
const candlesStaleMs = 60_000;
const candlesMax = 10_000;

/** Instruments of which a word of symbol or name begins with `query`; all of them when it is empty. */
export const useInstruments = (query: string) =>
  api.useInfiniteQuery(
    'get',
    '/instruments',
    { params: { query: { limit: pageSize, ...(query && { query }) } } },
    {
      pageParamName: 'cursor',
      initialPageParam: null,
      getNextPageParam: ({ next }) => next,
      placeholderData: keepPreviousData,
      staleTime: instrumentsStaleMs,
    },
  );

export const useInstrument = (symbol: string) =>
  api.useQuery(
    'get',
    '/instruments/{symbol}',
    { params: { path: { symbol } } },
    { staleTime: instrumentsStaleMs },
  );

export const ranges = [
  { value: '1M', label: '1M', months: 1 },
  { value: '6M', label: '6M', months: 6 },
  { value: '1Y', label: '1Y', months: 12 },
  { value: '5Y', label: '5Y', months: 60 },
  { value: 'Max', label: 'Max', months: null },
] as const;

export type Range = (typeof ranges)[number]['value'];

/** Daily candles from the beginning of `range` until now, oldest first. */
export const useCandles = (symbol: string, range: Range, enabled = true) =>
  api.useQuery(
    'get',
    '/instruments/{symbol}/candles',
    {
      params: {
        path: { symbol },
        query: { interval: '1d', limit: candlesMax, ...rangeStart(range, new Date()) },
      },
    },
    { placeholderData: keepPreviousData, staleTime: candlesStaleMs, enabled },
  );

function rangeStart(range: Range, now: Date): { from?: string } {
  const months = ranges.find(({ value }) => value === range)?.months;
  if (!months) return {};
  const start = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - months, now.getUTCDate()));
  return { from: start.toISOString().slice(0, 10) };
}
