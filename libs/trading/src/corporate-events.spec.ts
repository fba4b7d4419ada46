import { compareDecimals, parseDecimal } from '@tradeyard/kernel';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  dividendJournal,
  dividendOf,
  splitCourse,
  splitJournal,
  splitOrder,
  splitPosition,
  splitUnits,
  type SplitRatio,
} from './corporate-events.js';
import type { FeeModel } from './fees.js';
import { courseOf, reheld } from './order-course.js';
import { holdOf, remainingOf } from './order-hold.js';
import type { Order } from './order.js';

const unit = 100_000_000n;
const cent = parseDecimal('0.01');
const free: FeeModel = { kind: 'none' };

/** Apple on 2020-08-31, Amazon on 2022-06-06, General Electric on 2021-08-02. */
const apple: SplitRatio = { to: 4n, from: 1n };
const amazon: SplitRatio = { to: 20n, from: 1n };
const generalElectric: SplitRatio = { to: 1n, from: 8n };
const threeForTwo: SplitRatio = { to: 3n, from: 2n };

function order(more: Partial<Order> = {}): Order {
  const asked: Order = {
    ...{ id: 'order', symbol: 'AAPL', bookId: 'book', asset: 'share:AAPL', currency: 'USD' },
    ...{ side: 'sell', type: 'limit', status: 'open', timeInForce: 'gtc', activeFrom: null, expiresAt: null },
    ...{ quantity: 10n * unit, notional: null, filledQuantity: 0n, filledCash: 0n, fee: 0n },
    ...{ limitPrice: null, stopPrice: null, trailAmount: null, trailPercent: null, watermark: null },
    ...{
      reservePrice: null,
      triggeredAt: null,
      orderClass: 'simple',
      groupId: null,
      legRole: null,
      held: 0n,
    },
    ...more,
  };
  return { ...asked, held: holdOf(asked, [asked], free) };
}

describe('splitPosition', () => {
  it.each([
    // what, before, ratio, price afterwards, then: units and cents; worked by hand
    ['ten of Apple', 10n * unit, apple, '129.04', 40n * unit, 0n],
    ['a fraction of Amazon', 12_345_678n, amazon, '124.79', 246_913_560n, 0n],
    ['ten of General Electric', 10n * unit, generalElectric, '104.04', 125_000_000n, 0n],
    // 1 / 8 of the smallest unit is nothing, at less than 8 million dollars for a share
    ['the smallest unit', 1n, generalElectric, '104.04', 0n, 0n],
    ['the smallest unit of what is very dear', 1n, generalElectric, '8000000', 0n, 1n],
    ['seven eighths of it', 15n, generalElectric, '8000000', 1n, 7n],
    ['a share without a price', 15n, generalElectric, null, 1n, 0n],
  ] as const)('%s', (_, before, ratio, price, quantity, cash) => {
    expect(splitPosition(before, ratio, price === null ? null : parseDecimal(price), 'USD')).toEqual({
      quantity,
      cash,
    });
  });
});

describe('dividendOf', () => {
  it.each([
    // Apple paid 0.82 on 2020-08-07: before the split, for each of the shares of then
    ['ten shares', 10n * unit, '0.82', 'USD', 8_20n],
    ['a third of one: 27.33 cents', 33_333_333n, '0.82', 'USD', 27n],
    ['a fraction of a yen', 1n * unit, '37.5', 'JPY', 37n],
  ] as const)('%s', (_, quantity, amount, currency, cash) => {
    expect(dividendOf(quantity, parseDecimal(amount), currency)).toBe(cash);
  });

  it('comes from the house to the book', () => {
    const position = { bookId: 'book', asset: 'share:AAPL', currency: 'USD' };
    expect(dividendJournal(position, 8_20n)).toMatchObject({
      kind: 'dividend',
      lines: [
        { account: { kind: 'market', asset: 'USD' }, amount: -8_20n },
        { account: { kind: 'customer', bookId: 'book', asset: 'USD' }, amount: 8_20n },
      ],
    });
  });
});

