import { keepPreviousData } from '@tanstack/react-query';
import { api, type Schemas } from '../../api.js';

export type Instrument = Schemas['InstrumentDto'];
export type InstrumentEvent = Schemas['InstrumentEventDto'];

const pageSize = 100;
const eventsMax = 100;
const instrumentsStaleMs = 60_000;
/** An exchange opens and closes while one looks. */
const lookAgainMs = 60_000;

/** Instruments of a kind of which a word of symbol or name begins with `query`; all of them when both are empty. */
export const useInstruments = (query: string, kind: Instrument['class'] | '' = '') =>
  api.useInfiniteQuery(
    'get',
    '/instruments',
    { params: { query: { limit: pageSize, ...(query && { query }), ...(kind && { class: kind }) } } },
    {
      pageParamName: 'cursor',
      initialPageParam: null,
      getNextPageParam: ({ next }) => next,
      placeholderData: keepPreviousData,
      staleTime: instrumentsStaleMs,
    },
  );

/** Whether some prices are simulated. */
export const useIsSimulated = (): boolean =>
  (api.useQuery(
    'get',
    '/instruments',
    { params: { query: { provider: 'simulated', limit: 1 } } },
    { staleTime: instrumentsStaleMs },
  ).data?.items.length ?? 0) > 0;

export const useInstrument = (symbol: string) =>
  api.useQuery(
    'get',
    '/instruments/{symbol}',
    { params: { path: { symbol } } },
    { staleTime: instrumentsStaleMs, refetchInterval: lookAgainMs },
  );

/** The newest splits and dividends. */
export const useInstrumentEvents = (symbol: string) =>
  api.useQuery(
    'get',
    '/instruments/{symbol}/events',
    { params: { path: { symbol }, query: { limit: eventsMax } } },
    { staleTime: instrumentsStaleMs },
  );
