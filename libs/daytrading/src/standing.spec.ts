import { expect, it } from 'vitest';
import { Day } from '../test/day.js';

/** $100.00 and ten shares of A, which is at $10.00. */
const rich = ['ADD,ada,200.00', 'BUY,ada,A,100.00', 'COMMIT_BUY,ada'];
const buys = [...rich, 'SET_BUY_AMOUNT,ada,A,60.00'];
const sells = [...rich, 'SET_SELL_AMOUNT,ada,A,60.00'];

type Row = [rule: string, before: readonly string[], line: string, told: string, has: string];

it.each<Row>([
  ['reserves the amount at once', rich, 'SET_BUY_AMOUNT,ada,A,60.00', 'ok', '40.00 +60.00, A 10 +0'],
  ['takes all there is', rich, 'SET_BUY_AMOUNT,ada,A,100.00', 'ok', '0.00 +100.00, A 10 +0'],
  ['takes no cent more', rich, 'SET_BUY_AMOUNT,ada,A,100.01', 'insufficient_funds', '100.00 +0.00, A 10 +0'],
  ['needs no price', rich, 'SET_BUY_AMOUNT,ada,Z,0.01', 'ok', '99.99 +0.01, A 10 +0'],
  ['replaces the amount of before', buys, 'SET_BUY_AMOUNT,ada,A,20.00', 'ok', '80.00 +20.00, A 10 +0'],
  ['may use the amount of before', buys, 'SET_BUY_AMOUNT,ada,A,100.00', 'ok', '0.00 +100.00, A 10 +0'],
  [
    'may use no more than that',
    buys,
    'SET_BUY_AMOUNT,ada,A,100.01',
    'insufficient_funds',
    '40.00 +60.00, A 10 +0',
  ],
  [
    'may not use the amount of another symbol',
    buys,
    'SET_BUY_AMOUNT,ada,B,40.01',
    'insufficient_funds',
    '40.00 +60.00, A 10 +0',
  ],
  ['stands beside another symbol', buys, 'SET_BUY_AMOUNT,ada,B,40.00', 'ok', '0.00 +100.00, A 10 +0'],
  [
    'has no trigger any more when it is replaced',
    [...buys, 'SET_BUY_TRIGGER,ada,A,9.99'],
    'SET_BUY_AMOUNT,ada,A,20.00',
    'ok',
    '80.00 +20.00, A 10 +0',
  ],
])('SET_BUY_AMOUNT %s', (_, before, line, told, has) => {
  const day = requireTold(before, line, told, has);
  if (told === 'ok')
    expect([...day.trader.standing.buy.values()].map(({ trigger }) => trigger)).not.toContain(9_99n);
});

it.each<Row>([
  ['waits below the price', buys, 'SET_BUY_TRIGGER,ada,A,9.99', 'ok', '40.00 +60.00, A 10 +0'],
  ['fires at the price', buys, 'SET_BUY_TRIGGER,ada,A,10.00', 'ok', '40.00 +0.00, A 16 +0'],
  ['pays the price, not the trigger', buys, 'SET_BUY_TRIGGER,ada,A,60.00', 'ok', '40.00 +0.00, A 16 +0'],
  [
    'gives back what no share costs',
    [...rich, 'SET_BUY_AMOUNT,ada,A,69.99'],
    'SET_BUY_TRIGGER,ada,A,10.00',
    'ok',
    '40.00 +0.00, A 16 +0',
  ],
  [
    'stays armed where the amount buys no share',
    [...rich, 'SET_BUY_AMOUNT,ada,A,9.99'],
    'SET_BUY_TRIGGER,ada,A,10.00',
    'ok',
    '90.01 +9.99, A 10 +0',
  ],
  [
    'fires for a single share',
    [...rich, 'SET_BUY_AMOUNT,ada,A,10.00'],
    'SET_BUY_TRIGGER,ada,A,10.00',
    'ok',
    '90.00 +0.00, A 11 +0',
  ],
  [
    'is overwritten by another',
    [...buys, 'SET_BUY_TRIGGER,ada,A,1.00'],
    'SET_BUY_TRIGGER,ada,A,10.00',
    'ok',
    '40.00 +0.00, A 16 +0',
  ],
  ['needs an amount', rich, 'SET_BUY_TRIGGER,ada,A,10.00', 'nothing_set', '100.00 +0.00, A 10 +0'],
  [
    'needs an amount of the symbol',
    buys,
    'SET_BUY_TRIGGER,ada,B,10.00',
    'nothing_set',
    '40.00 +60.00, A 10 +0',
  ],
  [
    'needs an amount for buying',
    sells,
    'SET_BUY_TRIGGER,ada,A,10.00',
    'nothing_set',
    '100.00 +0.00, A 10 +0',
  ],
  [
    'needs another amount after it fired',
    [...buys, 'SET_BUY_TRIGGER,ada,A,10.00'],
    'SET_BUY_TRIGGER,ada,A,10.00',
    'nothing_set',
    '40.00 +0.00, A 16 +0',
  ],
])('SET_BUY_TRIGGER %s', (_, before, line, told, has) => void requireTold(before, line, told, has));