describe('splitOrder', () => {
  it.each([
    ['a sale at 510', apple, { limitPrice: '510' }, { quantity: 40n * unit, limitPrice: '127.5' }],
    [
      'a sale never cheaper: 112.5025 is 112.51',
      apple,
      { limitPrice: '450.01' },
      { quantity: 40n * unit, limitPrice: '112.51' },
    ],
    [
      'a purchase never dearer: 112.5025 is 112.50',
      apple,
      { side: 'buy', limitPrice: '450.01', reservePrice: '450.01' },
      { quantity: 40n * unit, limitPrice: '112.5', reservePrice: '112.5' },
    ],
    [
      'a purchase of Amazon',
      amazon,
      { side: 'buy', quantity: 2n * unit, limitPrice: '2400', reservePrice: '2400' },
      { quantity: 40n * unit, limitPrice: '120', reservePrice: '120' },
    ],
    [
      'a stop of Amazon: 119.9995 is 120',
      amazon,
      { type: 'stop', quantity: 3n * unit, stopPrice: '2399.99' },
      { quantity: 60n * unit, stopPrice: '120' },
    ],
    [
      'a stop that buys',
      apple,
      { side: 'buy', type: 'stop', stopPrice: '520.03', reservePrice: '520.03' },
      { quantity: 40n * unit, stopPrice: '130', reservePrice: '130' },
    ],
    [
      'a trailing stop by an amount',
      apple,
      { type: 'trailing_stop', trailAmount: '10.01', watermark: '500.1' },
      { trailAmount: '2.5', watermark: '125.025' },
    ],
    [
      'a trailing stop by a percentage',
      apple,
      { type: 'trailing_stop', trailPercent: '5', watermark: '500' },
      { trailPercent: '5', watermark: '125' },
    ],
    [
      'what was filled in part',
      apple,
      { status: 'partly_filled', filledQuantity: 3n * unit, filledCash: 1530_00n, limitPrice: '510' },
      { filledQuantity: 12n * unit, quantity: 40n * unit, filledCash: 1530_00n, limitPrice: '127.5' },
    ],
    [
      'fewer and dearer shares',
      generalElectric,
      { quantity: 20n * unit, limitPrice: '13' },
      { quantity: 250_000_000n, limitPrice: '104' },
    ],
    [
      'cash that buys: it stays',
      amazon,
      { side: 'buy', quantity: null, notional: 500_00n, limitPrice: '2400', reservePrice: '2400' },
      { quantity: null, notional: 500_00n, limitPrice: '120' },
    ],
    [
      'never less than a step',
      { to: 100n, from: 1n },
      { limitPrice: '0.5', side: 'buy', reservePrice: '0.5' },
      { limitPrice: '0.01' },
    ],
  ] as const)('%s', (_, ratio, before, after) => {
    expect(splitOrder(order(before as Partial<Order>), ratio, cent)).toMatchObject(after);
  });

  it('lets a sale for cash hold no more than what it held has become', () => {
    const before = order({ type: 'market', quantity: null, notional: 100_00n, reservePrice: '333.33' });
    const after = splitOrder(before, threeForTwo, cent);
    expect(before.held).toBe(30_000_301n); // 100 / 333.33, rounded up
    expect(holdOf(after, [after], free)).toBe(splitUnits(before.held, threeForTwo)); // 45,000,451
  });
});

const ratios = fc.record({ to: fc.bigInt(1n, 60n), from: fc.bigInt(1n, 60n) });

const orders = fc
  .record({
    side: fc.constantFrom('buy' as const, 'sell' as const),
    steps: fc.bigInt(1n, 10_000_00n),
    quantity: fc.bigInt(1n, 10n ** 12n),
    filledPercent: fc.bigInt(0n, 99n),
  })
  .map(({ side, steps, quantity, filledPercent }) => {
    const limitPrice = `${steps / 100n}.${`${steps % 100n}`.padStart(2, '0')}`;
    const filledQuantity = (quantity * filledPercent) / 100n;
    const reservePrice = side === 'buy' ? limitPrice : null;
    const status = filledQuantity > 0n ? 'partly_filled' : 'open';
    return order({ side, status, limitPrice, reservePrice, quantity, filledQuantity });
  });

