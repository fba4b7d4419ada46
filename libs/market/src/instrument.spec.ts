import { parseDecimal, type Rounding } from '@tradeyard/kernel';
import { expect, it } from 'vitest';
import { formatPrice, roundToTick, tradedAsset } from './instrument.js';

it.each<[string, string, Rounding, string]>([
  ['232.567', '0.01', 'down', '232.56'],
  ['232.561', '0.01', 'up', '232.57'],
  ['232.56', '0.01', 'up', '232.56'],
  ['232.565', '0.01', 'halfEven', '232.56'],
  ['232.575', '0.01', 'halfEven', '232.58'],
  ['1.0475733280181885', '0.0001', 'halfEven', '1.0476'],
  ['100.12', '0.05', 'down', '100.10'],
  ['100.12', '0.05', 'up', '100.15'],
  ['7', '0.25', 'halfEven', '7.00'],
  ['1234', '5', 'halfEven', '1235'],
  ['0.004', '0.01', 'down', '0.00'],
])('rounds %s to the grid of %s %s: %s', (price, tickSize, rounding, rounded) => {
  expect(formatPrice(roundToTick(parseDecimal(price), parseDecimal(tickSize), rounding))).toBe(rounded);
});

it('trades a share as itself and crypto as its currency', () => {
  expect(tradedAsset({ symbol: 'AAPL', base: null })).toBe('share:AAPL');
  expect(tradedAsset({ symbol: 'BTC-USD', base: 'BTC' })).toBe('BTC');
});
