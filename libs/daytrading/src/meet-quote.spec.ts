import { expect, it } from 'vitest';
import { Day } from '../test/day.js';

/** $100.00 and ten shares of A, which is at $10.00. */
const rich = ['ADD,ada,200.00', 'BUY,ada,A,100.00', 'COMMIT_BUY,ada'];
const buys = [...rich, 'SET_BUY_AMOUNT,ada,A,60.00', 'SET_BUY_TRIGGER,ada,A,9.00'];
const sells = [...rich, 'SET_SELL_AMOUNT,ada,A,60.00', 'SET_SELL_TRIGGER,ada,A,12.00'];

it.each<[string, readonly string[], string, bigint, string]>([
  ['a cent above the trigger', buys, 'A', 9_01n, '40.00 +60.00, A 10 +0'],
  ['at the trigger', buys, 'A', 9_00n, '46.00 +0.00, A 16 +0'],
  ['below the trigger', buys, 'A', 7_00n, '44.00 +0.00, A 18 +0'],
  ['far below the trigger', buys, 'A', 1n, '40.00 +0.00, A 6010 +0'],
  ['of another symbol', buys, 'B', 1n, '40.00 +60.00, A 10 +0'],
  ['of a purchase that is not armed', buys.slice(0, -1), 'A', 1n, '40.00 +60.00, A 10 +0'],
  [
    'that the amount does not pay for',
    [...rich, 'SET_BUY_AMOUNT,ada,A,5.00', 'SET_BUY_TRIGGER,ada,A,9.00'],
    'A',
    5_01n,
    '95.00 +5.00, A 10 +0',
  ],
  [
    'that the amount just pays for',
    [...rich, 'SET_BUY_AMOUNT,ada,A,5.00', 'SET_BUY_TRIGGER,ada,A,9.00'],
    'A',
    5_00n,
    '95.00 +0.00, A 11 +0',
  ],
  ['a cent below the trigger', sells, 'A', 11_99n, '100.00 +0.00, A 5 +5'],
  ['at the trigger', sells, 'A', 12_00n, '160.00 +0.00, A 5 +0'],
  ['above the trigger', sells, 'A', 1_000_00n, '5100.00 +0.00, A 5 +0'],
  ['of another symbol', sells, 'B', 1_000_00n, '100.00 +0.00, A 5 +5'],
  ['of a sale that is not armed', sells.slice(0, -1), 'A', 1_000_00n, '100.00 +0.00, A 10 +0'],
])('a price %s meets %s', (_, before, symbol, price, has) => {
  const day = new Day(...before);
  day.meet(symbol, price);
  expect(day.has).toBe(has);

  // What has fired is gone, and what has not waits as before.
  day.meet(symbol, price);
  expect(day.has).toBe(has);
});

it('a purchase that was too small for a share fires later', () => {
  const day = new Day(...rich, 'SET_BUY_AMOUNT,ada,A,5.00', 'SET_BUY_TRIGGER,ada,A,11.00');
  day.meet('A', 6_00n);
  expect(day.has).toBe('95.00 +5.00, A 10 +0');
  day.meet('A', 4_00n);
  expect(day.has).toBe('96.00 +0.00, A 11 +0');
});

it('a purchase and a sale of one symbol may both fire', () => {
  const day = new Day(...buys, 'SET_SELL_AMOUNT,ada,A,60.00');
  // A trigger below the price of the moment fires, one that could not be evaluated is armed.
  day.prices.set('A', { refusal: { code: 'quote_unavailable', message: '' } });
  day.say('SET_SELL_TRIGGER,ada,A,8.00');
  expect(day.meet('A', 8_50n).map(({ command }) => command)).toEqual(['SET_BUY_TRIGGER', 'SET_SELL_TRIGGER']);
  // 7 bought for 59.50, 7 sold for 59.50.
  expect(day.has).toBe('100.00 +0.00, A 10 +0');
});

it('is told under the number of the command that set the trigger', () => {
  const day = new Day(...buys, 'QUOTE,ada,B').after(99);
  const told = { transaction: 5, atMs: 99, command: 'SET_BUY_TRIGGER', symbol: 'A' };
  const result = { symbol: 'A', shares: 7, cash: '56.00' };
  expect(day.meet('A', 8_00n)).toEqual([{ kind: 'fired', ...told, funds: '56.00', moved: ['4.00'], result }]);
  expect(day.trader.transaction).toBe(6);
  expect(day.trader.movements.at(-1)).toEqual({
    ...{ transaction: 5, at: '1970-01-01T00:00:00.099Z', command: 'SET_BUY_TRIGGER', symbol: 'A' },
    ...{ action: 'add', funds: '4.00' },
  });
});

it('moves no cash where a purchase uses it up', () => {
  const day = new Day(...buys);
  const { movements } = day.trader;
  expect(day.meet('A', 6_00n)[0]).not.toHaveProperty('moved');
  expect(day.trader.movements).toEqual(movements);
});