describe('a split', () => {
  it('leaves an order worth the same, but for a step of the price and a unit, and its owner never worse off', () => {
    fc.assert(
      fc.property(orders, ratios, (before, ratio) => {
        const after = splitOrder(before, ratio, cent);
        const [old, now] = [remainingOf(before) ?? 0n, remainingOf(after) ?? 0n];
        const [oldPrice, price] = [
          parseDecimal(before.limitPrice ?? ''),
          parseDecimal(after.limitPrice ?? ''),
        ];
        // In hundred-millionths of a cent, so that nothing is rounded: units x steps.
        const steps = (of: typeof price): bigint => (of.digits * 100n) / 10n ** BigInt(of.scale);
        const [worthBefore, worthAfter] = [old * steps(oldPrice), now * steps(price)];
        const isLeast = compareDecimals(price, cent) === 0;
        const off = worthAfter - worthBefore;
        if (before.side === 'buy' && !isLeast) expect(off).toBeLessThanOrEqual(0n);
        expect(off < 0n ? -off : off).toBeLessThanOrEqual(now + steps(price) + 1n);
        expect(now * ratio.from <= old * ratio.to).toBe(true);
      }),
    );
  });

  it('never makes what orders hold more than the shares that are there', () => {
    const held = fc.array(fc.bigInt(1n, 10n ** 12n), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(held, ratios, fc.bigInt(0n, 1000n), (quantities, ratio, free) => {
        const sales = quantities.map((quantity) => order({ quantity, limitPrice: '510' }));
        const balance = quantities.reduce((sum, quantity) => sum + quantity, free);
        const after = sales.map((sale) => remainingOf(splitOrder(sale, ratio, cent)) ?? 0n);
        const sum = after.reduce((total, quantity) => total + quantity, 0n);
        expect(sum).toBeLessThanOrEqual(splitPosition(balance, ratio, null, 'USD').quantity);
      }),
    );
  });

  it('never reserves more cash for a purchase, but for a cent where a part was filled', () => {
    fc.assert(
      fc.property(orders, ratios, (before, ratio) => {
        fc.pre(before.side === 'buy');
        const after = splitOrder(before, ratio, cent);
        fc.pre(after.limitPrice !== '0.01');
        const most = before.filledQuantity > 0n ? before.held + 1n : before.held;
        expect(holdOf(after, [after], free)).toBeLessThanOrEqual(most);
      }),
    );
  });
});

describe('splitCourse', () => {
  const terms = { ratio: apple, day: '2020-08-31', tickSize: cent };
  const exits = [
    order({ id: 'profit', legRole: 'take_profit', limitPrice: '550', groupId: 'g', orderClass: 'oco' }),
    order({
      id: 'loss',
      legRole: 'stop_loss',
      type: 'stop',
      stopPrice: '450',
      groupId: 'g',
      orderClass: 'oco',
    }),
  ];

  it('tells what was and what is, and the first exit holds for both', () => {
    const before = reheld(courseOf(exits), free);
    const after = splitCourse(before, new Set(['profit', 'loss']), terms, free);
    expect(before.orders.map(({ held }) => held)).toEqual([10n * unit, 0n]);
    expect(after.orders.map(({ held }) => held)).toEqual([40n * unit, 0n]);
    expect(after.happenings).toEqual([
      {
        orderId: 'profit',
        kind: 'split',
        cause: 'the shares were split 4:1 on 2020-08-31, quantity 10 to 40, limit price 550 to 137.5',
        detail: {
          ...{ ratio: '4:1', day: '2020-08-31', quantityBefore: '10.00000000', quantity: '40.00000000' },
          ...{ limitPriceBefore: '550', limitPrice: '137.5' },
        },
      },
      expect.objectContaining({ orderId: 'loss', kind: 'split' }),
    ]);
    expect(
      splitJournal(
        { bookId: 'book', asset: 'share:AAPL', currency: 'USD' },
        { quantity: 30n * unit, cash: 0n },
        before.orders,
        after.orders,
      ),
    ).toMatchObject({
      kind: 'split',
      lines: [
        { account: { kind: 'customer' }, amount: 30n * unit, held: 30n * unit },
        { account: { kind: 'market' }, amount: -30n * unit },
      ],
    });
  });

  it('leaves alone what is of new shares already, and what has ended', () => {
    const group = [
      order({ id: 'new', limitPrice: '130' }),
      order({ id: 'old', status: 'cancelled', limitPrice: '500' }),
    ];
    const after = splitCourse(courseOf(group), new Set(['old']), terms, free);
    expect(after).toEqual(courseOf(group));
  });

  it('ends an order of which nothing is left, and the other exit with it', () => {
    const crumbs = exits.map((exit) => ({ ...exit, quantity: 7n }));
    const reverse = { ...terms, ratio: generalElectric };
    const after = splitCourse(courseOf(crumbs), new Set(['profit', 'loss']), reverse, free);
    expect(after.orders.map(({ status, held }) => [status, held])).toEqual([
      ['cancelled', 0n],
      ['cancelled', 0n],
    ]);
  });
});
