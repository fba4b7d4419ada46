import { DomainError, formatMoney, money, type Money } from '@tradeyard/kernel';
import { customer, house, type AccountRef } from './account.js';
import type { Exchange } from './exchange.js';
import type { Journal, JournalKind, Line } from './journal.js';

/** The lines that move `amount` of one asset from an account to another. */
export const move = (from: AccountRef, to: AccountRef, amount: bigint): readonly Line[] => [
  { account: from, amount: -amount },
  { account: to, amount },
];

/** Money enters from outside. */
export const deposit = (bookId: string, amount: Money): Journal => ({
  kind: 'deposit',
  lines: move(house('outside', amount.currency), customer(bookId, amount.currency), positive(amount)),
});

/** Money leaves to the outside. */
export const withdrawal = (bookId: string, amount: Money): Journal => ({
  kind: 'withdrawal',
  lines: move(customer(bookId, amount.currency), house('outside', amount.currency), positive(amount)),
});

/** Money goes from one book to another. Throws `accounts_must_differ`. */
export function transfer(fromBookId: string, toBookId: string, amount: Money): Journal {
  requireTwoBooks(fromBookId, toBookId);
  return {
    kind: 'transfer',
    lines: move(customer(fromBookId, amount.currency), customer(toBookId, amount.currency), positive(amount)),
  };
}

/** What is sold goes to the house, what is bought comes from it. Throws `currencies_must_differ`. */
export const conversion = (bookId: string, exchanged: Exchange): Journal => ({
  kind: 'conversion',
  lines: exchange(bookId, exchanged, bookId),
});

/** What is sold leaves one book, what is bought arrives in another. Throws `accounts_must_differ` and `currencies_must_differ`. */
export function convertingTransfer(fromBookId: string, exchanged: Exchange, toBookId: string): Journal {
  requireTwoBooks(fromBookId, toBookId);
  return { kind: 'transfer', lines: exchange(fromBookId, exchanged, toBookId) };
}

/** Takes back what a journal moved; what it reserved or released stays as it is. Throws `not_reversible`. */
export function reversal(id: string, { kind, lines }: Pick<Journal, 'kind' | 'lines'>): Journal {
  if (!reversible.has(kind)) {
    throw new DomainError('not_reversible', `A ${kind} cannot be taken back`);
  }
  return {
    kind: 'reversal',
    reverses: id,
    lines: lines.map(({ account, amount }) => ({ account, amount: -amount })),
  };
}

// A trade belongs to its order and a hold has its own ends; a reversal is corrected by booking again.
const reversible = new Set<JournalKind>(['deposit', 'withdrawal', 'transfer', 'conversion', 'capture']);

/** The currency desk takes what is sold but for the fee, which is the house's to keep. */
function exchange(fromBookId: string, { sold, fee, bought }: Exchange, toBookId: string): readonly Line[] {
  const { currency } = sold;
  if (currency === bought.currency) {
    throw new DomainError('currencies_must_differ', `${currency} cannot be converted into itself`);
  }
  const kept = fee === 0n ? 0n : positive(money(fee, currency));
  return [
    { account: customer(fromBookId, currency), amount: -positive(sold) },
    { account: house('fx', currency), amount: positive(money(sold.minor - kept, currency)) },
    ...(kept > 0n ? [{ account: house('fees', currency), amount: kept }] : []),
    ...move(house('fx', bought.currency), customer(toBookId, bought.currency), positive(bought)),
  ];
}

function requireTwoBooks(fromBookId: string, toBookId: string): void {
  if (fromBookId === toBookId) {
    throw new DomainError('accounts_must_differ', 'A transfer needs two accounts');
  }
}

/** The minor units of an amount. Throws `amount_must_be_positive`. */
export function positive(amount: Money): bigint {
  if (amount.minor <= 0n) {
    throw new DomainError('amount_must_be_positive', `${formatMoney(amount)} is not more than zero`);
  }
  return amount.minor;
}
