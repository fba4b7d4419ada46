import { expect, it } from 'vitest';
import { nextStatus, orderStatuses } from './order-state.js';

it.each([
  ['pending', 'commit', 'open'],
  ['pending', 'cancel', 'cancelled'],
  ['pending', 'expire', 'expired'],
  ['pending', 'fill', undefined],
  ['waiting', 'activate', 'open'],
  ['waiting', 'cancel', 'cancelled'],
  ['waiting', 'expire', 'expired'],
  ['waiting', 'replace', 'waiting'],
  ['waiting', 'fill', undefined],
  ['open', 'trigger', 'open'],
  ['open', 'replace', 'open'],
  ['open', 'commit', undefined],
  ['open', 'fill', 'filled'],
  ['open', 'fillPart', 'partly_filled'],
  ['open', 'cancel', 'cancelled'],
  ['open', 'expire', 'expired'],
  ['open', 'reject', 'rejected'],
  ['partly_filled', 'fill', 'filled'],
  ['partly_filled', 'fillPart', 'partly_filled'],
  ['partly_filled', 'cancel', 'cancelled'],
  ['partly_filled', 'expire', 'expired'],
  ['partly_filled', 'replace', 'partly_filled'],
  ['partly_filled', 'reject', undefined],
] as const)('%s, %s: %s', (from, action, to) => {
  expect(nextStatus(from, action)).toBe(to);
});

it.each(['filled', 'cancelled', 'expired', 'rejected'] as const)('%s is final', (status) => {
  expect(orderStatuses).toContain(status);
  for (const action of ['fill', 'fillPart', 'cancel', 'expire', 'reject'] as const) {
    expect(nextStatus(status, action)).toBeUndefined();
  }
});
