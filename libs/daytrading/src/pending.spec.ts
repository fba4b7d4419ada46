import { describe, expect, it } from 'vitest';
import { Day, hitOf, quoteUnavailable } from '../test/day.js';

/** $100.00 and ten shares of A, which is at $10.00. */
const rich = ['ADD,ada,200.00', 'BUY,ada,A,100.00', 'COMMIT_BUY,ada'];

type Row = [rule: string, before: readonly string[], line: string, told: string, has: string];

describe('money and shares of a trader', () => {
  it.each<Row>([
    ['ADD makes the user', [], 'ADD,ada,0.01', 'ok', '0.01 +0.00'],
    ['ADD adds to what is there', ['ADD,ada,1.00'], 'ADD,ada,2.50', 'ok', '3.50 +0.00'],
    ['ADD of less than nothing', ['ADD,ada,1.00'], 'ADD,ada,-1.00', 'amount_malformed', '1.00 +0.00'],
    ['QUOTE tells a price', rich, 'QUOTE,ada,A', 'ok', '100.00 +0.00, A 10 +0'],

    ['BUY takes the cost of whole shares', rich, 'BUY,ada,A,99.99', 'ok', '10.00 +90.00, A 10 +0'],
    ['BUY of one share exactly', rich, 'BUY,ada,A,10.00', 'ok', '90.00 +10.00, A 10 +0'],
    ['BUY of a cent less than a share', rich, 'BUY,ada,A,9.99', 'order_too_small', '100.00 +0.00, A 10 +0'],
    ['BUY for all there is', rich, 'BUY,ada,A,100.00', 'ok', '0.00 +100.00, A 10 +0'],
    [
      'BUY for a cent more, though the shares cost less',
      rich,
      'BUY,ada,A,100.01',
      'insufficient_funds',
      '100.00 +0.00, A 10 +0',
    ],
    [
      'BUY with what another BUY took',
      [...rich, 'BUY,ada,A,60.00'],
      'BUY,ada,A,50.00',
      'insufficient_funds',
      '40.00 +60.00, A 10 +0',
    ],

    ['SELL takes whole shares', rich, 'SELL,ada,A,59.99', 'ok', '100.00 +0.00, A 5 +5'],
    ['SELL of one share exactly', rich, 'SELL,ada,A,10.00', 'ok', '100.00 +0.00, A 9 +1'],
    ['SELL of a cent less than a share', rich, 'SELL,ada,A,9.99', 'order_too_small', '100.00 +0.00, A 10 +0'],
    ['SELL of all there is', rich, 'SELL,ada,A,100.00', 'ok', '100.00 +0.00, A 0 +10'],
    [
      'SELL for a cent more, though all shares would do',
      rich,
      'SELL,ada,A,100.01',
      'insufficient_shares',
      '100.00 +0.00, A 10 +0',
    ],
    [
      'SELL of what another SELL took',
      [...rich, 'SELL,ada,A,60.00'],
      'SELL,ada,A,50.00',
      'insufficient_shares',
      '100.00 +0.00, A 4 +6',
    ],
    [
      'SELL of shares that wait for COMMIT_BUY',
      ['ADD,ada,100.00', 'BUY,ada,A,100.00'],
      'SELL,ada,A,10.00',
      'insufficient_shares',
      '0.00 +100.00',
    ],

    ['COMMIT_BUY', [...rich, 'BUY,ada,A,30.00'], 'COMMIT_BUY,ada', 'ok', '70.00 +0.00, A 13 +0'],
    ['COMMIT_BUY of nothing', rich, 'COMMIT_BUY,ada', 'nothing_pending', '100.00 +0.00, A 10 +0'],
    [
      'COMMIT_BUY of a SELL',
      [...rich, 'SELL,ada,A,30.00'],
      'COMMIT_BUY,ada',
      'nothing_pending',
      '100.00 +0.00, A 7 +3',
    ],
    ['CANCEL_BUY', [...rich, 'BUY,ada,A,35.00'], 'CANCEL_BUY,ada', 'ok', '100.00 +0.00, A 10 +0'],
    ['CANCEL_BUY of nothing', rich, 'CANCEL_BUY,ada', 'nothing_pending', '100.00 +0.00, A 10 +0'],
    ['COMMIT_SELL', [...rich, 'SELL,ada,A,35.00'], 'COMMIT_SELL,ada', 'ok', '130.00 +0.00, A 7 +0'],
    ['COMMIT_SELL of nothing', rich, 'COMMIT_SELL,ada', 'nothing_pending', '100.00 +0.00, A 10 +0'],
    [
      'COMMIT_SELL of a BUY',
      [...rich, 'BUY,ada,A,30.00'],
      'COMMIT_SELL,ada',
      'nothing_pending',
      '70.00 +30.00, A 10 +0',
    ],
    ['CANCEL_SELL', [...rich, 'SELL,ada,A,35.00'], 'CANCEL_SELL,ada', 'ok', '100.00 +0.00, A 10 +0'],
    ['CANCEL_SELL of nothing', rich, 'CANCEL_SELL,ada', 'nothing_pending', '100.00 +0.00, A 10 +0'],
    [
      'COMMIT_SELL of all leaves no holding',
      [...rich, 'SELL,ada,A,100.00'],
      'COMMIT_SELL,ada',
      'ok',
      '200.00 +0.00',
    ],

    [
      'COMMIT_BUY takes the newest of several',
      [...rich, 'BUY,ada,A,50.00', 'BUY,ada,B,6.00'],
      'COMMIT_BUY,ada',
      'ok',
      '44.00 +50.00, A 10 +0, B 2 +0',
    ],
    [
      'and then the one below',
      [...rich, 'BUY,ada,A,50.00', 'BUY,ada,B,6.00', 'COMMIT_BUY,ada'],
      'CANCEL_BUY,ada',
      'ok',
      '94.00 +0.00, A 10 +0, B 2 +0',
    ],
    [
      'CANCEL_SELL takes the newest of several',
      [...rich, 'SELL,ada,A,30.00', 'SELL,ada,A,20.00'],
      'CANCEL_SELL,ada',
      'ok',
      '100.00 +0.00, A 7 +3',
    ],

    ['DISPLAY_SUMMARY', rich, 'DISPLAY_SUMMARY,ada', 'ok', '100.00 +0.00, A 10 +0'],
    ['DUMPLOG', rich, 'DUMPLOG,ada,file', 'ok', '100.00 +0.00, A 10 +0'],
  ])('%s', (_, before, line, told, has) => {
    const day = new Day(...before);
    const { trader } = day;

    expect([day.ask(line), day.has]).toEqual([told, has]);
    expect([...day.trader.holdings.values()]).not.toContain(0n);
    if (told !== 'ok') expect(day.trader).toEqual({ ...trader, transaction: before.length + 1 });
  });
});

