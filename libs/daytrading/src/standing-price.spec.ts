import { describe, expect, it } from 'vitest';
import { Day, hitOf, quoteUnavailable } from '../test/day.js';

/** $100.00 and ten shares of A, which is at $10.00. */
const rich = ['ADD,ada,200.00', 'BUY,ada,A,100.00', 'COMMIT_BUY,ada'];
const buys = [...rich, 'SET_BUY_AMOUNT,ada,A,60.00'];
const sells = [...rich, 'SET_SELL_AMOUNT,ada,A,60.00'];

describe('the price', () => {
  it.each<[string, string]>([
    ['SET_SELL_AMOUNT,ada,A,1.00', 'waits for A'],
    ['SET_SELL_AMOUNT,ada,B,1.00', 'insufficient_shares'],
    ['SET_BUY_TRIGGER,ada,A,1.00', 'waits for A'],
    ['SET_BUY_TRIGGER,ada,B,1.00', 'nothing_set'],
    ['SET_SELL_TRIGGER,ada,A,20.00', 'waits for A'],
    ['SET_SELL_TRIGGER,ada,A,60.01', 'order_too_small'],
    ['SET_SELL_TRIGGER,ada,A,1.00', 'insufficient_shares'],
    ['SET_SELL_TRIGGER,ada,B,1.00', 'nothing_set'],
  ])('is not known: %s %s, and nothing has happened', (line, told) => {
    const day = new Day(...buys, 'SET_SELL_AMOUNT,ada,A,60.00');
    day.prices.clear();
    const [{ trader }, happened] = [day, day.happenings.length];

    expect(day.ask(line)).toBe(told);
    if (told.startsWith('waits')) expect(day.trader).toBe(trader);
    else expect(day.trader).toEqual({ ...trader, transaction: 6 });
    expect(day.happenings).toHaveLength(told.startsWith('waits') ? happened : happened + 1);
  });

  it('could not be had: SET_SELL_AMOUNT is refused, and what was set stands', () => {
    const day = new Day(...sells, 'SET_SELL_TRIGGER,ada,A,11.00');
    const { trader } = day;
    day.prices.set('A', { refusal: quoteUnavailable });

    expect(day.ask('SET_SELL_AMOUNT,ada,A,1.00')).toBe(quoteUnavailable.code);
    expect(day.trader).toEqual({ ...trader, transaction: 6 });
  });

  it('could not be had: a trigger is armed all the same, and meets the next price', () => {
    const day = new Day(...buys, 'SET_SELL_AMOUNT,ada,A,60.00');
    day.prices.set('A', { refusal: quoteUnavailable });
    day.say('SET_BUY_TRIGGER,ada,A,12.00', 'SET_SELL_TRIGGER,ada,A,12.00');
    expect(day.has).toBe('40.00 +60.00, A 5 +5');
    expect(day.happenings.at(-1)).not.toHaveProperty('result');

    day.meet('A', 12_00n);
    expect(day.has).toBe('100.00 +0.00, A 10 +0');
  });

  it.each<[string, boolean]>([
    ['SET_SELL_AMOUNT,ada,A,60.00', true],
    ['SET_SELL_AMOUNT,ada,A,100.01', true],
    ['SET_BUY_TRIGGER,ada,A,1.00', true],
    ['SET_BUY_TRIGGER,ada,A,10.00', true],
    ['SET_SELL_TRIGGER,ada,A,20.00', true],
    ['SET_SELL_TRIGGER,ada,A,10.00', true],
    ['SET_SELL_TRIGGER,ada,A,60.01', false],
    ['SET_BUY_AMOUNT,ada,A,1.00', false],
    ['CANCEL_SET_BUY,ada,A', false],
  ])('is told once with the hit that %s caused: %s', (line, isTold) => {
    const day = new Day(...buys, 'SET_SELL_AMOUNT,ada,A,60.00');
    const hit = hitOf('A', '10.00');
    day.prices.set('A', { price: 10_00n, hit });
    day.ask(line);

    expect(day.happenings.slice(5).flatMap(({ hits = [] }) => hits)).toEqual(isTold ? [hit] : []);
    expect(day.happenings[5]?.hits).toEqual(isTold ? [hit] : undefined);
  });
});

it('a trigger that fires at once is told as the command and as what it caused, under its own number', () => {
  const day = new Day(...rich, 'SET_BUY_AMOUNT,ada,A,69.99').after(7).say('SET_BUY_TRIGGER,ada,A,12.00');
  const told = { transaction: 5, atMs: 7, command: 'SET_BUY_TRIGGER', symbol: 'A' };
  const result = { symbol: 'A', shares: 6, cash: '60.00' };
  expect(day.happenings.slice(4)).toEqual([
    { kind: 'command', ...told, funds: '12.00', result: { ...result, price: '10.00', fired: true } },
    { kind: 'fired', ...told, funds: '60.00', moved: ['9.99'], result },
  ]);
  expect(day.trader.movements.at(-1)).toMatchObject({ transaction: 5, action: 'add', funds: '9.99' });
});
