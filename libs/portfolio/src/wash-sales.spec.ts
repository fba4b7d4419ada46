import { formatDecimal } from '@tradeyard/kernel';
import { expect, it } from 'vitest';
import { activity, eurRules, euros, trade } from '../test/activities.js';
import type { Activity } from './activity.js';
import { followLots } from './lots.js';
import { findWashSales } from './wash-sales.js';

const bought = trade('b', '2020-01-01', 'buy', '100 @ 10');
/** At a loss of 200.00. */
const sold = trade('s', '2024-06-01', 'sell', '100 @ 8');

/** `s: 80.00 of 200.00 for b2 40`. */
const found = (activities: readonly Activity[]) =>
  findWashSales(followLots(activities, eurRules('fifo')), activities).map(
    ({ activityId, washed, loss, replacements }) =>
      `${activityId}: ${euros(washed)} of ${euros(loss)} for ${replacements
        .map((each) => `${each.activityId} ${formatDecimal(each.quantity)}`)
        .join(', ')}`,
  );

const again = (day: string, terms = '40 @ 7', id = 'b2') => trade(id, day, 'buy', terms);

it.each<[string, Activity[], string[]]>([
  ['bought again a week later', [bought, sold, again('2024-06-08')], ['s: 80.00 of 200.00 for b2 40']],
  ['bought more again', [bought, sold, again('2024-06-08', '400 @ 7')], ['s: 200.00 of 200.00 for b2 100']],
  [
    'bought on the thirtieth day after',
    [bought, sold, again('2024-07-01')],
    ['s: 80.00 of 200.00 for b2 40'],
  ],
  ['bought on the thirty-first', [bought, sold, again('2024-07-02')], []],
  [
    'bought on the thirtieth day before',
    [bought, again('2024-05-02'), sold],
    ['s: 80.00 of 200.00 for b2 40'],
  ],
  ['bought on the thirty-first before', [bought, again('2024-05-01'), sold], []],
  ['a gain', [bought, trade('s', '2024-06-01', 'sell', '100 @ 12'), again('2024-06-08')], []],
  ['the units themselves', [trade('b', '2024-05-20', 'buy', '100 @ 10'), sold], []],
  ['what came in by transfer', [bought, sold, trade('t', '2024-06-08', 'transfer_in', '40 @ 7')], []],
  ['another asset', [bought, sold, trade('b2', '2024-06-08', 'buy', '40 @ 7', { symbol: 'Y' })], []],
  [
    'two purchases, the first first',
    [bought, again('2024-05-20', '30 @ 7'), sold, again('2024-06-20', '50 @ 7', 'b3')],
    ['s: 160.00 of 200.00 for b2 30, b3 50'],
  ],
  [
    'two sales, each unit once',
    [
      bought,
      trade('s1', '2024-06-01', 'sell', '30 @ 8'),
      trade('s2', '2024-06-02', 'sell', '70 @ 8'),
      again('2024-06-08'),
    ],
    ['s1: 60.00 of 60.00 for b2 30', 's2: 20.00 of 140.00 for b2 10'],
  ],
  [
    'units of today on both sides of a split',
    [
      bought,
      sold,
      activity('x', '2024-06-05', 'split', { ratioTo: '4', ratioFrom: '1' }),
      again('2024-06-08', '40 @ 2'),
    ],
    ['s: 20.00 of 200.00 for b2 40'],
  ],
])('%s', (_, activities, sales) => {
  expect(found(activities)).toEqual(sales);
});

it('takes many sales and purchases of one month', () => {
  const many = (type: string, terms: string) =>
    Array.from({ length: 20_000 }, (_, index) => trade(`${type}${index}`, '2024-06-01', type, terms));
  const activities = [...many('buy', '1 @ 9'), ...many('sell', '1 @ 8')];
  const book = followLots(activities, eurRules('lifo'));
  expect(findWashSales(book, activities)).toHaveLength(10_000);
});
