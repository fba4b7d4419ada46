import type { Schemas } from '@tradeyard/api-client';

const euros = (amount: string) => ({ amount, currency: 'EUR' });

const gain = (net: string, percent: string | null): Schemas['GainDto'] => ({
  net: euros(net),
  percent,
  netFlat: euros(net),
  percentFlat: percent,
});

/** Ten of Apple's share, worth 1,500 euros, but for what is given. */
export const snapshotPosition = (
  given: Partial<Schemas['SnapshotPositionDto']> = {},
): Schemas['SnapshotPositionDto'] => ({
  portfolioId: 't1',
  symbol: 'AAPL',
  name: 'Apple Inc.',
  class: 'stock',
  currency: 'USD',
  sector: null,
  country: null,
  quantity: '10',
  averagePrice: { amount: '140.00', currency: 'USD' },
  price: { amount: '160.00', currency: 'USD' },
  value: euros('1500.00'),
  weight: '75.00',
  invested: euros('1300.00'),
  gain: gain('200.00', '15.3846'),
  gross: euros('201.00'),
  dividend: euros('0.00'),
  fee: euros('1.00'),
  activities: 1,
  firstDay: '2026-03-02',
  unpriced: false,
  rangeNet: [],
  rangePercent: [],
  ...given,
});

/** What a portfolio is worth: 2,000 euros, 500 of them cash, but for what is given. */
export const snapshot = (given: Partial<Schemas['SnapshotDto']> = {}): Schemas['SnapshotDto'] => ({
  id: 't1',
  kind: 'portfolio',
  name: 'Savings',
  currency: 'EUR',
  firstDay: '2026-03-01',
  today: '2026-06-15',
  value: euros('2000.00'),
  netWorth: euros('2000.00'),
  cash: euros('500.00'),
  liabilities: euros('0.00'),
  invested: euros('1300.00'),
  gain: gain('200.00', '15.3846'),
  fees: euros('1.00'),
  interest: euros('0.00'),
  dividend: euros('0.00'),
  ranges: [{ key: '1d', ...gain('-5.00', '-0.2500') }],
  positions: [snapshotPosition()],
  history: { day: [], value: [], netWorth: [], invested: [], net: [], netPercent: [], netPercentFlat: [] },
  investmentsByMonth: { day: [], invested: [] },
  investmentsByYear: { day: [], invested: [] },
  unpriced: [],
  unrated: [],
  ...given,
});
