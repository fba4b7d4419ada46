import { describe, expect, it } from 'vitest';
import type { Quote } from '../../stream/quotes.js';
import { estimate, part } from './estimate.js';

const quote: Quote = {
  symbol: 'AAPL',
  bid: '232.50',
  ask: '233.00',
  price: '232.75',
  currency: 'USD',
  previousClose: null,
  change: null,
  changePercent: null,
  dayHigh: '233.00',
  dayLow: '232.00',
  volume: '1000',
  at: '2026-04-13T10:00:00.000Z',
  source: 'simulated',
  stale: false,
};

describe('what an order would come to', () => {
  it.each([
    ['buy for cash at the ask', 'buy', 'notional', '1000', '4.29184549', '1000.00'],
    ['buy shares at the ask', 'buy', 'quantity', '2', '2.00000000', '466.00'],
    ['sell shares at the bid', 'sell', 'quantity', '2', '2.00000000', '465.00'],
    ['with spaces between the thousands', 'buy', 'quantity', ' 1 000 ', '1000.00000000', '233000.00'],
  ] as const)('%s', (_, side, kind, typed, quantity, amount) => {
    expect(estimate(side, kind, typed, quote)).toEqual({ quantity, cash: { amount, currency: 'USD' } });
  });

  it.each(['', 'abc', '-5', '0', '1,5', '10.001'])('nothing yet for "%s"', (typed) => {
    expect(estimate('buy', 'notional', typed, quote)).toBeNull();
  });
});

it.each([
  ['4.29184549', 50n, '2.14592274'],
  ['100.00', 25n, '25.00'],
  ['0.01', 50n, '0.00'],
  ['3671.91', 100n, '3671.91'],
])('of %s, %s percent are %s', (whole, percent, expected) => {
  expect(part(whole, percent)).toBe(expected);
});
