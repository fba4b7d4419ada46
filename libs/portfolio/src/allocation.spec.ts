import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { allocationKinds, allocationOf, type AllocatedHolding } from './allocation.js';
import { weightsOf } from './weights.js';

const holding = (symbol: string, value: bigint, more: Partial<AllocatedHolding> = {}): AllocatedHolding => ({
  symbol,
  value,
  assetClass: 'stock',
  currency: 'EUR',
  sector: null,
  country: null,
  ...more,
});

describe('weights', () => {
  it.each([
    [
      [1n, 1n, 1n],
      [3334, 3333, 3333],
    ],
    [
      [1n, 2n],
      [3333, 6667],
    ],
    [
      [0n, 5n],
      [0, 10_000],
    ],
    [
      [150n, -50n],
      [15_000, -5000],
    ],
    [
      [3n, 1n, -1n],
      [10_000, 3333, -3333],
    ],
    [[], null],
    [[0n], null],
    [[5n, -5n], null],
  ])('of %s are %s', (values, weights) => {
    expect(weightsOf(values)).toEqual(weights);
  });

  it('add up, and are no basis point off', () => {
    fc.assert(
      fc.property(
        fc.array(fc.bigInt(-(10n ** 12n), 10n ** 15n), { minLength: 1, maxLength: 40 }),
        (values) => {
          const weights = weightsOf(values);
          const total = values.reduce((sum, value) => sum + value, 0n);
          if (total <= 0n) {
            expect(weights).toBeNull();
            return;
          }
          expect(weights?.reduce((sum, weight) => sum + weight, 0)).toBe(10_000);
          values.forEach((value, index) => {
            const exact = value * 10_000n - BigInt(weights?.[index] ?? 0) * total;
            expect(exact < total && exact > -total).toBe(true);
          });
        },
      ),
    );
  });
});

describe('an allocation', () => {
  const holdings = [
    holding('AAPL', 600n, { currency: 'USD', sector: 'technology', country: 'US' }),
    holding('MSFT', 200n, { currency: 'USD', sector: 'technology', country: 'US' }),
    holding('BTC', 100n, { assetClass: 'crypto', currency: 'USD' }),
    holding('Flat', 100n, { assetClass: 'real_estate', country: 'DE' }),
  ];

  it.each([
    [
      'position',
      [
        ['AAPL', 6000],
        ['MSFT', 2000],
        ['BTC', 1000],
        ['Flat', 1000],
      ],
    ],
    [
      'class',
      [
        ['stock', 8000],
        ['crypto', 1000],
        ['real_estate', 1000],
      ],
    ],
    [
      'currency',
      [
        ['USD', 9000],
        ['EUR', 1000],
      ],
    ],
    [
      'sector',
      [
        ['technology', 8000],
        [null, 2000],
      ],
    ],
    [
      'country',
      [
        ['US', 8000],
        ['DE', 1000],
        [null, 1000],
      ],
    ],
  ] as const)('by %s', (by, expected) => {
    const { slices, total } = allocationOf(holdings, by);
    expect(slices.map(({ key, weightBp }) => [key, weightBp])).toEqual(expected);
    expect(slices.every(({ targetBp, driftBp }) => targetBp === null && driftBp === null)).toBe(true);
    expect(total).toBe(1000n);
  });

  it('has the unclassified last, however large', () => {
    const { slices } = allocationOf([holding('A', 900n), holding('B', 1n, { sector: 'energy' })], 'sector');
    expect(slices.map(({ key }) => key)).toEqual(['energy', null]);
  });

  it('tells the drift from targets, of what is not there too', () => {
    const { slices } = allocationOf(holdings, 'class', new Map([['stock', 7000], ['bond', 2500]])); // prettier-ignore
    expect(slices.map(({ key, weightBp, targetBp, driftBp }) => [key, weightBp, targetBp, driftBp])).toEqual([
      ['stock', 8000, 7000, 1000],
      ['crypto', 1000, null, null],
      ['real_estate', 1000, null, null],
      ['bond', 0, 2500, -2500],
    ]);
  });

  it.each(allocationKinds)('by %s loses nothing, and is nothing of nothing', (by) => {
    const { slices, total } = allocationOf(holdings, by);
    expect(slices.reduce((sum, { value }) => sum + value, 0n)).toBe(total);
    expect(allocationOf([], by)).toEqual({ slices: [], total: 0n });
    expect(allocationOf([holding('A', -5n)], by).slices[0]).toMatchObject({ value: -5n, weightBp: null });
  });
});
