import type { QueryClient } from '@tanstack/react-query';
import type { Schemas } from '@tradeyard/api-client';

export type Quote = Schemas['QuoteDto'];

/** Where the newest quote of a symbol is kept, for whoever shows that one price. */
export const quoteKey = (symbol: string) => ['quote', symbol] as const;

/** Where lists of quotes begin, for what is sorted and summed. */
export const quoteListKey = 'quotes';

/** Lists are sorted and summed anew so often; single prices change with every frame. */
const listRefreshMs = 1000;

/**
 * Puts quotes into the query cache as fast as a person can see and no faster: once per frame for single prices, and a
 * hidden tab, which has no frames, keeps only the newest of each symbol meanwhile.
 */
export class QuoteInbox {
  private readonly forFrame = new Map<string, Quote>();
  private readonly forLists = new Map<string, Quote>();
  private frame: number | undefined;
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly queries: QueryClient) {}

  add(quote: Quote): void {
    this.forFrame.set(quote.symbol, quote);
    this.forLists.set(quote.symbol, quote);
    this.frame ??= requestAnimationFrame(() => this.flushFrame());
    this.timer ??= setTimeout(() => this.flushLists(), listRefreshMs);
  }

  close(): void {
    if (this.frame !== undefined) cancelAnimationFrame(this.frame);
    clearTimeout(this.timer);
    // It may be opened again, as React does with each effect while it develops.
    this.frame = undefined;
    this.timer = undefined;
  }

  private flushFrame(): void {
    this.frame = undefined;
    for (const [symbol, quote] of this.forFrame) this.queries.setQueryData(quoteKey(symbol), quote);
    this.forFrame.clear();
  }

  private flushLists(): void {
    this.timer = undefined;
    const newest = new Map(this.forLists);
    this.forLists.clear();
    for (const { queryKey } of this.queries.getQueryCache().findAll({ queryKey: [quoteListKey] })) {
      const symbols = new Set(String(queryKey[1]).split(','));
      this.queries.setQueryData<readonly Quote[]>(queryKey, (list) => list && updated(list, newest, symbols));
    }
  }
}

/** The list with the newest quotes; an instrument that had no price when the list was loaded joins it with its first. */
function updated(
  list: readonly Quote[],
  newest: ReadonlyMap<string, Quote>,
  symbols: ReadonlySet<string>,
): readonly Quote[] {
  const known = new Set(list.map(({ symbol }) => symbol));
  const first = [...newest.values()].filter(({ symbol }) => symbols.has(symbol) && !known.has(symbol));
  return [...list.map((quote) => newest.get(quote.symbol) ?? quote), ...first];
}