it.each<[string, string]>([
  ['ADD,bob,0', 'amount_malformed'],
  ['QUOTE,bob,A', 'ok'],
  ['BUY,bob,A,10.00', 'trader_unknown'],
  ['COMMIT_BUY,bob', 'trader_unknown'],
  ['CANCEL_BUY,bob', 'trader_unknown'],
  ['SELL,bob,A,10.00', 'trader_unknown'],
  ['COMMIT_SELL,bob', 'trader_unknown'],
  ['CANCEL_SELL,bob', 'trader_unknown'],
  ['SET_BUY_AMOUNT,bob,A,10.00', 'trader_unknown'],
  ['SET_BUY_TRIGGER,bob,A,10.00', 'trader_unknown'],
  ['CANCEL_SET_BUY,bob,A', 'trader_unknown'],
  ['SET_SELL_AMOUNT,bob,A,10.00', 'trader_unknown'],
  ['SET_SELL_TRIGGER,bob,A,10.00', 'trader_unknown'],
  ['CANCEL_SET_SELL,bob,A', 'trader_unknown'],
  ['DISPLAY_SUMMARY,bob', 'ok'],
  ['DUMPLOG,bob,file', 'ok'],
  ['STEAL,bob', 'unknown_command'],
])('somebody without an ADD asks %s: %s, and remains nobody', (line, told) => {
  const day = new Day();
  const { trader } = day;

  expect(day.ask(line)).toBe(told);
  expect(day.trader).toEqual({ ...trader, transaction: 1 });
  expect(day.trader.isKnown).toBe(false);
});

