import { minorMax, shareOf } from '@tradeyard/kernel';
import { describe, expect, it } from 'vitest';
import { available, house, type Account, type AccountKind, type AccountRef } from './account.js';
import { post, type Journal, type Line } from './journal.js';
import { conversion, deposit, move, transfer, withdrawal } from './movements.js';

const ada = 'ada';
const bob = 'bob';
const share = shareOf('AAPL');
const outside = house('outside', 'EUR');

const line = (account: AccountRef, amount: bigint): Line => ({ account, amount });
const held = (bookId: string, asset: string): AccountRef => ({ bookId, asset, kind: 'held' });
const journal = (...lines: readonly Line[]): Journal => ({ kind: 'transfer', lines });

/** Every customer account holds `balance`, and so does the house's. */
const holding =
  (balance: bigint) =>
  (ref: AccountRef): Account => ({ ...ref, id: `${ref.bookId} ${ref.kind} ${ref.asset}`, balance, seq: 7n });

describe('a journal', () => {
  it('is booked line by line on the accounts as they stand', () => {
    const postings = post(journal(...move(available(ada, 'EUR'), available(bob, 'EUR'), 30n)), holding(100n));

    expect(
      postings.map(({ amount, account: { bookId, balance, seq } }) => [bookId, amount, balance, seq]),
    ).toEqual([
      [ada, -30n, 70n, 8n],
      [bob, 30n, 130n, 8n],
    ]);
  });

  it.each<[string, Journal, string]>([
    ['has no lines', journal(), 'A transfer moves nothing'],
    [
      'is off by a cent',
      journal(line(available(ada, 'EUR'), -1n), line(available(bob, 'EUR'), 2n)),
      'off by 1 of EUR',
    ],
    ['makes money', journal(line(available(ada, 'EUR'), 5n)), 'off by 5 of EUR'],
    [
      'balances only across currencies',
      journal(line(available(ada, 'EUR'), -5n), line(available(ada, 'USD'), 5n)),
      'off by -5 of EUR',
    ],
    [
      'holds a line of zero',
      journal(line(available(ada, 'EUR'), 0n), line(available(bob, 'EUR'), 0n)),
      'A line of a transfer moves nothing',
    ],
    [
      'names an account twice',
      journal(
        line(available(ada, 'EUR'), -2n),
        line(available(bob, 'EUR'), 1n),
        line(available(bob, 'EUR'), 1n),
      ),
      'A transfer names an account twice',
    ],
  ])('that %s is a mistake in the program', (_, wrong, message) => {
    expect(() => post(wrong, holding(100n))).toThrow(message);
    expect(() => post(wrong, holding(100n))).not.toThrow(expect.objectContaining({ name: 'DomainError' }));
  });

  it.each<[string, Journal, bigint, string, string]>([
    [
      'one cent more than there is',
      withdrawal(ada, { minor: 101n, currency: 'EUR' }),
      100n,
      'insufficient_funds',
      '1.00 EUR is available, 1.01 EUR was asked',
    ],
    [
      'held money that is not there',
      journal(line(held(ada, 'JPY'), -101n), line(available(bob, 'JPY'), 101n)),
      100n,
      'insufficient_funds',
      '100 JPY is held, 101 JPY was asked',
    ],
    [
      'more shares than there are',
      journal(line(available(ada, share), -2n), line(house('market', share), 2n)),
      1n,
      'insufficient_shares',
      '0.00000001 AAPL is available, 0.00000002 AAPL was asked',
    ],
    [
      'what outgrows a customer’s account',
      deposit(ada, { minor: 1n, currency: 'EUR' }),
      minorMax,
      'balance_too_large',
      'An account cannot hold 46116860184273879.05 EUR',
    ],
    [
      'what outgrows the house’s account',
      withdrawal(ada, { minor: 1n, currency: 'EUR' }),
      minorMax,
      'balance_too_large',
      'An account cannot hold 46116860184273879.05 EUR',
    ],
    [
      'what the house could never owe',
      deposit(ada, { minor: 1n, currency: 'EUR' }),
      -minorMax,
      'balance_too_large',
      'An account cannot hold -46116860184273879.05 EUR',
    ],
  ])('that moves %s is refused', (_, refused, balance, code, message) => {
    expect(() => post(refused, holding(balance))).toThrow(expect.objectContaining({ code, message }));
  });

  it.each<[string, Journal, bigint]>([
    ['everything there is', withdrawal(ada, { minor: 100n, currency: 'EUR' }), 100n],
    ['up to the brim', deposit(ada, { minor: 1n, currency: 'EUR' }), minorMax - 1n],
  ])('may move %s', (_, allowed, balance) => {
    expect(post(allowed, holding(balance))).toHaveLength(2);
  });

  it.each<[AccountKind, boolean]>([
    ['available', false],
    ['held', false],
    ['outside', true],
    ['market', true],
    ['fx', true],
    ['fees', true],
  ])('may take a balance of kind %s below zero: %s', (kind, allowed) => {
    const from: AccountRef = { bookId: 'x', asset: 'EUR', kind };
    const book = () => post(journal(...move(from, available(ada, 'EUR'), 1n)), holding(0n));

    if (allowed) expect(book()[0]?.account.balance).toBe(-1n);
    else expect(book).toThrow(expect.objectContaining({ code: 'insufficient_funds' }));
  });
});

describe('a movement', () => {
  const euros = (minor: bigint) => ({ minor, currency: 'EUR' });
  const dollars = (minor: bigint) => ({ minor, currency: 'USD' });

  it.each<[string, Journal, readonly Line[]]>([
    ['deposit', deposit(ada, euros(5n)), [line(outside, -5n), line(available(ada, 'EUR'), 5n)]],
    ['withdrawal', withdrawal(ada, euros(5n)), [line(available(ada, 'EUR'), -5n), line(outside, 5n)]],
    [
      'transfer',
      transfer(ada, bob, euros(5n)),
      [line(available(ada, 'EUR'), -5n), line(available(bob, 'EUR'), 5n)],
    ],
    [
      'conversion',
      conversion(ada, euros(5n), dollars(6n)),
      [
        line(available(ada, 'EUR'), -5n),
        line(house('fx', 'EUR'), 5n),
        line(house('fx', 'USD'), -6n),
        line(available(ada, 'USD'), 6n),
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
    ['conversion of nothing', () => conversion(ada, euros(0n), dollars(1n)), 'amount_must_be_positive'],
    ['conversion into nothing', () => conversion(ada, euros(1n), dollars(0n)), 'amount_must_be_positive'],
    ['conversion into itself', () => conversion(ada, euros(1n), euros(1n)), 'currencies_must_differ'],
  ])('refuses a %s', (_, make, code) => {
    expect(make).toThrow(expect.objectContaining({ code }));
  });
});
