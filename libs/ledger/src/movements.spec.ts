import { type Money } from '@tradeyard/kernel';
import { describe, expect, it } from 'vitest';
import { customer, house, type AccountRef } from './account.js';
import type { Exchange } from './exchange.js';
import type { Journal, Line } from './journal.js';
import { conversion, convertingTransfer, deposit, reversal, transfer, withdrawal } from './movements.js';

const ada = 'ada';
const bob = 'bob';
const outside = house('outside', 'EUR');
const line = (account: AccountRef, amount: bigint): Line => ({ account, amount });

describe('a movement', () => {
  const euros = (minor: bigint) => ({ minor, currency: 'EUR' });
  const dollars = (minor: bigint) => ({ minor, currency: 'USD' });
  const exchange = (sold: Money, bought: Money, fee = 0n): Exchange => ({ sold, fee, bought });

  it.each<[string, Journal, readonly Line[]]>([
    ['deposit', deposit(ada, euros(5n)), [line(outside, -5n), line(customer(ada, 'EUR'), 5n)]],
    ['withdrawal', withdrawal(ada, euros(5n)), [line(customer(ada, 'EUR'), -5n), line(outside, 5n)]],
    [
      'transfer',
      transfer(ada, bob, euros(5n)),
      [line(customer(ada, 'EUR'), -5n), line(customer(bob, 'EUR'), 5n)],
    ],
    [
      'conversion',
      conversion(ada, exchange(euros(5n), dollars(6n))),
      [
        line(customer(ada, 'EUR'), -5n),
        line(house('fx', 'EUR'), 5n),
        line(house('fx', 'USD'), -6n),
        line(customer(ada, 'USD'), 6n),
      ],
    ],
    [
      'transfer',
      convertingTransfer(ada, exchange(euros(5n), dollars(6n)), bob),
      [
        line(customer(ada, 'EUR'), -5n),
        line(house('fx', 'EUR'), 5n),
        line(house('fx', 'USD'), -6n),
        line(customer(bob, 'USD'), 6n),
      ],
    ],
    [
      'conversion',
      conversion(ada, exchange(euros(5n), dollars(4n), 1n)),
      [
        line(customer(ada, 'EUR'), -5n),
        line(house('fx', 'EUR'), 4n),
        line(house('fees', 'EUR'), 1n),
        line(house('fx', 'USD'), -4n),
        line(customer(ada, 'USD'), 4n),
      ],
    ],
    [
      'transfer',
      convertingTransfer(ada, exchange(euros(5n), dollars(4n), 1n), bob),
      [
        line(customer(ada, 'EUR'), -5n),
        line(house('fx', 'EUR'), 4n),
        line(house('fees', 'EUR'), 1n),
        line(house('fx', 'USD'), -4n),
        line(customer(bob, 'USD'), 4n),
      ],
    ],
  ])('%s has these lines', (kind, movement, lines) => {
    expect(movement).toEqual({ kind, lines });
  });

  it.each<[string, () => Journal, string]>([
    ['deposit of nothing', () => deposit(ada, euros(0n)), 'amount_must_be_positive'],
    ['negative deposit', () => deposit(ada, euros(-1n)), 'amount_must_be_positive'],
    ['withdrawal of nothing', () => withdrawal(ada, euros(0n)), 'amount_must_be_positive'],
    ['negative withdrawal', () => withdrawal(ada, euros(-1n)), 'amount_must_be_positive'],
    ['transfer of nothing', () => transfer(ada, bob, euros(0n)), 'amount_must_be_positive'],
    ['negative transfer', () => transfer(ada, bob, euros(-1n)), 'amount_must_be_positive'],
    ['transfer to oneself', () => transfer(ada, ada, euros(1n)), 'accounts_must_differ'],
    [
      'converting transfer to oneself',
      () => convertingTransfer(ada, exchange(euros(1n), dollars(1n)), ada),
      'accounts_must_differ',
    ],
    [
      'converting transfer of one currency',
      () => convertingTransfer(ada, exchange(euros(1n), euros(1n)), bob),
      'currencies_must_differ',
    ],
    ['reversal of a trade', () => reversal('j', { kind: 'trade', lines: [] }), 'not_reversible'],
    ['reversal of a hold', () => reversal('j', { kind: 'hold', lines: [] }), 'not_reversible'],
    ['reversal of a release', () => reversal('j', { kind: 'release', lines: [] }), 'not_reversible'],
    ['reversal of a reversal', () => reversal('j', { kind: 'reversal', lines: [] }), 'not_reversible'],
    [
      'conversion of nothing',
      () => conversion(ada, exchange(euros(0n), dollars(1n))),
      'amount_must_be_positive',
    ],
    [
      'conversion into nothing',
      () => conversion(ada, exchange(euros(1n), dollars(0n))),
      'amount_must_be_positive',
    ],
    [
      'conversion that is all fee',
      () => conversion(ada, exchange(euros(1n), dollars(1n), 1n)),
      'amount_must_be_positive',
    ],
    [
      'conversion with less than no fee',
      () => conversion(ada, exchange(euros(1n), dollars(1n), -1n)),
      'amount_must_be_positive',
    ],
    [
      'conversion into itself',
      () => conversion(ada, exchange(euros(1n), euros(1n))),
      'currencies_must_differ',
    ],
  ])('refuses a %s', (_, make, code) => {
    expect(make).toThrow(expect.objectContaining({ code }));
  });

  it('takes back a conversion with its fee', () => {
    const converted = conversion(ada, exchange(euros(5n), dollars(4n), 1n));

    expect(reversal('j', converted).lines).toEqual([
      line(customer(ada, 'EUR'), 5n),
      line(house('fx', 'EUR'), -4n),
      line(house('fees', 'EUR'), -1n),
      line(house('fx', 'USD'), 4n),
      line(customer(ada, 'USD'), -4n),
    ]);
  });

  it('takes back what another moved, and leaves held what is', () => {
    const captured: Journal = {
      kind: 'capture',
      lines: [{ account: customer(ada, 'EUR'), amount: -5n, held: -8n }, line(customer(bob, 'EUR'), 5n)],
    };

    expect(reversal('j', captured)).toEqual({
      kind: 'reversal',
      reverses: 'j',
      lines: [line(customer(ada, 'EUR'), 5n), line(customer(bob, 'EUR'), -5n)],
    });
  });
});
