import { expect, it } from 'vitest';
import { Day } from '../test/day.js';
import { journalOf } from './journal.js';

/** $100.00 and ten shares of A, which is at $10.00. */
const rich = ['ADD,ada,200.00', 'BUY,ada,A,100.00', 'COMMIT_BUY,ada'];
const sells = [...rich, 'SET_SELL_AMOUNT,ada,A,60.00'];

type Row = [what: string, before: readonly string[], lines: readonly string[], expected: readonly string[]];

/** Each line of the journal as `customer USD -10.00 held 5.00`, in cents and whole shares. */
function told(day: Day, from: number): readonly string[] | null {
  const journal = journalOf({ trader: 'book', house: 'house' }, day.changes.slice(from), undefined);
  return (
    journal?.lines.map(
      ({ account: { kind, asset }, amount, held }) =>
        `${kind} ${asset} ${amount}${held === undefined ? '' : ` held ${held}`}`,
    ) ?? null
  );
}

it.each<Row>([
  ['a deposit', [], ['ADD,ada,1.00'], ['customer USD 100 held 0', 'outside USD -100']],
  ['a BUY', rich, ['BUY,ada,A,39.99'], ['customer USD 0 held 3000']],
  [
    'a COMMIT_BUY',
    [...rich, 'BUY,ada,A,30.00'],
    ['COMMIT_BUY,ada'],
    [
      ...['customer USD -3000 held -3000', 'market USD 3000'],
      ...['customer dayshare:A 3 held 0', 'market dayshare:A -3'],
    ],
  ],
  ['a CANCEL_BUY', [...rich, 'BUY,ada,A,30.00'], ['CANCEL_BUY,ada'], ['customer USD 0 held -3000']],
  ['a SELL', rich, ['SELL,ada,A,39.99'], ['customer dayshare:A 0 held 3']],
  [
    'a COMMIT_SELL',
    [...rich, 'SELL,ada,A,30.00'],
    ['COMMIT_SELL,ada'],
    [
      ...['customer dayshare:A -3 held -3', 'market dayshare:A 3'],
      ...['customer USD 3000 held 0', 'market USD -3000'],
    ],
  ],
  [
    'another SET_BUY_AMOUNT',
    [...rich, 'SET_BUY_AMOUNT,ada,A,60.00'],
    ['SET_BUY_AMOUNT,ada,A,20.00'],
    ['customer USD 0 held -4000'],
  ],
  ['a trigger that waits', sells, ['SET_SELL_TRIGGER,ada,A,11.00'], ['customer dayshare:A 0 held 5']],
  [
    'another trigger',
    [...sells, 'SET_SELL_TRIGGER,ada,A,11.00'],
    ['SET_SELL_TRIGGER,ada,A,30.00'],
    ['customer dayshare:A 0 held -3'],
  ],
  [
    'a trigger that buys for less than was reserved',
    [...rich, 'SET_BUY_AMOUNT,ada,A,69.99'],
    ['SET_BUY_TRIGGER,ada,A,10.00'],
    [
      ...['customer USD -6000 held -6999', 'market USD 6000'],
      ...['customer dayshare:A 6 held 0', 'market dayshare:A -6'],
    ],
  ],
  [
    'a deposit, a BUY and a COMMIT_BUY at once',
    [],
    ['ADD,ada,200.00', 'BUY,ada,A,100.00', 'COMMIT_BUY,ada'],
    [
      ...['customer USD 10000 held 0', 'market USD 10000', 'outside USD -20000'],
      ...['customer dayshare:A 10 held 0', 'market dayshare:A -10'],
    ],
  ],
  [
    'a purchase and a sale of the same',
    rich,
    ['BUY,ada,A,30.00', 'SELL,ada,A,50.00', 'COMMIT_SELL,ada', 'COMMIT_BUY,ada', 'BUY,ada,B,3.00'],
    [
      ...['customer USD 2000 held 300', 'market USD -2000'],
      ...['customer dayshare:A -2 held 0', 'market dayshare:A 2'],
    ],
  ],
])('%s is one movement', (_, before, lines, expected) => {
  const day = new Day(...before);
  const from = day.changes.length;
  day.say(...lines);
  expect(told(day, from)?.toSorted()).toEqual([...expected].sort());
});

it.each<[string, readonly string[]]>([
  ['nothing at all', []],
  ['a BUY that is cancelled', ['BUY,ada,A,30.00', 'CANCEL_BUY,ada']],
  ['a SELL that is cancelled', ['SELL,ada,A,30.00', 'CANCEL_SELL,ada']],
  ['an amount that reserves nothing', ['SET_SELL_AMOUNT,ada,A,30.00']],
  [
    'a purchase and a sale at one price',
    ['BUY,ada,A,30.00', 'COMMIT_BUY,ada', 'SELL,ada,A,30.00', 'COMMIT_SELL,ada'],
  ],
  ['questions', ['QUOTE,ada,A', 'DISPLAY_SUMMARY,ada']],
])('%s moves nothing', (_, lines) => {
  const day = new Day(...rich);
  const from = day.changes.length;
  day.say(...lines);
  expect(told(day, from)).toBeNull();
});

it.each([
  ['trade', ['BUY,ada,A,30.00', 'COMMIT_BUY,ada', 'ADD,ada,1.00']],
  ['deposit', ['BUY,ada,A,30.00', 'ADD,ada,1.00']],
  ['hold', ['BUY,ada,A,30.00']],
  ['release', ['CANCEL_BUY,ada']],
])('is a %s', (kind, lines) => {
  const day = new Day(...rich, 'BUY,ada,A,10.00');
  const from = day.changes.length;
  day.say(...lines);
  expect(journalOf({ trader: 'book', house: 'house' }, day.changes.slice(from), undefined)).toMatchObject({
    kind,
  });
});

it('says whose it is and what it is about', () => {
  const { changes } = new Day('ADD,ada,1.00');
  expect(journalOf({ trader: 'book', house: 'house' }, changes, { workload: '7' })).toMatchObject({
    kind: 'deposit',
    detail: { workload: '7' },
    lines: [
      { account: { bookId: 'book', kind: 'customer' } },
      { account: { bookId: 'house', kind: 'outside' } },
    ],
  });
  expect(journalOf({ trader: 'book', house: 'house' }, changes, undefined)).not.toHaveProperty('detail');
});
