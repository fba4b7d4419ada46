import type { Schemas } from '@tradeyard/api-client';

/** A share, or a coin where its symbol has a dash. */
export function instrument(symbol: string): Schemas['InstrumentDto'] {
  const isCoin = symbol.includes('-');
  return {
    symbol,
    name: `${symbol} Inc.`,
    exchange: isCoin ? 'CRYPTO' : 'NASDAQ',
    class: isCoin ? 'crypto' : 'stock',
    currency: 'USD',
    base: isCoin ? symbol.replace(/-.*/, '') : null,
    tickSize: '0.01',
    status: 'active',
    calendar: isCoin ? '24/7' : 'XNAS',
    timeZone: isCoin ? 'UTC' : 'America/New_York',
    provider: 'simulated',
    sector: null,
    country: null,
    session: { isOpen: true, until: isCoin ? null : '2026-06-17T20:00:00.000Z' },
  };
}
