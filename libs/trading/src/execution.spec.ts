import { formatMinor, parseDecimal } from '@tradeyard/kernel';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Desk, moment, order, unit } from '../test/desk.js';
import { executionOf } from './execution.js';
import { feeOf, type FeeModel } from './fees.js';
import type { TradingModels } from './meet-market.js';
import { holdOf } from './order-hold.js';
import type { Order } from './order.js';

const none: FeeModel = { kind: 'none' };
const percent: FeeModel = { kind: 'percent', percent: parseDecimal('0.5'), minimum: 100n };
const zero = parseDecimal('0');

describe('what an order reserves', () => {
  it.each<[string, Partial<Order>, FeeModel, bigint]>([
    [
      'a limit buy: units at the limit',
      { type: 'limit', limitPrice: '98.20', quantity: 10n * unit },
      none,
      982_00n,
    ],
    [
      'with the fee, half a percent',
      { type: 'limit', limitPrice: '98.20', quantity: 10n * unit },
      percent,
      982_00n + 491n,
    ],
    ['with the least fee', { type: 'limit', limitPrice: '98.20', quantity: unit }, percent, 98_20n + 100n],
    ['a fraction of a cent is rounded up', { type: 'limit', limitPrice: '0.333', quantity: unit }, none, 34n],
    ['a buy for cash: the cash', { notional: 500_00n, quantity: null }, none, 500_00n],
    ['and its fee', { notional: 500_00n, quantity: null }, percent, 502_50n],
    [
      'what is left of a part: 6 of 10',
      {
        type: 'limit',
        limitPrice: '98.20',
        quantity: 10n * unit,
        filledQuantity: 4n * unit,
        filledCash: 390_00n,
        status: 'partly_filled',
      },
      none,
      589_20n,
    ],
    ['a sale: its units', { side: 'sell', quantity: 3n * unit, filledQuantity: unit }, none, 2n * unit],
    ['a leg that waits: nothing', { side: 'sell', status: 'waiting' }, none, 0n],
    ['one that has ended: nothing', { status: 'cancelled' }, none, 0n],
    [
      'one that is not committed: the same',
      { status: 'pending', type: 'limit', limitPrice: '1', quantity: unit },
      none,
      100n,
    ],
  ])('%s', (_, terms, feeModel, held) => {
    const one = order(terms);
    expect(holdOf(one, [one], feeModel)).toBe(held);
  });
});

describe('a fill in money', () => {
  const fill = (
    terms: Partial<Order>,
    quantity: bigint,
    price: string,
    wanted = quantity,
    feeModel: FeeModel = none,
  ) =>
    executionOf(
      order(terms),
      { quantity, price: parseDecimal(price), slippage: zero, rule: '' },
      wanted,
      feeModel,
    );

  it.each<[string, Partial<Order>, bigint, string, bigint]>([
    ['a buy is rounded up', {}, unit / 3n, '232.56', 77_52n], // 77.5199992248
    ['a sale is rounded down', { side: 'sell' }, unit / 3n, '232.50', 77_49n], // 77.499999225
    ['the smallest unit costs a cent', {}, 1n, '232.56', 1n],
    [
      'a limit buy costs no more than its limit',
      { type: 'limit', limitPrice: '0.335', filledQuantity: unit, filledCash: 34n, quantity: 2n * unit },
      unit,
      '0.335',
      33n,
    ],
  ])('%s', (_, terms, quantity, price, cash) => {
    expect(fill(terms, quantity, price).cash).toBe(cash);
  });

  it('for cash spends exactly that', () => {
    const terms = { quantity: null, notional: 1000_00n };
    expect(fill(terms, 429_996_560n, '232.56')).toMatchObject({
      cash: 1000_00n,
      quantity: 429_996_560n,
      isLast: true,
    });
  });

  it('takes the fee of all fills together: many small ones cost what one large does', () => {
    const first = fill({}, unit, '10', 2n * unit, percent);
    expect(first).toMatchObject({ cash: 1000n, fee: 100n, isLast: false }); // 0.5 % is 5 cents, at least a dollar
    const rest = { filledQuantity: unit, filledCash: 1000n, fee: 100n };
    expect(fill(rest, unit, '10', unit, percent).fee).toBe(0n);
    expect(feeOf(percent, 2n * unit, { minor: 2000n, currency: 'USD' }).amount.minor).toBe(100n);
  });
});

const decimal = (min: number, max: number) =>
  fc.integer({ min, max }).map((cents) => formatMinor(BigInt(cents), 2));

it('a limit buy never costs more than what it reserved, however it is split, and gives the rest back', () => {
  const models: fc.Arbitrary<TradingModels> = fc.record({
    price: fc.constant({ kind: 'volume' as const, percent: parseDecimal('10') }),
    slippage: fc.constant({ kind: 'fixed' as const, percent: parseDecimal('0.7') }),
    fee: fc.constantFrom<FeeModel>(
      none,
      percent,
      { kind: 'perShare', amount: parseDecimal('0.007'), minimum: 3n },
      {
        kind: 'tiered',
        tiers: [
          { upTo: 1_000n, percent: parseDecimal('1') },
          { upTo: null, percent: parseDecimal('0.3') },
        ],
      },
    ),
  });
  const ticks = fc.array(fc.record({ ask: decimal(50, 400), volume: decimal(1, 5_000) }), { maxLength: 30 });
  fc.assert(
    fc.property(
      models,
      decimal(100, 300),
      fc.bigInt({ min: 1n, max: 300n * unit }),
      ticks,
      (chosen, limitPrice, quantity, prices) => {
        const desk = new Desk(chosen, 10_000_000n);
        const one = order({ type: 'limit', limitPrice, quantity, reservePrice: limitPrice });
        desk.place(one);
        const reserved = desk.find(one.id).held;
        for (const { ask, volume } of prices) {
          desk.tick(moment(ask, ask, { volume: parseDecimal(volume) }));
          const { held, filledCash, fee, status } = desk.find(one.id);
          expect(filledCash + fee + held).toBeLessThanOrEqual(reserved);
          expect(desk.have('USD')).toBe(`${10_000_000n - filledCash - fee} ${held}`);
          if (status === 'filled') expect(held).toBe(0n);
        }
      },
    ),
  );
});
