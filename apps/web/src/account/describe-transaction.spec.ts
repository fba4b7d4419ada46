import { describe, expect, it } from 'vitest';
import { describeTransaction, type Describable } from './describe-transaction.js';

const change = (amount: string, asset = 'EUR') => ({
  asset,
  kind: 'currency' as const,
  amount,
  held: '0.00',
  balanceAfter: '0.00',
  heldAfter: '0.00',
  costAfter: null,
  gain: null,
});
const grace = { handle: 'grace', displayName: 'Grace Hopper' };
const of = (kind: Describable['kind'], amounts: string[], more: Partial<Describable> = {}): Describable => ({
  kind,
  memo: null,
  detail: {},
  counterparty: null,
  changes: amounts.map((amount, index) => change(amount, index ? 'USD' : 'EUR')),
  valueDate: null,
  reversedBy: null,
  ...more,
});

const converted = { rate: '1.1684', rateDate: '2026-04-13', rateSource: 'ECB' };

describe('a transaction in words', () => {
  it.each([
    ['Deposit', of('deposit', ['5.00'])],
    ['Withdrawal', of('withdrawal', ['-5.00'])],
    ['Sent to Grace Hopper', of('transfer', ['-5.00'], { counterparty: grace })],
    ['Received from Grace Hopper', of('transfer', ['5.00'], { counterparty: grace })],
    ['Converted EUR to USD', of('conversion', ['-5.00', '6.00'])],
    ['Converted EUR', of('conversion', ['-5.00'])],
    ['Converted to EUR', of('conversion', ['5.00'])],
    ['Held for Grace Hopper', of('hold', ['0.00'], { counterparty: grace })],
    ['Paid to Grace Hopper from a hold', of('capture', ['-5.00'], { counterparty: grace })],
    ['Received from Grace Hopper from a hold', of('capture', ['5.00'], { counterparty: grace })],
    ['Hold released: Grace Hopper', of('release', ['0.00'], { counterparty: grace })],
    [
      'Hold expired: Grace Hopper',
      of('release', ['0.00'], { counterparty: grace, detail: { holdStatus: 'expired' } }),
    ],
    ['Given back to Grace Hopper', of('reversal', ['-5.00'], { counterparty: grace })],
    ['Given back by Grace Hopper', of('reversal', ['5.00'], { counterparty: grace })],
    ['Deposit taken back', of('reversal', ['-5.00'])],
    ['Withdrawal taken back', of('reversal', ['5.00'])],
    ['Conversion taken back', of('reversal', ['5.00', '-6.00'])],
  ])('is called %s', (title, transaction) => {
    expect(describeTransaction(transaction).title).toBe(title);
  });

  it.each([
    [null, of('deposit', ['5.00'])],
    ['rent', of('deposit', ['5.00'], { memo: 'rent' })],
    ['Counts for Apr 1, 2026', of('deposit', ['5.00'], { valueDate: '2026-04-01' })],
    [
      'rent · counts for Apr 1, 2026 · taken back later',
      of('deposit', ['5.00'], { memo: 'rent', valueDate: '2026-04-01', reversedBy: 't2' }),
    ],
    ['at 1.1684, ECB Apr 13, 2026', of('conversion', ['-5.00'], { detail: converted })],
    [
      'at 1.1684, ECB Apr 13, 2026, fee €0.03',
      of('conversion', ['-5.00'], { detail: { ...converted, fee: '0.03', feeCurrency: 'EUR' } }),
    ],
    ['Converted on the way', of('transfer', ['-5.00'], { detail: { rate: '1.1' } })],
    // Who receives it was paid in that currency.
    [null, of('transfer', ['5.00'], { detail: { rate: '1.1' } })],
  ])('is explained by %s', (detail, transaction) => {
    expect(describeTransaction(transaction).detail).toBe(detail);
  });
});
