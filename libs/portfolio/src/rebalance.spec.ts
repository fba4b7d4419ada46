import { compareDecimals, formatDecimal, parseDecimal } from '@tradeyard/kernel';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { planRebalance, type RebalanceHolding, type RebalanceInput } from './rebalance.js';

const holding = (
  symbol: string,
  [quantity, price, targetBp]: readonly [string, string, number | null],
  step = '1',
): RebalanceHolding => ({
  symbol,
  quantity: parseDecimal(quantity),
  price: parseDecimal(price),
  step: parseDecimal(step),
  targetBp,
});

const plan = (holdings: readonly RebalanceHolding[], more: Partial<RebalanceInput> = {}) =>
  planRebalance({ holdings, cash: 0n, exponent: 2, minimumOrder: 0n, ...more });

/** `sell A 2 for 200.00` as `A -2 20000`. */
const told = ({ orders }: ReturnType<typeof plan>): string[] =>
  orders.map(({ symbol, side, quantity, amount }) => `${symbol} ${side === 'sell' ? '-' : '+'}${formatDecimal(quantity)} ${amount}`); // prettier-ignore

describe('a plan', () => {
  it.each([
    [
      'sells what is above and buys what is below',
      [holding('A', ['8', '100', 5000]), holding('B', ['2', '100', 5000])],
      {},
      ['A -3 30000', 'B +3 30000'],
      0n,
    ],
    [
      'is none where all is as it should be',
      [holding('A', ['5', '100', 5000]), holding('B', ['5', '100', 5000])],
      {},
      [],
      0n,
    ],
    [
      'invests new cash, and sells nothing where it may not',
      [holding('A', ['8', '100', 5000]), holding('B', ['2', '100', 5000])],
      { cash: 200_00n, maySell: false },
      ['B +2 20000'],
      0n,
    ],
    [
      'keeps what the targets leave as cash',
      [holding('A', ['10', '100', 6000])],
      {},
      ['A -4 40000'],
      400_00n,
    ],
    [
      'sells all of what should not be there',
      [holding('A', ['3', '0.333', 0]), holding('B', ['0', '0.01', 10_000])],
      {},
      ['A -3 99', 'B +99 99'],
      0n,
    ],
    [
      'leaves alone what has no target, its value is no part of it',
      [holding('A', ['100', '100', null]), holding('B', ['1', '100', 10_000])],
      { cash: 100_00n },
      ['B +1 10000'],
      0n,
    ],
    [
      'buys whole steps, as many as the cash pays for',
      [holding('A', ['0', '70', 10_000])],
      { cash: 200_00n },
      ['A +2 14000'],
      60_00n,
    ],
    [
      'buys a step more where that is nearer: 420 than 350 to 400',
      [holding('A', ['0', '70', 4000])],
      { cash: 1000_00n },
      ['A +6 42000'],
      580_00n,
    ],
    [
      'buys no step more where that is farther: 360 than 450 to 400',
      [holding('A', ['0', '90', 4000])],
      { cash: 1000_00n },
      ['A +4 36000'],
      640_00n,
    ],
    [
      'buys nothing below the least',
      [holding('A', ['0', '1', 5000]), holding('B', ['0', '1', 5000])],
      { cash: 9_00n, minimumOrder: 5_00n },
      [],
      9_00n,
    ],
    [
      'buys what costs next to nothing by the cent, not step by step',
      [
        holding('A', ['0', '0.000001', 3333], '0.00000001'),
        holding('B', ['0', '0.000007', 3333], '0.00000001'),
      ],
      { cash: 1_00n },
      ['A +330000 33', 'B +47142.85714285 33'],
      34n,
    ],
    [
      'buys fractions where they are sold',
      [holding('A', ['0', '70', 10_000], '0.001')],
      { cash: 200_00n },
      ['A +2.857 19999'],
      1n,
    ],
    [
      'makes no order below the least',
      [holding('A', ['101', '1', 5000]), holding('B', ['99', '1', 5000])],
      { minimumOrder: 5_00n },
      [],
      0n,
    ],
    [
      'gives to what is cheap enough where the budget is too small for the other',
      [holding('A', ['0', '1000', 9000]), holding('B', ['0', '10', 1000])],
      { cash: 500_00n },
      ['B +5 5000'],
      450_00n,
    ],
    ['of nothing is nothing', [], { cash: 5n }, [], 5n],
  ])('%s', (_, holdings, more, orders, residual) => {
    const made = plan(holdings, more);
    expect(told(made)).toEqual(orders);
    expect(made.residual).toBe(residual);
  });

  it('tells the drift that is left, the residual being a part of the whole', () => {
    const { after } = plan([holding('A', ['0', '70', 7000]), holding('B', ['0', '30', 3000])], {
      cash: 200_00n,
    });
    expect(after).toEqual([
      { symbol: 'A', value: 140_00n, weightBp: 7000, targetBp: 7000, driftBp: 0 },
      { symbol: 'B', value: 60_00n, weightBp: 3000, targetBp: 3000, driftBp: 0 },
    ]);
    expect(plan([holding('A', ['0', '70', 10_000])], { cash: 100_00n }).after).toEqual([
      { symbol: 'A', value: 70_00n, weightBp: 7000, targetBp: 10_000, driftBp: -3000 },
    ]);
    expect(plan([holding('A', ['0', '70', 10_000])]).after[0]).toMatchObject({
      weightBp: null,
      driftBp: null,
    });
  });
});

