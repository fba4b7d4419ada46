import { skipToken, useQuery, useQueryClient, type UseQueryResult } from '@tanstack/react-query';
import { useEffect } from 'react';
import { client } from '../api.js';
import { quoteKey, quoteListKey, type Quote } from './quote-inbox.js';
import { useStream } from './stream-context.js';

export type { Quote } from './quote-inbox.js';

/** No quotes yet; one and the same, so that nothing is computed anew for it. */
const none: readonly Quote[] = [];

/** The API gives so many quotes at once. */
const symbolsMax = 200;
/** A connection has room for a few more channels than that; what is further down is asked for from time to time. */
const liveMax = 150;
const askAgainMs = 5_000;

/**
 * The newest quotes of `symbols`, loaded once and then kept fresh by the stream for as long as the component is there.
 * The list changes at most once a second; a single price is read with `useQuote` and changes at once.
 */
export function useQuotes(
  symbols: readonly string[],
): UseQueryResult<readonly Quote[]> & { quotes: readonly Quote[] } {
  const queries = useQueryClient();
  const { stream, inbox } = useStream();
  const joined = [...symbols].sort().join(',');
  useEffect(() => {
    if (!stream || !joined) return undefined;
    const leave = joined
      .split(',')
      .slice(0, liveMax)
      .map((symbol) => stream.watch(`quotes:${symbol}`, ({ data }) => inbox?.add(data as Quote)));
    return () => leave.forEach((stop) => stop());
  }, [stream, inbox, joined]);
  const query = useQuery<readonly Quote[]>({
    queryKey: [quoteListKey, joined],
    queryFn: async ({ signal }) => {
      const asked = joined.split(',');
      const pages = await Promise.all(
        Array.from({ length: Math.ceil(asked.length / symbolsMax) }, (_, page) =>
          loadQuotes(asked.slice(page * symbolsMax, (page + 1) * symbolsMax), signal),
        ),
      );
      const items = pages.flat();
      for (const quote of items) queries.setQueryData(quoteKey(quote.symbol), quote);
      return items;
    },
    enabled: joined !== '',
    refetchInterval: symbols.length > liveMax ? askAgainMs : false,
  });
  return { ...query, quotes: query.data ?? none };
}

async function loadQuotes(symbols: readonly string[], signal: AbortSignal): Promise<Quote[]> {
  const { data } = await client.GET('/quotes', { params: { query: { symbols: symbols.join(',') } }, signal });
  return data?.items ?? [];
}

/** The newest quote of one symbol that some component on the page watches with `useQuotes`. */
export const useQuote = (symbol: string): Quote | undefined =>
  useQuery<Quote>({ queryKey: quoteKey(symbol), queryFn: skipToken, staleTime: Infinity }).data;
