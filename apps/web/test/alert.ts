import type { Schemas } from '@tradeyard/api-client';

/** An alert on Apple's share at 250 dollars, but for what is given. */
export const alert = (given: Partial<Schemas['AlertDto']>): Schemas['AlertDto'] => ({
  id: '01890000-0000-7000-8000-00000000000a',
  symbol: 'AAPL',
  currency: 'USD',
  kind: 'above',
  price: given.kind === 'change' ? null : '250',
  percent: null,
  direction: null,
  repeats: false,
  note: null,
  channels: [],
  expiresAt: null,
  status: 'active',
  createdAt: '2026-06-01T10:00:00.000Z',
  firedAt: null,
  firedPrice: null,
  ...given,
});
