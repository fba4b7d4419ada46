import { describe, expect, it } from 'vitest';
import type { Transaction } from '../../account/account.js';
import { reversalWords } from './reversal-words.js';

const transaction = (
  kind: Transaction['kind'],
  amount: string,
  more: Partial<Transaction> = {},
): Transaction => ({
  id: 't1',
  kind,
  at: '2026-05-01T12:00:00.000Z',
  valueDate: null,
  memo: null,
  counterparty: { handle: 'grace', displayName: 'Grace Hopper' },
  changes: [
    {
      asset: 'EUR',
      kind: 'currency',
      amount,
      held: '0.00',
      balanceAfter: '0.00',
      heldAfter: '0.00',
      costAfter: null,
      gain: null,
    },
  ],
  detail: {},
  reverses: null,
  reversedBy: null,
  ...more,
});

describe('taking a transaction back', () => {
  it.each([
    ['a deposit', transaction('deposit', '50.00'), '€50.00 leaves your wallet'],
    ['a withdrawal', transaction('withdrawal', '-50.00'), '€50.00 comes back'],
    ['money received', transaction('transfer', '50.00'), 'Grace Hopper gets €50.00 back'],
    ['a payment from a hold', transaction('capture', '50.00'), 'Grace Hopper gets €50.00 back'],
  ])('is offered for %s', (_, of, effect) => {
    expect(reversalWords(of)?.effect).toContain(effect);
  });

  it.each([
    ['money sent', transaction('transfer', '-50.00')],
    ['a payment from an own hold', transaction('capture', '-50.00')],
    ['money converted on the way', transaction('transfer', '50.00', { detail: { rate: '1.1' } })],
    ['a conversion', transaction('conversion', '50.00')],
    ['a trade', transaction('trade', '50.00')],
    ['a hold', transaction('hold', '0.00')],
    ['a reversal', transaction('reversal', '50.00')],
    ['what was taken back before', transaction('deposit', '50.00', { reversedBy: 't2' })],
  ])('is not offered for %s', (_, of) => {
    expect(reversalWords(of)).toBeNull();
  });
});
