import type { Schemas } from '@tradeyard/api-client';

const dollars = (amount: string) => ({ amount, currency: 'USD' });

/** A paper portfolio of ten thousand dollars, but for what is given. */
export const portfolio = (given: Partial<Schemas['PortfolioDto']> = {}): Schemas['PortfolioDto'] => ({
  id: 'p2',
  name: 'Momentum',
  kind: 'paper',
  currency: 'USD',
  models: { price: { kind: 'touch' }, slippage: { kind: 'none' }, fee: { kind: 'none' } },
  startingCash: dollars('10000.00'),
  keepsCash: true,
  createdAt: '2026-06-01T10:00:00.000Z',
  startedAt: '2026-06-01T10:00:00.000Z',
  leagueId: null,
  archivedAt: null,
  ...given,
});

/** One that its owner enters by hand, without cash, but for what is given. */
export const trackedPortfolio = (given: Partial<Schemas['PortfolioDto']> = {}): Schemas['PortfolioDto'] =>
  portfolio({
    id: 't1',
    name: 'Savings',
    kind: 'tracked',
    currency: 'EUR',
    models: null,
    startingCash: null,
    keepsCash: false,
    ...given,
  });

/** The same with its numbers, beside others. */
export const compared = (
  given: Partial<Schemas['ComparedPortfolioDto']> = {},
): Schemas['ComparedPortfolioDto'] => ({
  id: 'p2',
  name: 'Momentum',
  kind: 'paper',
  currency: 'USD',
  startedAt: '2026-06-01T10:00:00.000Z',
  startingCash: dollars('10000.00'),
  value: dollars('10500.00'),
  cash: dollars('2000.00'),
  returnPercent: '5.00',
  orders: 3,
  fills: 4,
  best: { symbol: 'AAPL', name: 'Apple Inc.', gain: dollars('600.00'), gainPercent: '9.10' },
  worst: null,
  ...given,
});

/** The main one, which has no return. */
export const mainCompared = compared({
  id: 'p1',
  name: 'Main portfolio',
  kind: 'trading',
  currency: 'EUR',
  startingCash: null,
  value: { amount: '900.00', currency: 'EUR' },
  cash: { amount: '900.00', currency: 'EUR' },
  returnPercent: null,
  best: null,
});
