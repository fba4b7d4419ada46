import { parseDecimal } from '@tradeyard/kernel';
import { describe, expect, it } from 'vitest';
import { costOf } from './amounts.js';
import { averagePrice } from './average-price.js';

const unit = 100_000_000n;
const order = (filledQuantity: bigint, filledCash: bigint) => ({
  filledQuantity,
  filledCash,
  currency: 'USD',
});

describe('averagePrice', () => {
  const fills = [{ quantity: 2n * unit, price: '500' }, { quantity: 1n * unit, price: '510.6' }]; // prettier-ignore
  it.each([
    ['nothing yet', order(0n, 0n), [], null],
    ['one price', order(2n * unit, 1000_00n), fills.slice(0, 1), '500'],
    ['two', order(3n * unit, 1510_60n), fills, '503.533333333333'],
    // 1510.60 / 12
    ['after a split', order(12n * unit, 1510_60n), fills, '125.883333333333'],
    ['after a split to nothing', order(0n, 1510_60n), fills, '503.533333333333'],
  ] as const)('%s', (_, of, all, price) => {
    expect(averagePrice(of, all)).toBe(price);
  });

  it('times the quantity is what was paid', () => {
    const after = order(12n * unit, 1510_60n);
    const price = parseDecimal(averagePrice(after, fills) ?? '');
    expect(costOf(after.filledQuantity, price, 'USD', 'halfEven')).toBe(1510_60n);
  });
});