it.each<Row>([
  ['reserves nothing yet', rich, 'SET_SELL_AMOUNT,ada,A,60.00', 'ok', '100.00 +0.00, A 10 +0'],
  ['of all there is', rich, 'SET_SELL_AMOUNT,ada,A,100.00', 'ok', '100.00 +0.00, A 10 +0'],
  ['of less than a share', rich, 'SET_SELL_AMOUNT,ada,A,0.01', 'ok', '100.00 +0.00, A 10 +0'],
  [
    'of a cent more than there is',
    rich,
    'SET_SELL_AMOUNT,ada,A,100.01',
    'insufficient_shares',
    '100.00 +0.00, A 10 +0',
  ],
  [
    'of what is not there',
    rich,
    'SET_SELL_AMOUNT,ada,B,0.01',
    'insufficient_shares',
    '100.00 +0.00, A 10 +0',
  ],
  [
    'of what a SELL took',
    [...rich, 'SELL,ada,A,50.00'],
    'SET_SELL_AMOUNT,ada,A,50.01',
    'insufficient_shares',
    '100.00 +0.00, A 5 +5',
  ],
  [
    'gives back the shares of the trigger before',
    [...sells, 'SET_SELL_TRIGGER,ada,A,11.00'],
    'SET_SELL_AMOUNT,ada,A,20.00',
    'ok',
    '100.00 +0.00, A 10 +0',
  ],
  [
    'may use the shares of the trigger before',
    [...sells, 'SET_SELL_TRIGGER,ada,A,11.00'],
    'SET_SELL_AMOUNT,ada,A,100.00',
    'ok',
    '100.00 +0.00, A 10 +0',
  ],
  [
    'may use no more than those',
    [...sells, 'SET_SELL_TRIGGER,ada,A,11.00'],
    'SET_SELL_AMOUNT,ada,A,100.01',
    'insufficient_shares',
    '100.00 +0.00, A 5 +5',
  ],
])('SET_SELL_AMOUNT %s', (_, before, line, told, has) => {
  const day = requireTold(before, line, told, has);
  if (told === 'ok') expect(day.trader.standing.sell.get('A')).toMatchObject({ trigger: null, shares: 0n });
});

