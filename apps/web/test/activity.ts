import type { Schemas } from '@tradeyard/api-client';

/** Ten of Apple's share bought at 150 dollars each, but for what is given. */
export const activity = (given: Partial<Schemas['ActivityDto']> = {}): Schemas['ActivityDto'] => ({
  id: '01890000-0000-7000-8000-0000000000a1',
  day: '2026-03-02',
  at: null,
  type: 'buy',
  symbol: 'AAPL',
  quantity: '10',
  price: '150',
  amount: null,
  currency: 'USD',
  fee: '1',
  ratioTo: null,
  ratioFrom: null,
  target: null,
  costShare: null,
  acquired: null,
  lots: null,
  note: '',
  isInternal: false,
  version: '1',
  ...given,
});

/** What a symbol of a tracked portfolio stands for: Apple's share, at the prices of its market. */
export const asset = (given: Partial<Schemas['AssetDto']> = {}): Schemas['AssetDto'] => ({
  symbol: 'AAPL',
  name: 'Apple Inc.',
  class: 'stock',
  currency: 'USD',
  sector: null,
  country: null,
  instrument: 'AAPL',
  ...given,
});

/** That activities were imported, as the seventh version. */
export const change = (
  given: Partial<Schemas['PortfolioChangeDto']> = {},
): Schemas['PortfolioChangeDto'] => ({
  version: '7',
  kind: 'import',
  at: '2026-03-02T10:00:00.000Z',
  count: 3,
  undoes: null,
  undoneBy: null,
  ...given,
});
