import { describe, expect, it } from 'vitest';
import { activity } from '../../test/activity.js';
import { cashOf, describeActivity, fromPercent, toPercent } from './describe-activity.js';
import type { Activity } from './tracked.js';

const none = { quantity: null, price: null, fee: '0' } as const;

describe('an activity in words', () => {
  it.each<[Partial<Activity>, string, string | null]>([
    [{}, 'Buy AAPL', '10 at $150.00, fee $1.00'],
    [{ type: 'short', fee: '0' }, 'Short sale AAPL', '10 at $150.00'],
    [{ ...none, type: 'dividend', amount: '5' }, 'Dividend of AAPL', null],
    [{ ...none, type: 'fee', symbol: null, amount: '5' }, 'Fee', null],
    [{ ...none, type: 'transfer_in', symbol: null, amount: '5' }, 'Transfer in: USD cash', null],
    [
      { ...none, type: 'transfer_out', symbol: null, amount: '5', isInternal: true },
      'Converted from USD',
      null,
    ],
    [{ ...none, type: 'transfer_in', quantity: '2' }, 'Transfer in: AAPL', '2, cost unknown'],
    [{ ...none, type: 'split', ratioTo: '4', ratioFrom: '1' }, 'AAPL split', '4 for 1'],
    [
      { ...none, type: 'merger', target: 'NEW', ratioTo: '1', ratioFrom: '2', amount: '3' },
      'AAPL became NEW',
      '1 for 2, $3.00 for each',
    ],
    [
      { ...none, type: 'merger', ratioTo: '0', ratioFrom: '1', amount: '3' },
      'AAPL became cash',
      '$3.00 for each',
    ],
    [
      { ...none, type: 'spin_off', target: 'NEW', ratioTo: '1', ratioFrom: '3', costShare: '0.125' },
      'NEW split off from AAPL',
      '1 for 3, 12.5% of the cost',
    ],
    [{ ...none, type: 'liability', symbol: 'LOAN', amount: '5' }, 'Liability: LOAN', null],
  ])('%j', (given, title, detail) => {
    expect(describeActivity(activity(given))).toEqual({ title, detail });
  });
});

describe('the cash of an activity', () => {
  it.each<[Partial<Activity>, string | null]>([
    [{}, '-1501'],
    [{ type: 'sell' }, '1499'],
    [{ type: 'sell', amount: '1500.01' }, '1499.01'],
    [{ ...none, type: 'dividend', amount: '10', fee: '1.5' }, '8.5'],
    [{ ...none, type: 'withdrawal', symbol: null, amount: '10' }, '-10'],
    [{ ...none, type: 'interest', symbol: null, amount: '-2' }, '-2'],
    [{ ...none, type: 'transfer_out', symbol: null, amount: '10' }, '-10'],
    [{ type: 'transfer_in', fee: '0' }, null],
    [{ type: 'item', quantity: '1', price: '9' }, null],
    [{ ...none, type: 'split', ratioTo: '4', ratioFrom: '1' }, null],
  ])('%j', (given, cash) => {
    expect(cashOf(activity(given))).toBe(cash);
  });
});

it('turns parts into percentages and back without a loss', () => {
  for (const part of ['0', '1', '0.125', '0.000000000000000001'])
    expect(fromPercent(toPercent(part))).toBe(part);
  expect(toPercent('0.125')).toBe('12.5');
});
