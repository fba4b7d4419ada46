import { expect, it } from 'vitest';
import { actionWords } from './action-words.js';

const id = '01890000-0000-7000-8000-000000000010';

it.each([
  ['booked', 'capture', 'Payment from a hold'],
  ['booked', 'something_new', 'something_new'],
  ['refused', 'POST /api/v1/wallet/transfers', 'Transfer'],
  ['refused', `POST /api/v1/wallet/holds/${id}/release`, 'Release of a hold'],
  ['refused', `POST /api/v1/wallet/transactions/${id}/reversal`, 'Reversal'],
  ['refused', `POST /api/v1/admin/transactions/${id}/reversal`, 'Reversal'],
  ['refused', 'POST /api/v1/orders', 'Order'],
  ['refused', 'POST /api/v1/something/new', 'POST /api/v1/something/new'],
] as const)('calls what was %s as %s: %s', (outcome, action, words) => {
  expect(actionWords({ outcome, action })).toBe(words);
});
