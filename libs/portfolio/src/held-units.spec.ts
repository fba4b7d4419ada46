import { formatDecimal } from '@tradeyard/kernel';
import { expect, it } from 'vitest';
import { activity, trade } from '../test/activities.js';
import type { Activity } from './activity.js';
import { findOversold } from './held-units.js';

const bought = trade('b', '2024-01-01', 'buy', '10 @ 1');
const ratio = { ratioTo: '1', ratioFrom: '3' };

it.each<[string, Activity[], string | null]>([
  ['all that is held', [bought, trade('s', '2024-01-02', 'sell', '10 @ 1')], null],
  ['a little more', [bought, trade('s', '2024-01-02', 'sell', '10.000000000000000001 @ 1')], 's of 10'],
  ['before it was bought', [bought, trade('s', '2023-12-31', 'sell', '1 @ 1')], 's of 0'],
  ['a transfer of more', [bought, trade('t', '2024-01-02', 'transfer_out', '11')], 't of 10'],
  ['on purpose', [trade('s', '2024-01-02', 'short', '1 @ 1')], null],
  ['short and then sold', [trade('s', '2024-01-02', 'short', '1 @ 1'), trade('t', '2024-01-03', 'sell', '1 @ 1')], 't of 0'], // prettier-ignore
  ['covered, and the rest sold', [trade('s', '2024-01-01', 'short', '4 @ 1'), trade('c', '2024-01-02', 'buy', '5 @ 1'), trade('t', '2024-01-03', 'sell', '1 @ 1')], null], // prettier-ignore
  ['after a split', [bought, activity('x', '2024-01-02', 'split', ratio), trade('s', '2024-01-02', 'sell', '3.333333333333333333 @ 1')], null], // prettier-ignore
  ['after a split that paid the fraction', [bought, activity('x', '2024-01-02', 'split', { ...ratio, amount: '1' }), trade('s', '2024-01-02', 'sell', '3.1 @ 1')], 's of 3'], // prettier-ignore
  ['what it merged into', [bought, activity('x', '2024-01-02', 'merger', { ...ratio, ratioTo: '6', target: 'Y' }), trade('s', '2024-01-03', 'sell', '20 @ 1', { symbol: 'Y' })], null], // prettier-ignore
  ['what merged', [bought, activity('x', '2024-01-02', 'merger', { ...ratio, target: 'Y' }), trade('s', '2024-01-03', 'sell', '1 @ 1')], 's of 0'], // prettier-ignore
  ['what was spun off, too much', [bought, activity('x', '2024-01-02', 'spin_off', { ...ratio, target: 'Y', amount: '1' }), trade('s', '2024-01-03', 'sell', '3.1 @ 1', { symbol: 'Y' })], 's of 3'], // prettier-ignore
])('sells %s', (_, activities, oversold) => {
  const found = findOversold(activities);
  expect(found && `${found.activity.id} of ${formatDecimal(found.held)}`).toBe(oversold);
});
