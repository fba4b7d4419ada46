import { describe, expect, it } from 'vitest';
import { activity, disposedText, eurRules, lotText, trade } from '../test/activities.js';
import type { ActivityDraft } from './activity-draft.js';
import type { Activity } from './activity.js';
import { followLots, type LotMethod } from './lots.js';

const split = (to: string, from: string, fields: ActivityDraft = {}): Activity =>
  activity('split', '2024-06-01', 'split', { ratioTo: to, ratioFrom: from, ...fields });
const merger = (to: string, from: string, fields: ActivityDraft = {}): Activity =>
  activity('merger', '2024-06-01', 'merger', { target: 'Y', ratioTo: to, ratioFrom: from, ...fields });
const spinOff = (to: string, from: string, fields: ActivityDraft = {}): Activity =>
  activity('spin', '2024-06-01', 'spin_off', { target: 'Y', ratioTo: to, ratioFrom: from, ...fields });

/** Lots with the symbol before them, then what was disposed. */
function follow(activities: readonly Activity[], method: LotMethod = 'fifo') {
  const { lots, disposals } = followLots(activities, eurRules(method));
  return {
    lots: lots.map((lot) => `${lot.symbol} ${lotText(lot)}`),
    disposed: disposals.flatMap(({ kind, lots: parts }) =>
      parts.map((part) => `${kind} ${disposedText(part)}`),
    ),
  };
}

const bought = [trade('b1', '2023-01-01', 'buy', '10 @ 10'), trade('b2', '2024-01-01', 'buy', '10 @ 3')];

describe('a split', () => {
  it.each([
    ['two for one', '2', '1', ['X b1 20 for 100.00', 'X b2 20 for 30.00']],
    ['one for four', '1', '4', ['X b1 2.5 for 100.00', 'X b2 2.5 for 30.00']],
    ['three for two, twice written', '1.5', '1', ['X b1 15 for 100.00', 'X b2 15 for 30.00']],
  ])('of %s keeps the cost', (_, to, from, lots) => {
    expect(follow([...bought, split(to, from)])).toEqual({ lots, disposed: [] });
  });

  it('begins with its day: what is bought on it is in new units', () => {
    const onTheDay = trade('b3', '2024-06-01', 'buy', '1 @ 5');
    expect(follow([onTheDay, split('2', '1')]).lots).toEqual(['X b3 1 for 5.00']);
  });

  it('rounds units so that their sum is the rounded sum', () => {
    const singles = ['b1', 'b2', 'b3'].map((id) => trade(id, '2024-01-01', 'buy', '1 @ 1'));
    expect(follow([...singles, split('1', '3')]).lots).toEqual([
      'X b1 0.333333333333333333 for 1.00',
      'X b2 0.333333333333333334 for 1.00',
      'X b3 0.333333333333333333 for 1.00',
    ]);
  });

  it('pays the fraction out: fifteen become one and a half', () => {
    const fifteen = trade('b', '2023-01-01', 'buy', '15 @ 10');
    expect(follow([fifteen, split('1', '10', { amount: '55.50' })])).toEqual({
      lots: ['X b 1 for 100.00'],
      disposed: ['cash_in_lieu b 0.5: 55.50 - 50.00 = 5.50 long'],
    });
  });

  it('that pays for a fraction which is not there pays all the same', () => {
    expect(follow([...bought, split('1', '10', { amount: '5' })]).disposed).toEqual([
      'cash_in_lieu split 0: 5.00 - 0.00 = 5.00 short',
    ]);
  });

  it('of dust leaves nothing, and loses what it cost', () => {
    const dust = trade('b', '2024-01-01', 'buy', '0.000000000000000001 @ 1', { fee: '2' });
    expect(follow([dust, split('1', '3')])).toEqual({
      lots: [],
      disposed: ['lapse b 0.000000000000000001: 0.00 - 2.00 = -2.00 short'],
    });
  });

  it('gives the cost of dust to the lot that follows', () => {
    const dust = trade('b0', '2022-01-01', 'buy', '0.000000000000000001 @ 1', { fee: '2' });
    expect(follow([dust, ...bought, split('1', '3')]).lots).toEqual([
      'X b1 3.333333333333333334 for 102.00',
      'X b2 3.333333333333333333 for 30.00',
    ]);
  });

  it('or, where none follows, to the one before', () => {
    const dust = trade('b3', '2024-02-01', 'buy', '0.000000000000000001 @ 1', { fee: '2' });
    expect(follow([...bought, dust, split('1', '3')]).lots).toEqual([
      'X b1 3.333333333333333333 for 100.00',
      'X b2 3.333333333333333334 for 32.00',
    ]);
  });

  it('splits what is owed', () => {
    const owed = trade('s', '2024-01-01', 'short', '10 @ 10');
    const cover = trade('c', '2024-07-01', 'cover', '20 @ 4');
    expect(follow([owed, split('2', '1'), cover]).disposed).toEqual([
      'cover s 20: 100.00 - 80.00 = 20.00 short',
    ]);
  });
});