describe('the price', () => {
  it('of a sale is that of the SELL, whatever it is at the COMMIT_SELL', () => {
    const day = new Day(...rich, 'SELL,ada,A,50.00').price('A', 1_00n).say('COMMIT_SELL,ada');
    expect(day.has).toBe('150.00 +0.00, A 5 +0');
  });

  it('of a purchase is that of the BUY, whatever it is at the COMMIT_BUY', () => {
    const day = new Day(...rich, 'BUY,ada,A,50.00').price('A', 1_00n).say('COMMIT_BUY,ada');
    expect(day.has).toBe('50.00 +0.00, A 15 +0');
  });

  it.each<[string, string]>([
    ['QUOTE,ada,C', 'waits for C'],
    ['BUY,ada,C,100.00', 'waits for C'],
    ['BUY,ada,C,100.01', 'insufficient_funds'],
    ['SELL,ada,C,0.01', 'insufficient_shares'],
    ['SELL,ada,D,0.01', 'waits for D'],
    ['COMMIT_BUY,ada', 'nothing_pending'],
    ['SELL,ada,D,zero', 'amount_malformed'],
  ])('is not known: %s %s, and nothing has happened', (line, told) => {
    const day = new Day(...rich, 'ADD,ada,1.00').price('D', 1_00n).say('BUY,ada,D,1.00', 'COMMIT_BUY,ada');
    day.prices.delete('D');
    const [{ trader }, happened] = [day, day.happenings.length];

    expect(day.ask(line)).toBe(told);
    if (told.startsWith('waits')) {
      expect(day.trader).toBe(trader);
      expect(day.happenings).toHaveLength(happened);
    } else expect(day.trader).toEqual({ ...trader, transaction: 7 });
  });

  it.each(['QUOTE,ada,A', 'BUY,ada,A,100.00', 'SELL,ada,A,100.00'])(
    'could not be had: %s is refused',
    (line) => {
      const day = new Day(...rich);
      const { trader } = day;
      day.prices.set('A', { refusal: quoteUnavailable });

      expect(day.ask(line)).toBe(quoteUnavailable.code);
      expect(day.trader).toEqual({ ...trader, transaction: 4 });
      expect(day.happenings.at(-1)).not.toHaveProperty('hits');
    },
  );

  it.each<[string, boolean]>([
    ['QUOTE,ada,A', true],
    ['BUY,ada,A,100.00', true],
    ['BUY,ada,A,0.01', true],
    ['SELL,ada,A,100.00', true],
    ['SELL,ada,A,100.01', true],
    ['SELL,ada,A,0.01', true],
    ['BUY,ada,A,100.01', false],
    ['COMMIT_BUY,ada', false],
    ['DISPLAY_SUMMARY,ada', false],
  ])('is told with the hit that %s caused, also where it is refused: %s', (line, isTold) => {
    const day = new Day(...rich);
    const hit = hitOf('A', '10.00');
    day.prices.set('A', { price: 10_00n, hit });
    day.ask(line);

    expect(day.happenings.at(-1)?.hits).toEqual(isTold ? [hit] : undefined);
  });
});

it('tells what a command came to', () => {
  const day = new Day(...rich, 'BUY,ada,A,39.99', 'SELL,ada,A,25.00', 'COMMIT_BUY,ada', 'CANCEL_SELL,ada');
  day.say('QUOTE,ada,B');
  expect(day.happenings.slice(3).map(({ result }) => result)).toEqual([
    { symbol: 'A', shares: 3, cash: '30.00', price: '10.00' },
    { symbol: 'A', shares: 2, cash: '20.00', price: '10.00' },
    { symbol: 'A', shares: 3, cash: '30.00' },
    { symbol: 'A', shares: 2, cash: '20.00' },
    { symbol: 'B', price: '3.00' },
  ]);
});

it('remembers the twenty newest movements of a trader, the newest last', () => {
  const day = new Day();
  for (let cents = 1; cents <= 30; cents += 1) day.say(`ADD,ada,0.${String(cents).padStart(2, '0')}`);
  expect(day.trader.movements.map(({ funds }) => funds)).toEqual(
    Array.from({ length: 20 }, (_, index) => `0.${index + 11}`),
  );
  day.after(5).say('BUY,ada,B,3.20');
  expect(day.trader.movements.at(-1)).toEqual({
    ...{ transaction: 31, at: '1970-01-01T00:00:00.005Z', command: 'BUY', symbol: 'B' },
    ...{ action: 'remove', funds: '3.00' },
  });
});
