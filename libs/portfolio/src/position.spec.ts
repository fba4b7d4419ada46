import { money, parseDecimal } from '@tradeyard/kernel';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { holdingAfter, percentOf, worth } from './position.js';

describe('holdingAfter', () => {
  it.each([
    // worked by hand: [quantity, cost] of each change, then what is left
    ['nothing', [], 0n, 0n],
    ['one purchase', [[10n, 1000n]], 10n, 1000n],
    ['two at different prices', [[10n, 1000n], [10n, 2000n]], 20n, 3000n], // prettier-ignore
    ['half sold: half the cost leaves', [[10n, 1000n], [10n, 2000n], [-10n, 0n]], 10n, 1500n], // prettier-ignore
    ['all sold', [[3n, 1000n], [-3n, 0n]], 0n, 0n], // prettier-ignore
    ['bought again after all was sold', [[3n, 1000n], [-3n, 0n], [1n, 50n]], 1n, 50n], // prettier-ignore
    ['a third of an odd cost: 333.33 leaves as 333', [[3n, 1000n], [-1n, 0n]], 2n, 667n], // prettier-ignore
    ['a gift without a cost', [[10n, 1000n], [10n, 0n]], 20n, 1000n], // prettier-ignore
  ] as const)('%s', (_, changes, quantity, cost) => {
    expect(holdingAfter(changes.map(([units, paid]) => ({ quantity: units, cost: paid })))).toEqual({
      quantity,
      cost,
    });
  });

  it.each([
    ['four for one', 30n, 40n],
    ['one for four', -30n, 10n],
    ['fewer than one', -40n, 0n],
  ])('a split keeps what was paid: %s', (_, change, quantity) => {
    const bought = { quantity: quantity - change, cost: 1000n };
    const split = { quantity: change, cost: 0n, isSplit: true };
    expect(holdingAfter([bought, split])).toEqual({ quantity, cost: quantity === 0n ? 0n : 1000n });
  });

  it('never keeps a cost when nothing is left, nor less than nothing', () => {
    const step = fc.record({
      buys: fc.boolean(),
      quantity: fc.bigInt(1n, 10n ** 12n),
      cost: fc.bigInt(0n, 10n ** 12n),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        let held = 0n;
        const changes = steps.map(({ buys, quantity, cost }) => {
          const moved = buys ? quantity : -(quantity < held ? quantity : held);
          held += moved;
          return { quantity: moved, cost };
        });
        const sold = [...changes, { quantity: -held, cost: 0n }].filter(({ quantity }) => quantity !== 0n);
        expect(holdingAfter(sold)).toEqual({ quantity: 0n, cost: 0n });
        expect(holdingAfter(changes.filter(({ quantity }) => quantity !== 0n)).cost).toBeGreaterThanOrEqual(
          0n,
        );
      }),
    );
  });
});

describe('worth', () => {
  const rate = (from: string, to: string, numerator: bigint, denominator: bigint) => ({
    from,
    to,
    rate: { numerator, denominator },
  });

  it.each([
    // 4.2999656 x 232.56 = 999.999999936
    [429_996_560n, '232.56', rate('USD', 'USD', 1n, 1n), money(1000_00n, 'USD')],
    // 2 x 100 USD at 1.1684 USD per EUR = 171.174255...
    [200_000_000n, '100', rate('USD', 'EUR', 10_000n, 11_684n), money(171_17n, 'EUR')],
    // 2 x 100 USD at 159.834 JPY per USD = 31966.8
    [200_000_000n, '100', rate('USD', 'JPY', 159_834n, 1000n), money(31_967n, 'JPY')],
  ] as const)('%s units at %s', (quantity, price, exchange, value) => {
    expect(worth(quantity, parseDecimal(price), exchange)).toEqual(value);
  });
});

it.each([
  [50n, 200n, '25.00'],
  [-1n, 3n, '-33.33'],
  [5n, 0n, null],
])('%s of %s in percent is %s', (gain, cost, percent) => {
  expect(percentOf(gain, cost)).toEqual(percent === null ? null : { ...parseDecimal(percent), scale: 2 });
});
