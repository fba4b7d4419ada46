import { describe, expect, it } from 'vitest';
import { watchlistNameKey, watchlistSymbolsMax, withoutSymbol, withSymbol } from './watchlist.js';

const symbols = ['AAPL', 'TSLA', 'AMZN'];

describe('a symbol in a list', () => {
  it.each([
    ['a new one goes to the end', 'BTC-USD', undefined, ['AAPL', 'TSLA', 'AMZN', 'BTC-USD']],
    ['a new one goes where it is put', 'BTC-USD', 1, ['AAPL', 'BTC-USD', 'TSLA', 'AMZN']],
    ['one that is there stays', 'AAPL', undefined, symbols],
    ['one that is there moves up', 'AMZN', 0, ['AMZN', 'AAPL', 'TSLA']],
    ['one that is there moves down', 'AAPL', 1, ['TSLA', 'AAPL', 'AMZN']],
    ['to where it is', 'TSLA', 1, symbols],
    ['behind the end is the end', 'AAPL', 99, ['TSLA', 'AMZN', 'AAPL']],
  ])('%s', (_, symbol, position, expected) => {
    expect(withSymbol(symbols, symbol, position)).toEqual(expected);
  });

  it('is refused where there is no room, and still moves when it is there', () => {
    const full = Array.from({ length: watchlistSymbolsMax }, (_, index) => `S${index}`);
    expect(() => withSymbol(full, 'AAPL')).toThrow(
      expect.objectContaining({ code: 'watchlist_full', field: 'symbol' }),
    );
    expect(withSymbol(full, 'S199', 0).slice(0, 2)).toEqual(['S199', 'S0']);
  });

  it('is taken out, or was not there', () => {
    expect(withoutSymbol(symbols, 'TSLA')).toEqual(['AAPL', 'AMZN']);
    expect(withoutSymbol(symbols, 'NOPE')).toEqual(symbols);
  });
});

it.each([
  ['Tech', 'TECH', true],
  ['Ärzte', 'A\u0308RZTE', true],
  ['Tech', 'Tech 2', false],
])('"%s" and "%s" are the same name: %s', (one, other, same) => {
  expect(watchlistNameKey(one) === watchlistNameKey(other)).toBe(same);
});