describe('a merger', () => {
  it('makes others of the units, at the cost and the age they had', () => {
    const sale = trade('s', '2024-06-02', 'sell', '5 @ 30', { symbol: 'Y' });
    expect(follow([...bought, merger('1', '2'), sale])).toEqual({
      lots: ['Y b2 5 for 30.00'],
      disposed: ['sale b1 5: 150.00 - 100.00 = 50.00 long'],
    });
  });

  it.each([
    // 5.00 each: half of the first lot's cost; more than all of the second's
    ['pays cost back before it gains', {}, ['b1 10: 50.00 - 50.00 = 0.00 long', 'b2 10: 50.00 - 30.00 = 20.00 short'], ['Y b1 10 for 50.00', 'Y b2 10 for 0.00']], // prettier-ignore
    ['takes the given share of the cost', { costShare: '0.25' }, ['b1 10: 50.00 - 25.00 = 25.00 long', 'b2 10: 50.00 - 7.50 = 42.50 short'], ['Y b1 10 for 75.00', 'Y b2 10 for 22.50']], // prettier-ignore
  ])('with cash %s', (_, fields, disposed, lots) => {
    expect(follow([...bought, merger('1', '1', { amount: '5', ...fields })])).toEqual({
      lots,
      disposed: disposed.map((text) => `merger_cash ${text}`),
    });
  });

  it('for cash alone sells everything', () => {
    expect(follow([...bought, merger('0', '1', { target: null, amount: '12' })])).toEqual({
      lots: [],
      disposed: [
        'merger_cash b1 10: 120.00 - 100.00 = 20.00 long',
        'merger_cash b2 10: 120.00 - 30.00 = 90.00 short',
      ],
    });
  });

  it('puts lots where they belong among those of the target', () => {
    const others = [
      trade('y1', '2023-06-01', 'buy', '1 @ 6', { symbol: 'Y' }),
      trade('s', '2024-06-02', 'sell', '11 @ 10', { symbol: 'Y' }),
    ];
    const soldUnder = (method: LotMethod, fields: ActivityDraft = {}) =>
      follow([...bought, ...others, merger('1', '1', fields)], method).disposed.filter((text) => text.startsWith('sale')); // prettier-ignore
    expect(soldUnder('fifo').map((text) => text.slice(5, 8))).toEqual(['b1 ', 'y1 ']);
    expect(soldUnder('lifo').map((text) => text.slice(5, 8))).toEqual(['b2 ', 'y1 ']);
    expect(soldUnder('hifo').map((text) => text.slice(5, 8))).toEqual(['b1 ', 'y1 ']);
    // once seven of it came back a unit of b1 cost three, less than the six of y1, and b2 nothing
    expect(soldUnder('hifo', { amount: '7' }).map((text) => text.slice(5, 8))).toEqual(['y1 ', 'b1 ']);
    // half of its ten is less than six, too
    const half = { amount: '1', costShare: '0.5' };
    expect(soldUnder('hifo', half).map((text) => text.slice(5, 8))).toEqual(['y1 ', 'b1 ']);
    expect(soldUnder('average')).toEqual(['sale b1 11: 110.00 - 71.24 = 38.76 long']);
  });

  it('of what is owed pays the cash', () => {
    const owed = trade('s', '2024-01-01', 'short', '10 @ 10');
    expect(follow([owed, merger('1', '1', { amount: '12' })])).toEqual({
      lots: ['Y s 10 for 0.00'],
      disposed: ['merger_cash s 10: 100.00 - 120.00 = -20.00 short'],
    });
  });
});

describe('a spin-off', () => {
  it('moves its share of each cost to units as old', () => {
    const sale = trade('s', '2024-06-02', 'sell', '2.5 @ 30', { symbol: 'Y' });
    expect(follow([...bought, spinOff('1', '4', { costShare: '0.2' }), sale])).toEqual({
      lots: ['X b1 10 for 80.00', 'X b2 10 for 24.00', 'Y b2 2.5 for 6.00'],
      disposed: ['sale b1 2.5: 75.00 - 20.00 = 55.00 long'],
    });
  });

  it('moves no cost where no share is given', () => {
    expect(follow([...bought, spinOff('1', '1')]).lots).toEqual([
      'X b1 10 for 100.00',
      'X b2 10 for 30.00',
      'Y b1 10 for 0.00',
      'Y b2 10 for 0.00',
    ]);
  });

  it('moves the share of the whole to the cent', () => {
    const odd = ['b1', 'b2', 'b3'].map((id) => trade(id, '2024-01-01', 'buy', '1 @ 0.05'));
    // a tenth of 0.15 is 0.015, which is 0.02 to the even cent
    expect(follow([...odd, spinOff('1', '1', { costShare: '0.1' })]).lots).toEqual([
      'X b1 1 for 0.05',
      'X b2 1 for 0.04',
      'X b3 1 for 0.04',
      'Y b1 1 for 0.00',
      'Y b2 1 for 0.01',
      'Y b3 1 for 0.01',
    ]);
  });

  it('pays the fraction of the new units out', () => {
    const ten = trade('b', '2023-01-01', 'buy', '10 @ 10');
    expect(follow([ten, spinOff('1', '4', { costShare: '0.2', amount: '3' })])).toEqual({
      lots: ['X b 10 for 80.00', 'Y b 2 for 16.00'],
      disposed: ['cash_in_lieu b 0.5: 3.00 - 4.00 = -1.00 long'],
    });
  });

  it('and back again: both lots of one purchase can be chosen by its id', () => {
    const back = activity('back', '2024-07-01', 'merger', {
      symbol: 'Y',
      target: 'X',
      ratioTo: '1',
      ratioFrom: '1',
    });
    const sale = trade('s', '2024-08-01', 'sell', '12 @ 1', { lots: 'b1:12' });
    expect(follow([...bought, spinOff('1', '2'), back, sale], 'chosen').disposed).toEqual([
      'sale b1 10: 10.00 - 100.00 = -90.00 long',
      'sale b1 2: 2.00 - 0.00 = 2.00 long',
    ]);
  });
});
