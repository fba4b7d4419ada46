import { keepPreviousData } from '@tanstack/react-query';
import { findCurrency } from '@tradeyard/kernel';
import { useSearchParams } from 'react-router';
import { api, type Schemas } from '../../api.js';
import { useUser } from '../../session/session.js';
import { ranges, type Range } from './rate-range.js';

export type RateList = Schemas['RateListDto'];
export type RateHistory = Schemas['RateHistoryDto'];

/** Rates come once a day. */
const ratesStaleMs = 5 * 60_000;

/** All of it, so that every range of it is there at once: it is some 70 kB, and the server says when it is still the same. */
export const useRateHistory = (base: string, quote: string) =>
  api.useQuery(
    'get',
    '/rates/history',
    { params: { query: { base, quote } } },
    { placeholderData: keepPreviousData, staleTime: ratesStaleMs, enabled: base !== quote },
  );

/** What has ended has no rates any more, and is not asked for. */
export const useRateList = (base: string) =>
  api.useQuery(
    'get',
    '/rates',
    { params: { query: { base } } },
    {
      placeholderData: keepPreviousData,
      staleTime: ratesStaleMs,
      enabled: findCurrency(base)?.endedOn === undefined,
    },
  );

/** What the address says: the pair, the range of its chart, and what is searched for in the table. */
export type RatesAddress = { base: string; quote: string; range: Range; query: string };

/** Without a pair in the address it is one's own currency in the one that most of the world counts in. */
export function useRatesAddress(): [RatesAddress, (change: Partial<RatesAddress>) => void] {
  const { baseCurrency } = useUser();
  const [search, setSearch] = useSearchParams();
  const base = search.get('base')?.toUpperCase() ?? baseCurrency;
  const address: RatesAddress = {
    base,
    quote: search.get('quote')?.toUpperCase() ?? (base === 'USD' ? 'EUR' : 'USD'),
    range: ranges.find(({ value }) => value === search.get('range'))?.value ?? '1Y',
    query: search.get('query') ?? '',
  };
  const change = (changed: Partial<RatesAddress>): void =>
    setSearch(
      (before) => {
        const next = new URLSearchParams(before);
        for (const [name, value] of Object.entries(changed)) {
          if (value) next.set(name, value);
          else next.delete(name);
        }
        return next;
      },
      { replace: true, preventScrollReset: true },
    );
  return [address, change];
}
