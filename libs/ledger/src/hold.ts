import { DomainError, formatMoney, money, type Money } from '@tradeyard/kernel';
import { customer } from './account.js';
import type { Journal } from './journal.js';
import { positive } from './movements.js';

/** Where a hold can go, and what takes it there. An empty row is final. */
const transitions = {
  open: { capture: 'captured', release: 'released', expire: 'expired' },
  captured: {},
  released: {},
  expired: {},
} as const;

export type HoldStatus = keyof typeof transitions;
export type HoldAction = keyof (typeof transitions)['open'];

/**
 * Money of one book that is reserved for another until it is captured, released
 * or expires. `amount` is what was reserved, `captured` what was taken of it in
 * the end, both in minor units.
 */
export type Hold = {
  readonly bookId: string;
  readonly payeeBookId: string;
  readonly currency: string;
  readonly amount: bigint;
  readonly captured: bigint;
  readonly status: HoldStatus;
  readonly expiresAt: Date;
};

/** Reserves money: it stays in the book, and nothing else can spend it. */
export const reserve = (bookId: string, amount: Money): Journal => ({
  kind: 'hold',
  lines: [{ account: customer(bookId, amount.currency), amount: 0n, held: positive(amount) }],
});

/**
 * Pays `amount` of what is held to the payee and gives the rest back. Throws
 * `currency_mismatch`, `capture_exceeds_hold` and `amount_must_be_positive`.
 */
export function capture({ bookId, payeeBookId, currency, amount: held }: Hold, amount: Money): Journal {
  const taken = positive(amount);
  if (amount.currency !== currency) {
    throw new DomainError('currency_mismatch', `What is held is in ${currency}`);
  }
  if (taken > held) {
    throw new DomainError(
      'capture_exceeds_hold',
      `${formatMoney(money(held, currency))} is held, ${formatMoney(amount)} was asked`,
    );
  }
  return {
    kind: 'capture',
    lines: [
      { account: customer(bookId, currency), amount: -taken, held: -held },
      { account: customer(payeeBookId, currency), amount: taken },
    ],
  };
}

/** Gives back what is held. */
export const release = ({ bookId, currency, amount }: Hold): Journal => ({
  kind: 'release',
  lines: [{ account: customer(bookId, currency), amount: 0n, held: -amount }],
});

/** Whether the hold's time is over, whatever was done about it yet. */
export const hasExpired = ({ expiresAt }: Pick<Hold, 'expiresAt'>, at: Date): boolean => expiresAt <= at;

/**
 * The status after the action. Throws `hold_closed` when the hold has ended
 * before, and `hold_expired` for the capture of one whose time is over.
 */
export function close(hold: Hold, action: HoldAction, at: Date): HoldStatus {
  const next = transitions[hold.status] as Partial<Record<HoldAction, HoldStatus>>;
  const status = next[action];
  if (!status) throw new DomainError('hold_closed', `This hold was ${hold.status} before`);
  if (action === 'capture' && hasExpired(hold, at)) {
    throw new DomainError('hold_expired', `This hold ended at ${hold.expiresAt.toISOString()}`);
  }
  return status;
}
