import { money, parseDecimal } from '@tradeyard/kernel';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fillAtMarket, trade } from './fill.js';
import type { MarketOrder, OrderSize } from './order.js';

const unit = 100_000_000n;
const offer = { bid: parseDecimal('232.50'), ask: parseDecimal('232.56') };
const order = (side: 'buy' | 'sell', size: OrderSize, currency = 'USD'): MarketOrder => ({
  bookId: 'book',
  asset: 'share:AAPL',
  currency,
  side,
  size,
});

describe('fillAtMarket', () => {
  it.each([
    // side, size, filled units, cash in cents; worked by hand
    ['buy', { quantity: 2n * unit }, 2n * unit, 465_12n], // 2 x 232.56
    ['sell', { quantity: 2n * unit }, 2n * unit, 465_00n], // 2 x 232.50
    ['buy', { quantity: 1n }, 1n, 1n], // 0.0000023256 is rounded up: the house keeps the fraction
    ['buy', { quantity: unit / 3n }, 33_333_333n, 77_52n], // 0.33333333 x 232.56 = 77.5199992248
    ['sell', { quantity: unit / 3n }, 33_333_333n, 77_49n], // 77.499999225 is rounded down
    ['buy', { notional: money(1000_00n, 'USD') }, 429_996_560n, 1000_00n], // 1000 / 232.56 = 4.299965600...
    ['sell', { notional: money(1000_00n, 'USD') }, 430_107_527n, 1000_00n], // 1000 / 232.5 = 4.30107526..., up
  ] as const)('%s %o', (side, size, quantity, cents) => {
    const fill = fillAtMarket(order(side, size), offer);
    expect(fill).toMatchObject({ quantity, cash: money(cents, 'USD') });
    expect(fill.price).toBe(side === 'buy' ? offer.ask : offer.bid);
  });

  it.each([
    ['a sale worth less than a cent', order('sell', { quantity: 1n }), 'order_too_small'],
    ['nothing', order('buy', { quantity: 0n }), 'order_too_small'],
    ['more units than an account can hold', order('buy', { quantity: 2n ** 62n + 1n }), 'amount_too_large'],
    [
      'more cash than an account can hold',
      order('buy', { quantity: 2n ** 60n }),
      'amount_too_large',
      '9999999.99',
    ],
  ])('refuses %s', (_, asked, code, ask = '232.56') => {
    expect(() => fillAtMarket(asked, { ...offer, ask: parseDecimal(ask) })).toThrow(
      expect.objectContaining({ code }),
    );
  });

  it('keeps to the exponent of the currency', () => {
    const { cash } = fillAtMarket(order('buy', { quantity: unit }, 'JPY'), {
      ...offer,
      ask: parseDecimal('3456.7'),
    });
    expect(cash).toEqual(money(3457n, 'JPY'));
  });

  it('never makes money: buying and selling back at one price returns at most what was paid', () => {
    const price = fc.tuple(fc.bigInt(1n, 10n ** 9n), fc.integer({ min: 0, max: 6 }));
    const cents = fc.bigInt(1n, 10n ** 12n);
    fc.assert(
      fc.property(price, cents, ([digits, scale], notional) => {
        const touch = { bid: { digits, scale }, ask: { digits, scale } };
        const size = { notional: money(notional, 'USD') };
        let bought;
        try {
          bought = fillAtMarket(order('buy', size), touch);
          const sold = fillAtMarket(order('sell', { quantity: bought.quantity }), touch);
          return sold.cash.minor <= bought.cash.minor;
        } catch (error) {
          return (
            (error as { code?: string }).code === 'order_too_small' ||
            (error as { code?: string }).code === 'amount_too_large'
          );
        }
      }),
    );
  });
});

describe('trade', () => {
  it.each(['buy', 'sell'] as const)(
    'a %s moves cash and shares against each other in one balanced entry',
    (side) => {
      const asked = order(side, { quantity: 3n * unit });
      const { lines } = trade(asked, fillAtMarket(asked, offer));
      for (const asset of ['USD', 'share:AAPL']) {
        const moved = lines.filter(({ account }) => account.asset === asset);
        expect(moved.reduce((sum, { amount }) => sum + amount, 0n)).toBe(0n);
        const own = moved.find(({ account }) => account.bookId === 'book');
        expect(own && own.amount > 0n).toBe((asset === 'USD') === (side === 'sell'));
      }
    },
  );
});
