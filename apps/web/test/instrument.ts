import type { Schemas } from '@tradeyard/api-client';

/** A share, or a coin where its symbol has a dash. */
export const instrument = (symbol: string): Schemas['InstrumentDto'] => ({
  symbol,
  name: `${symbol} Inc.`,
  exchange: 'NASDAQ',
  class: symbol.includes('-') ? 'crypto' : 'stock',
  currency: 'USD',
  tickSize: '0.01',
});
