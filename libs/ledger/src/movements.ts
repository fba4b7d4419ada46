import { DomainError, formatMoney, type Money } from '@tradeyard/kernel';
import { available, house, type AccountRef } from './account.js';
import type { Journal, Line } from './journal.js';

/** The lines that move `amount` of one asset from an account to another. */
export const move = (from: AccountRef, to: AccountRef, amount: bigint): readonly Line[] => [
  { account: from, amount: -amount },
  { account: to, amount },
];

/** Money enters from outside. */
export const deposit = (bookId: string, amount: Money): Journal => ({
  kind: 'deposit',
  lines: move(house('outside', amount.currency), available(bookId, amount.currency), positive(amount)),
});

/** Money leaves to the outside. */
export const withdrawal = (bookId: string, amount: Money): Journal => ({
  kind: 'withdrawal',
  lines: move(available(bookId, amount.currency), house('outside', amount.currency), positive(amount)),
});

/** Money goes from one book to another. Throws `accounts_must_differ`. */
export function transfer(fromBookId: string, toBookId: string, amount: Money): Journal {
  if (fromBookId === toBookId) {
    throw new DomainError('accounts_must_differ', 'A transfer needs two accounts');
  }
  return {
    kind: 'transfer',
    lines: move(
      available(fromBookId, amount.currency),
      available(toBookId, amount.currency),
      positive(amount),
    ),
  };
}

/** `sold` goes to the house's currency desk, `bought` comes from it. Throws `currencies_must_differ`. */
export function conversion(bookId: string, sold: Money, bought: Money): Journal {
  if (sold.currency === bought.currency) {
    throw new DomainError('currencies_must_differ', `${sold.currency} cannot be converted into itself`);
  }
  return {
    kind: 'conversion',
    lines: [
      ...move(available(bookId, sold.currency), house('fx', sold.currency), positive(sold)),
      ...move(house('fx', bought.currency), available(bookId, bought.currency), positive(bought)),
    ],
  };
}

function positive(amount: Money): bigint {
  if (amount.minor <= 0n) {
    throw new DomainError('amount_must_be_positive', `${formatMoney(amount)} is not more than zero`);
  }
  return amount.minor;
}
