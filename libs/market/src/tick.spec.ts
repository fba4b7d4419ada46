import { parseDecimal } from '@tradeyard/kernel';
import { expect, it } from 'vitest';
import { findTickFault, type Tick } from './tick.js';

const now = Date.parse('2025-08-28T14:30:00Z');

const tick = (
  changes: { [key in 'bid' | 'ask' | 'price' | 'volume']?: string } & { atMs?: number } = {},
): Tick => ({
  symbol: 'AAPL',
  bid: parseDecimal(changes.bid ?? '232.55'),
  ask: parseDecimal(changes.ask ?? '232.57'),
  price: parseDecimal(changes.price ?? '232.56'),
  volume: parseDecimal(changes.volume ?? '100'),
  atMs: changes.atMs ?? now,
  source: 'simulated',
});

it.each([
  ['the first', tick(), undefined, null],
  ['the next', tick(), tick({ atMs: now - 1 }), null],
  ['another trade of the same millisecond', tick({ volume: '7' }), tick(), null],
  ['a bid that meets the ask', tick({ bid: '232.57' }), undefined, null],
  ['a bid of nothing', tick({ bid: '0' }), undefined, 'not_positive'],
  ['a negative ask', tick({ ask: '-1', bid: '-2' }), undefined, 'not_positive'],
  ['a price of nothing', tick({ price: '0.00' }), undefined, 'not_positive'],
  ['a negative volume', tick({ volume: '-1' }), undefined, 'not_positive'],
  ['a bid above the ask', tick({ bid: '232.58' }), undefined, 'crossed'],
  ['a moment to come', tick({ atMs: now + 5_001 }), undefined, 'early'],
  ['a clock a little ahead', tick({ atMs: now + 5_000 }), undefined, null],
  ['no moment at all', tick({ atMs: Number.NaN }), undefined, 'early'],
  ['a moment before the newest', tick({ atMs: now - 1 }), tick(), 'late'],
  ['the newest again', tick(), tick(), 'duplicate'],
  ['the newest again in other digits', tick({ price: '232.560' }), tick(), 'duplicate'],
])('judges %s', (_, next, newest, fault) => {
  expect(findTickFault(next, newest, now)).toBe(fault);
});
