import { DomainError } from '@tradeyard/kernel';

/** More lists than fit beside each other help nobody. */
export const watchlistsMax = 20;
/** As many as one connection of the stream follows, so that every price of a list is live. */
export const watchlistSymbolsMax = 200;
export const watchlistNameCharactersMax = 60;

/**
 * The list with `symbol` in it. `position` counts from 0 and says where it stands afterwards, behind the last one at
 * most; without it a new symbol goes to the end and one that is there stays. Throws `watchlist_full`.
 */
export function withSymbol(symbols: readonly string[], symbol: string, position?: number): readonly string[] {
  const isThere = symbols.includes(symbol);
  if (isThere && position === undefined) return symbols;
  if (!isThere && symbols.length >= watchlistSymbolsMax) {
    const message = `A watchlist has room for ${watchlistSymbolsMax} instruments. Remove one first.`;
    throw new DomainError('watchlist_full', message, 'symbol');
  }
  const others = withoutSymbol(symbols, symbol);
  return others.toSpliced(position ?? others.length, 0, symbol);
}

export const withoutSymbol = (symbols: readonly string[], symbol: string): readonly string[] =>
  symbols.filter((each) => each !== symbol);

/** What a name is compared by: two names that differ only in case or in how a letter is encoded are the same. */
export const watchlistNameKey = (name: string): string => name.normalize('NFKC').toLowerCase();
