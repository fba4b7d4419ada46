import type { Schemas } from '@tradeyard/api-client';
import { trackedPortfolio } from './portfolio.js';
import { answers } from './server.js';

export const euros = (amount: string) => ({ amount, currency: 'EUR' });

type Head = Pick<Schemas['NetWorthDto'], 'id' | 'kind' | 'name' | 'currency' | 'firstDay' | 'today'>;

/** Whose figures they are: those of the tracked portfolio `t1`. */
export const figuresHead: Head = {
  id: 't1',
  kind: 'portfolio',
  name: 'Savings',
  currency: 'EUR',
  firstDay: '2024-01-01',
  today: '2026-06-15',
};

const range = { key: '1y' as const, opening: '2025-06-15', to: '2026-06-15' };

/** What a page about `t1` asks for besides its figures. */
export const aboutTracked = () => [
  answers('/portfolios', 'PortfolioPageDto', { items: [trackedPortfolio()], next: null }),
  answers('/portfolios/t1', 'PortfolioDto', trackedPortfolio()),
  answers('/portfolio-groups', 'PortfolioGroupPageDto', { items: [], next: null }),
  answers('/instruments', 'InstrumentPageDto', { items: [], next: null }),
];

export const part = (
  key: string,
  total: string,
  methods: Partial<Schemas['MethodsDto']> = {},
): Schemas['PartPerformanceDto'] => ({
  key,
  name: `${key} Inc.`,
  opening: euros('0.00'),
  closing: euros('1100.00'),
  paidIn: euros('1000.00'),
  takenOut: euros('0.00'),
  effects: {
    price: euros(total),
    dividend: euros('0.00'),
    currency: euros('0.00'),
    fee: euros('0.00'),
    total: euros(total),
  },
  roaiNet: euros(total),
  methods: {
    roai: '9.8000',
    timeWeighted: '10.1234',
    timeWeightedYearly: null,
    bridgedDays: 0,
    moneyWeighted: { kind: 'one', percent: '12.0000', periodPercent: '11.0000', percents: [], why: null },
    simple: '10.0000',
    ...methods,
  },
});

export const performance = (given: Partial<Schemas['PerformanceDto']> = {}): Schemas['PerformanceDto'] => ({
  ...figuresHead,
  range,
  by: 'position',
  total: part('', '100.00'),
  parts: [
    part('AAPL', '60.00'),
    part('AMZN', '150.00'),
    part('TSLA', '-110.00', { timeWeighted: '-0.0012' }),
  ],
  series: {
    day: ['2025-06-15', '2026-06-15'],
    value: ['1000.00', '1100.00'],
    gain: ['0.00', '100.00'],
    putIn: ['1000.00', '1000.00'],
    timeWeighted: ['0.0000', '10.1234'],
  },
  ...given,
});

export const noBenchmark: Schemas['BenchmarkDto'] = {
  ...figuresHead,
  range,
  symbol: null,
  benchmarkName: null,
  percent: '10.1234',
  benchmarkPercent: null,
  sameMoneyValue: null,
  sameMoneyGain: null,
  series: { day: [], percent: [], benchmarkPercent: [], value: [], sameMoneyValue: [] },
};

export const netWorth: Schemas['NetWorthDto'] = {
  ...figuresHead,
  range,
  netWorth: euros('1100.00'),
  day: ['2025-06-15', '2026-06-15'],
  total: ['1000.00', '1100.00'],
  classes: [],
};

export const risk = (given: Partial<Schemas['RiskDto']> = {}): Schemas['RiskDto'] => ({
  ...figuresHead,
  range,
  returns: 261,
  volatility: '18.5000',
  sharpe: '0.8312',
  sortino: null,
  drawdown: { percent: '12.3000', peak: '2025-08-01', trough: '2025-10-10', recovery: null },
  valueAtRisk: [{ confidence: 95, percent: '1.9000', expectedShortfall: '2.8000' }],
  benchmark: null,
  beta: null,
  correlation: null,
  alpha: null,
  trackingError: null,
  months: [
    { year: 2026, months: ['1.2000', '-3.4000', ...Array.from({ length: 10 }, () => '')], total: '-2.2000' },
  ],
  rolling: { day: [], percent: [] },
  drawdowns: { day: ['2025-06-15', '2026-06-15'], percent: ['0.0000', '-4.0000'] },
  ...given,
});