it.each<Row>([
  ['reserves at its price', sells, 'SET_SELL_TRIGGER,ada,A,11.00', 'ok', '100.00 +0.00, A 5 +5'],
  ['reserves one share exactly', sells, 'SET_SELL_TRIGGER,ada,A,60.00', 'ok', '100.00 +0.00, A 9 +1'],
  ['cannot reserve none', sells, 'SET_SELL_TRIGGER,ada,A,60.01', 'order_too_small', '100.00 +0.00, A 10 +0'],
  ['fires at the price', sells, 'SET_SELL_TRIGGER,ada,A,10.00', 'ok', '160.00 +0.00, A 4 +0'],
  ['gets the price, not the trigger', sells, 'SET_SELL_TRIGGER,ada,A,7.00', 'ok', '180.00 +0.00, A 2 +0'],
  ['may take all there is', sells, 'SET_SELL_TRIGGER,ada,A,6.00', 'ok', '200.00 +0.00'],
  [
    'may take no share more',
    sells,
    'SET_SELL_TRIGGER,ada,A,5.45',
    'insufficient_shares',
    '100.00 +0.00, A 10 +0',
  ],
  [
    'reserves anew',
    [...sells, 'SET_SELL_TRIGGER,ada,A,11.00'],
    'SET_SELL_TRIGGER,ada,A,30.00',
    'ok',
    '100.00 +0.00, A 8 +2',
  ],
  [
    'may reserve what it has',
    [...sells, 'SET_SELL_TRIGGER,ada,A,11.00', 'SELL,ada,A,50.00'],
    'SET_SELL_TRIGGER,ada,A,12.00',
    'ok',
    '100.00 +0.00, A 0 +10',
  ],
  [
    'keeps what it had where another needs too much',
    [...sells, 'SET_SELL_TRIGGER,ada,A,11.00', 'SELL,ada,A,50.00'],
    'SET_SELL_TRIGGER,ada,A,10.00',
    'insufficient_shares',
    '100.00 +0.00, A 0 +10',
  ],
  ['needs an amount', rich, 'SET_SELL_TRIGGER,ada,A,10.00', 'nothing_set', '100.00 +0.00, A 10 +0'],
  [
    'needs an amount for selling',
    buys,
    'SET_SELL_TRIGGER,ada,A,10.00',
    'nothing_set',
    '40.00 +60.00, A 10 +0',
  ],
])('SET_SELL_TRIGGER %s', (_, before, line, told, has) => void requireTold(before, line, told, has));

it.each<Row>([
  ['CANCEL_SET_BUY', buys, 'CANCEL_SET_BUY,ada,A', 'ok', '100.00 +0.00, A 10 +0'],
  [
    'CANCEL_SET_BUY with its trigger',
    [...buys, 'SET_BUY_TRIGGER,ada,A,9.00'],
    'CANCEL_SET_BUY,ada,A',
    'ok',
    '100.00 +0.00, A 10 +0',
  ],
  ['CANCEL_SET_BUY of nothing', sells, 'CANCEL_SET_BUY,ada,A', 'nothing_set', '100.00 +0.00, A 10 +0'],
  ['CANCEL_SET_BUY of another', buys, 'CANCEL_SET_BUY,ada,B', 'nothing_set', '40.00 +60.00, A 10 +0'],
  ['CANCEL_SET_SELL', sells, 'CANCEL_SET_SELL,ada,A', 'ok', '100.00 +0.00, A 10 +0'],
  [
    'CANCEL_SET_SELL with its trigger',
    [...sells, 'SET_SELL_TRIGGER,ada,A,11.00'],
    'CANCEL_SET_SELL,ada,A',
    'ok',
    '100.00 +0.00, A 10 +0',
  ],
  ['CANCEL_SET_SELL of nothing', buys, 'CANCEL_SET_SELL,ada,A', 'nothing_set', '40.00 +60.00, A 10 +0'],
])('%s', (_, before, line, told, has) => {
  const day = requireTold(before, line, told, has);
  if (told === 'ok') expect(day.trader.standing).toEqual({ buy: new Map(), sell: new Map() });
});

function requireTold(before: readonly string[], line: string, told: string, has: string): Day {
  const day = new Day(...before);
  const { trader } = day;
  expect([day.ask(line), day.has]).toEqual([told, has]);
  if (told !== 'ok') expect(day.trader).toEqual({ ...trader, transaction: before.length + 1 });
  return day;
}
