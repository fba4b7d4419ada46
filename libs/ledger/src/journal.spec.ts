import { minorMax, shareOf } from '@tradeyard/kernel';
import { describe, expect, it } from 'vitest';
import { customer, house, type Account, type AccountKind, type AccountRef } from './account.js';
import { post, type Journal, type Line } from './journal.js';
import { deposit, move, withdrawal } from './movements.js';

const ada = 'ada';
const bob = 'bob';
const share = shareOf('AAPL');
const outside = house('outside', 'EUR');

const line = (account: AccountRef, amount: bigint): Line => ({ account, amount });
const reserving = (bookId: string, asset: string, held: bigint): Line => ({
  account: customer(bookId, asset),
  amount: 0n,
  held,
});
const journal = (...lines: readonly Line[]): Journal => ({ kind: 'transfer', lines });

/** Every account has `balance`, the house's too; of a customer's, `held` is reserved. */
const having =
  (balance: bigint, held = 0n) =>
  (ref: AccountRef): Account => ({
    ...ref,
    id: `${ref.bookId} ${ref.kind} ${ref.asset}`,
    balance,
    held: ref.kind === 'customer' ? held : 0n,
    lastJournalId: 'before',
  });

describe('a journal', () => {
  it('is booked line by line on the accounts as they stand', () => {
    const postings = post(
      'now',
      journal(...move(customer(ada, 'EUR'), customer(bob, 'EUR'), 30n)),
      having(100n),
    );

    expect(
      postings.map(({ amount, account: { bookId, balance, lastJournalId } }) => [
        bookId,
        amount,
        balance,
        lastJournalId,
      ]),
    ).toEqual([
      [ada, -30n, 70n, 'now'],
      [bob, 30n, 130n, 'now'],
    ]);
  });

  it.each<[string, Journal, string]>([
    ['has no lines', journal(), 'A transfer moves nothing'],
    [
      'is off by a cent',
      journal(line(customer(ada, 'EUR'), -1n), line(customer(bob, 'EUR'), 2n)),
      'off by 1 of EUR',
    ],
    ['makes money', journal(line(customer(ada, 'EUR'), 5n)), 'off by 5 of EUR'],
    [
      'balances only across currencies',
      journal(line(customer(ada, 'EUR'), -5n), line(customer(ada, 'USD'), 5n)),
      'off by -5 of EUR',
    ],
    ['releases more than is held', journal(reserving(ada, 'EUR', -1n)), 'releases more than is held'],
    [
      'holds money of the house',
      journal({ account: outside, amount: 0n, held: 1n }),
      'holds money of the house',
    ],
    [
      'holds a line of zero',
      journal(line(customer(ada, 'EUR'), 0n), line(customer(bob, 'EUR'), 0n)),
      'A line of a transfer moves nothing',
    ],
    [
      'names an account twice',
      journal(
        line(customer(ada, 'EUR'), -2n),
        line(customer(bob, 'EUR'), 1n),
        line(customer(bob, 'EUR'), 1n),
      ),
      'A transfer names an account twice',
    ],
  ])('that %s is a mistake in the program', (_, wrong, message) => {
    expect(() => post('now', wrong, having(100n))).toThrow(message);
    expect(() => post('now', wrong, having(100n))).not.toThrow(
      expect.objectContaining({ name: 'DomainError' }),
    );
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
      'more shares than there are',
      journal(line(customer(ada, share), -2n), line(house('market', share), 2n)),
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
    expect(() => post('now', refused, having(balance))).toThrow(expect.objectContaining({ code, message }));
  });

  it.each<[string, Journal, bigint]>([
    ['everything there is', withdrawal(ada, { minor: 100n, currency: 'EUR' }), 100n],
    ['up to the brim', deposit(ada, { minor: 1n, currency: 'EUR' }), minorMax - 1n],
  ])('may move %s', (_, allowed, balance) => {
    expect(post('now', allowed, having(balance))).toHaveLength(2);
  });

  const reserved = [
    ['one cent more than is free', withdrawal(ada, { minor: 41n, currency: 'EUR' }), '0.41'],
    ['a hold of more than is free', journal(reserving(ada, 'EUR', 41n)), '0.41'],
    [
      'more than a hold and what is free',
      journal({ account: customer(ada, 'EUR'), amount: -101n, held: -60n }, line(customer(bob, 'EUR'), 101n)),
      '0.41',
    ],
  ] as const;
  it.each(reserved)('that moves %s is refused', (_, refused, asked) => {
    expect(() => post('now', refused, having(100n, 60n))).toThrow(
      expect.objectContaining({
        code: 'insufficient_funds',
        message: `0.40 EUR is available, ${asked} EUR was asked`,
      }),
    );
  });

  it.each<[string, Journal, bigint, bigint]>([
    ['all that is free', withdrawal(ada, { minor: 40n, currency: 'EUR' }), 60n, 60n],
    ['a hold of all that is free', journal(reserving(ada, 'EUR', 40n)), 100n, 100n],
    ['the release of a hold', journal(reserving(ada, 'EUR', -60n)), 100n, 0n],
    [
      'a hold, which is paid out, and all that is free',
      journal({ account: customer(ada, 'EUR'), amount: -100n, held: -60n }, line(customer(bob, 'EUR'), 100n)),
      0n,
      0n,
    ],
  ])('may move %s', (_, allowed, balance, held) => {
    const postings = post('now', allowed, having(100n, 60n));

    expect(postings.find(({ account }) => account.bookId === ada)?.account).toMatchObject({ balance, held });
  });

  it.each<[AccountKind, boolean]>([
    ['customer', false],
    ['outside', true],
    ['market', true],
    ['fx', true],
    ['fees', true],
  ])('may take a balance of kind %s below zero: %s', (kind, allowed) => {
    const from: AccountRef = { bookId: 'x', asset: 'EUR', kind };
    const book = () => post('now', journal(...move(from, customer(ada, 'EUR'), 1n)), having(0n));

    if (allowed) expect(book()[0]?.account.balance).toBe(-1n);
    else expect(book).toThrow(expect.objectContaining({ code: 'insufficient_funds' }));
  });
});
