import { expect, it } from 'vitest';
import { Day } from '../test/day.js';

/** $100.00 and ten shares of A, which is at $10.00. */
const rich = ['ADD,ada,200.00', 'BUY,ada,A,100.00', 'COMMIT_BUY,ada'];

it.each<[string, string, string, string]>([
  ['BUY,ada,A,30.00', 'COMMIT_BUY,ada', '70.00 +0.00, A 13 +0', '100.00 +0.00, A 10 +0'],
  ['BUY,ada,A,30.00', 'CANCEL_BUY,ada', '100.00 +0.00, A 10 +0', '100.00 +0.00, A 10 +0'],
  ['SELL,ada,A,30.00', 'COMMIT_SELL,ada', '130.00 +0.00, A 7 +0', '100.00 +0.00, A 10 +0'],
  ['SELL,ada,A,30.00', 'CANCEL_SELL,ada', '100.00 +0.00, A 10 +0', '100.00 +0.00, A 10 +0'],
])('%s can be ended by %s for 60.000 s, and no millisecond more', (order, end, inTime, late) => {
  const day = new Day(...rich, order).after(60_000);
  expect([day.ask(end), day.has]).toEqual(['ok', inTime]);

  const tooLate = new Day(...rich, order).after(60_001);
  expect([tooLate.ask(end), tooLate.has]).toEqual(['nothing_pending', late]);
});

it('takes the window from the BUY, whatever has happened since', () => {
  const day = new Day(...rich, 'BUY,ada,A,30.00').after(40_000).say('BUY,ada,A,20.00', 'CANCEL_BUY,ada');
  expect([day.after(20_001).ask('COMMIT_BUY,ada'), day.has]).toEqual([
    'nothing_pending',
    '100.00 +0.00, A 10 +0',
  ]);
});

it('lets older ones go and keeps newer ones, whatever lies on top', () => {
  const day = new Day(...rich);
  for (const line of ['BUY,ada,A,10.00', 'BUY,ada,B,6.00', 'SELL,ada,A,20.00', 'BUY,ada,A,30.00'])
    day.say(line).after(20_000);
  expect(day.has).toBe('54.00 +46.00, A 8 +2');

  // The first is 80 s old, the second 60 s.
  expect(day.expire()).toHaveLength(1);
  expect(day.has).toBe('64.00 +36.00, A 8 +2');
  expect(day.trader.pending.buy?.size).toBe(2);

  expect(day.after(20_001).expire()).toHaveLength(2);
  expect(day.has).toBe('70.00 +30.00, A 10 +0');
  expect(day.trader.pending).toMatchObject({ buy: { size: 1, older: null }, sell: null });
  day.say('COMMIT_BUY,ada');
  expect(day.has).toBe('70.00 +0.00, A 13 +0');
});

it('lets everything go at once, and is told under the numbers of the orders', () => {
  const day = new Day(...rich, 'BUY,ada,A,10.00', 'SELL,ada,A,25.00', 'BUY,ada,B,7.00').after(60_001);
  const { transaction } = day.trader;

  const told = { kind: 'expired', atMs: 60_001 };
  expect(new Set(day.expire())).toEqual(
    new Set([
      { ...told, transaction: 4, command: 'BUY', symbol: 'A', funds: '10.00', moved: ['10.00'] },
      { ...told, transaction: 5, command: 'SELL', symbol: 'A', funds: '20.00' },
      { ...told, transaction: 6, command: 'BUY', symbol: 'B', funds: '6.00', moved: ['6.00'] },
    ]),
  );
  expect([day.has, day.trader.transaction]).toEqual(['100.00 +0.00, A 10 +0', transaction]);
  expect(day.trader.movements.slice(-2).map(({ funds }) => funds)).toEqual(['6.00', '10.00']);
  expect(day.expire()).toEqual([]);
});

it('makes its cash good for the command that found it expired', () => {
  const day = new Day('ADD,ada,100.00', 'BUY,ada,A,100.00').after(60_001);
  expect([day.ask('BUY,ada,A,100.00'), day.has]).toEqual(['ok', '0.00 +100.00']);
});

it('never touches what stands', () => {
  const day = new Day(...rich, 'SET_BUY_AMOUNT,ada,A,50.00', 'SET_SELL_AMOUNT,ada,A,50.00');
  day.say('SET_BUY_TRIGGER,ada,A,9.00', 'SET_SELL_TRIGGER,ada,A,12.00').after(1e12);
  expect(day.expire()).toEqual([]);
  expect(day.has).toBe('50.00 +50.00, A 6 +4');
});

it('never comes without a window', () => {
  const day = new Day(...rich, 'BUY,ada,A,30.00');
  day.windowMs = null;
  expect(day.after(1e12).expire()).toEqual([]);
  day.say('COMMIT_BUY,ada');
  expect(day.has).toBe('70.00 +0.00, A 13 +0');
});

it('takes what is over from under what is not, however many there are', () => {
  const many = 40_000;
  const day = new Day('ADD,ada,1000000.00');
  day.windowMs = null;
  for (let index = 0; index < many; index += 1) {
    day.say('BUY,ada,B,3.00');
    if (index === many / 2) day.after(1);
  }
  day.windowMs = 60_000;
  day.after(60_000);

  expect(day.expire()).toHaveLength(many / 2 + 1);
  expect(day.trader.pending.buy?.size).toBe(many / 2 - 1);
  day.after(1);
  expect(day.expire()).toHaveLength(many / 2 - 1);
  expect(day.has).toBe('1000000.00 +0.00');
});