it.each([
  [
    'above 100 %',
    [holding('A', ['1', '1', 6000]), holding('B', ['1', '1', 4001])],
    {},
    'percent_out_of_range',
  ],
  ['below zero', [holding('A', ['1', '1', -1])], {}, 'percent_out_of_range'],
  ['half a basis point', [holding('A', ['1', '1', 0.5])], {}, 'percent_out_of_range'],
  ['cash below zero', [], { cash: -1n }, 'amount_must_be_positive'],
  ['no price', [holding('A', ['1', '0', 1])], {}, 'amount_must_be_positive'],
  ['no step', [holding('A', ['1', '1', 1], '0')], {}, 'amount_must_be_positive'],
  ['a short', [holding('A', ['-1', '1', 1])], {}, 'amount_must_be_positive'],
])('refuses %s', (_, holdings, more, code) => {
  expect(() => plan(holdings, more)).toThrow(expect.objectContaining({ code }));
});

describe('any portfolio', () => {
  const decimal = (scaleMax: number, digitsMax: bigint, digitsMin: bigint) =>
    fc.record({ digits: fc.bigInt(digitsMin, digitsMax), scale: fc.integer({ min: 0, max: scaleMax }) });
  const any = fc.record({
    cash: fc.bigInt(0n, 10n ** 9n),
    exponent: fc.constantFrom(0, 2, 8),
    minimumOrder: fc.constantFrom(0n, 1n, 10_000n),
    maySell: fc.boolean(),
    holdings: fc.array(
      fc.record({
        symbol: fc.uuid(),
        quantity: decimal(8, 10n ** 10n, 0n),
        price: decimal(6, 10n ** 9n, 1n),
        step: fc.constantFrom(
          parseDecimal('1'),
          parseDecimal('0.01'),
          parseDecimal('0.00000001'),
          parseDecimal('5'),
        ),
        targetBp: fc.oneof(fc.integer({ min: 0, max: 1600 }), fc.constant(null)),
      }),
      { maxLength: 6 },
    ),
  });

  it('pays for all purchases, sells no more than is held, in whole steps, and makes nothing of nothing', () => {
    fc.assert(
      fc.property(any, (input) => {
        const { orders, residual } = planRebalance(input);
        let left = input.cash;
        for (const { symbol, side, quantity, amount } of orders) {
          const held = input.holdings.find((each) => each.symbol === symbol);
          if (!held) throw new Error('An order of what is not there');
          expect(held.targetBp).not.toBeNull();
          expect(amount >= input.minimumOrder).toBe(true);
          expect((quantity.digits * 10n ** BigInt(held.step.scale)) % (held.step.digits * 10n ** BigInt(quantity.scale))).toBe(0n); // prettier-ignore
          if (side === 'sell') {
            expect(input.maySell).toBe(true);
            expect(compareDecimals(quantity, held.quantity)).toBeLessThanOrEqual(0);
          }
          // exact: amount is the price times the quantity, down for a sale and up for a purchase
          const exact = quantity.digits * held.price.digits * 10n ** BigInt(input.exponent);
          const scale = 10n ** BigInt(quantity.scale + held.price.scale);
          expect(amount).toBe(side === 'sell' ? exact / scale : (exact + scale - 1n) / scale);
          left += side === 'sell' ? amount : -amount;
          expect(left >= 0n).toBe(true);
        }
        expect(residual).toBe(left);
        const sides = orders.map(({ side }) => side);
        expect(sides).toEqual(sides.toSorted().toReversed());
      }),
      { numRuns: 500 },
    );
  });

  it('brings each nearer to its target, or as near as a step', () => {
    fc.assert(
      fc.property(any, (raw) => {
        const holdings = raw.holdings.map((each) => ({ ...each, step: parseDecimal('0.00000001') }));
        const input = { ...raw, holdings, exponent: 2, minimumOrder: 0n, maySell: true };
        const { after } = planRebalance(input);
        const value = ({ quantity, price }: RebalanceHolding): bigint => (quantity.digits * price.digits * 100n) / 10n ** BigInt(quantity.scale + price.scale); // prettier-ignore
        const targeted = holdings.filter(({ targetBp }) => targetBp !== null);
        const total = targeted.reduce((sum, each) => sum + value(each), input.cash);
        for (const [index, each] of after.entries()) {
          const wanted = (total * BigInt(each.targetBp)) / 10_000n;
          const line = targeted[index];
          const step = line ? Number(line.price.digits) / 10 ** line.price.scale / 1e6 : 0;
          // a cent for each rounding, and what a step of a very dear thing is worth
          expect(Math.abs(Number(each.value - wanted))).toBeLessThanOrEqual(step + 3 + after.length);
        }
      }),
      { numRuns: 300 },
    );
  });
});
