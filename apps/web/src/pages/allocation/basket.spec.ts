import { expect, it } from 'vitest';
import { inPlacingOrder, lessOf } from './basket.js';

it.each([
  ['a coin', '1.35752565', 5n, 1n, '1.35073802'],
  ['a coin, as it is at first', '1.35752565', 0n, 0n, '1.35752565'],
  ['whole shares by whole shares', '12', 10n, 2n, '10'],
  ['a single share to none', '1', 5n, 1n, '0'],
])('less of %s', (_, quantity, thousandths, whole, less) => {
  expect(lessOf(quantity, thousandths, whole)).toBe(less);
});

it('sells before it buys, and keeps the order of each', () => {
  const orders = [
    { id: 1, side: 'buy' },
    { id: 2, side: 'sell' },
    { id: 3, side: 'buy' },
    { id: 4, side: 'sell' },
  ] as const;
  expect(inPlacingOrder(orders).map(({ id }) => id)).toEqual([2, 4, 1, 3]);
});
