import { parseDecimal } from '@tradeyard/kernel';
import { describe, expect, it } from 'vitest';
import type { Activity } from '../activity.js';
import { activityKey, markDuplicates } from './activity-key.js';

const one = parseDecimal('1');
const two = parseDecimal('2');
const activity: Activity = {
  id: 'a',
  day: '2024-01-02',
  at: '2024-01-02T10:00:00.000Z',
  type: 'merger',
  symbol: 'A',
  quantity: one,
  price: one,
  amount: one,
  currency: 'EUR',
  fee: one,
  ratio: { to: one, from: one },
  target: 'B',
  costShare: one,
  acquired: '2024-01-01',
  lots: null,
  note: '',
};

describe('the key of an activity', () => {
  it.each<Partial<Activity>>([
    { day: '2024-01-03' },
    { at: null },
    { type: 'buy' },
    { symbol: 'C' },
    { quantity: two },
    { quantity: null },
    { price: two },
    { amount: two },
    { currency: 'USD' },
    { fee: two },
    { ratio: { to: two, from: one } },
    { ratio: { to: one, from: two } },
    { target: 'C' },
    { costShare: two },
    { acquired: null },
  ])('is another where field %# differs', (change) => {
    expect(activityKey({ ...activity, ...change })).not.toBe(activityKey(activity));
  });

  it.each<Partial<Activity>>([
    { id: 'b' },
    { note: 'x' },
    { lots: [{ activityId: 'x', quantity: one }] },
    { price: parseDecimal('1.00') },
  ])('is the same whatever it has besides (%#)', (change) => {
    expect(activityKey({ ...activity, ...change })).toBe(activityKey(activity));
  });

  it('marks as many rows as are stored, the first ones', () => {
    const rows = ['a', 'b', 'a', 'a'].map((key) => ({ key }));
    expect(markDuplicates(rows, ['a', 'c', 'a']).map(({ isDuplicate }) => isDuplicate)).toEqual([
      true,
      false,
      true,
      false,
    ]);
  });
});
