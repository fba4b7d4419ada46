import { keepPreviousData } from '@tanstack/react-query';
import { api, type Schemas } from '../../api.js';

export type Instrument = Schemas['InstrumentDto'];

const pageSize = 200;
const instrumentsStaleMs = 5 * 60_000;

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
