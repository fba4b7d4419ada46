import { money, parseDecimal } from '@tradeyard/kernel';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { feeOf, findFeeFault, type FeeModel } from './fees.js';

const unit = 100_000_000n;
const percent = (text: string, minimum = 0n): FeeModel => ({
  kind: 'percent',
  percent: parseDecimal(text),
  minimum,
});
const perShare = (text: string, minimum = 0n): FeeModel => ({
  kind: 'perShare',
  amount: parseDecimal(text),
  minimum,
});
const tiers = (...each: [upTo: bigint | null, percent: string][]): FeeModel => ({
  kind: 'tiered',
  tiers: each.map(([upTo, text]) => ({ upTo, percent: parseDecimal(text) })),
});

const free: FeeModel = { kind: 'none' };

describe('feeOf', () => {
  it.each([
    // model, units, cash in cents, fee in cents; worked by hand
    ['nothing', free, 10n * unit, 1000_00n, 0n, 'no fee'],
    ['half a cent each', perShare('0.005'), 300n * unit, 9000_00n, 1_50n, '0.005 USD per unit'],
    ['half a cent each, of a fraction', perShare('0.005'), unit / 2n, 15_00n, 1n, '0.005 USD per unit'], // 0.0025
    [
      'a dollar at least',
      perShare('0.005', 1_00n),
      10n * unit,
      300_00n,
      1_00n,
      '0.005 USD per unit, at least 1.00 USD',
    ],
    ['a quarter percent', percent('0.25'), unit, 1000_00n, 2_50n, '0.25 %'],
    ['a quarter percent, rounded up', percent('0.25'), unit, 1000_01n, 2_51n, '0.25 %'], // 2.500025
    ['5 at least', percent('0.25', 5_00n), unit, 1000_00n, 5_00n, '0.25 %, at least 5.00 USD'],
    // 1,000 at 1 % is 10; 4,000 at 0.5 % is 20; 5,000 at 0.1 % is 5
    [
      'tiers',
      tiers([1000_00n, '1'], [5000_00n, '0.5'], [null, '0.1']),
      unit,
      10_000_00n,
      35_00n,
      'by tiers of the amount',
    ],
    [
      'the end of a tier',
      tiers([1000_00n, '1'], [null, '0.1']),
      unit,
      1000_00n,
      10_00n,
      'by tiers of the amount',
    ],
    ['below the first', tiers([1000_00n, '1'], [null, '0.1']), unit, 1n, 1n, 'by tiers of the amount'],
  ] as const)('charges %s', (_, model, quantity, cents, fee, rule) => {
    expect(feeOf(model, quantity, money(cents, 'USD'))).toEqual({ amount: money(fee, 'USD'), rule });
  });

  it('keeps to the exponent of the currency', () => {
    expect(feeOf(perShare('1.5'), 3n * unit, money(10_000n, 'JPY')).amount).toEqual(money(5n, 'JPY'));
  });

  it('of one tier without end is that of its percent, and never falls as the amount grows', () => {
    const cents = fc.bigInt(0n, 10n ** 12n);
    const rate = fc.bigInt(0n, 100_000n).map((digits) => ({ digits, scale: 3 }));
    fc.assert(
      fc.property(cents, cents, rate, rate, (less, more, first, second) => {
        const feeFor = (model: FeeModel, minor: bigint) =>
          feeOf(model, unit, money(minor, 'USD')).amount.minor;
        const one: FeeModel = { kind: 'tiered', tiers: [{ upTo: null, percent: first }] };
        const two: FeeModel = {
          kind: 'tiered',
          tiers: [
            { upTo: 500_00n, percent: first },
            { upTo: null, percent: second },
          ],
        };
        expect(feeFor(one, less)).toBe(feeFor({ kind: 'percent', percent: first, minimum: 0n }, less));
        expect(feeFor(two, less + more)).toBeGreaterThanOrEqual(feeFor(two, less));
      }),
    );
  });
});

describe('findFeeFault', () => {
  it.each([
    [free],
    [percent('100')],
    [perShare('0')],
    [tiers([null, '0'])],
    [tiers([1n, '1'], [2n, '1'], [null, '0.5'])],
  ])('finds none in %o', (model) => {
    expect(findFeeFault(model)).toBeUndefined();
  });

  it.each([
    [percent('100.01'), 'between 0 and 100'],
    [percent('-1'), 'between 0 and 100'],
    [percent('1', -1n), 'cannot be below zero'],
    [perShare('-0.01'), 'cannot be below zero'],
    [tiers(), 'needs a tier'],
    [tiers([1n, '1']), 'no end'],
    [tiers([null, '1'], [null, '2']), 'above the one before'],
    [tiers([5n, '1'], [5n, '1'], [null, '2']), 'above the one before'],
    [tiers([null, '101']), 'between 0 and 100'],
  ])('says what is wrong with %o', (model, words) => {
    expect(findFeeFault(model)).toMatch(words);
  });
});
