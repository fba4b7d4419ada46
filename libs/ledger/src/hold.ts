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

/** What people do; that a hold expires nobody does. */
export const personalActions = ['capture', 'release'] as const satisfies HoldAction[];
export type PersonalAction = (typeof personalActions)[number];

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
  if (!status) {
    const fate = hold.status === 'expired' ? 'has expired' : `was ${hold.status} before`;
    throw new DomainError('hold_closed', `This hold ${fate}`);
  }
  if (action === 'capture' && hasExpired(hold, at)) {
    throw new DomainError('hold_expired', `This hold ended at ${hold.expiresAt.toISOString()}`);
  }
  return status;
}

/** One of the two people of a hold, who would end it. */
export type HoldEnder = {
  readonly isPayee: boolean;
  /** Whether the payee's account is closed, whoever asks. */
  readonly payeeIsClosed: boolean;
};

/**
 * As `close`, for a person. What was promised stays promised until its time is
 * over: until then only the payee can give it back, unless there is none any
 * more. Throws `hold_not_yours_to_capture` and `hold_not_yours_to_release` too.
 */
export function closeBy(
  { isPayee, payeeIsClosed }: HoldEnder,
  hold: Hold,
  action: PersonalAction,
  at: Date,
): HoldStatus {
  if (!isPayee && action === 'capture') {
    const message = 'You hold this for somebody else, who alone can take it';
    throw new DomainError('hold_not_yours_to_capture', message);
  }
  const status = close(hold, action, at);
  if (!isPayee && !payeeIsClosed && !hasExpired(hold, at)) {
    const message = `You promised this until ${hold.expiresAt.toISOString()}; until then only the payee can give it back`;
    throw new DomainError('hold_not_yours_to_release', message);
  }
  return status;
}

/** What a person may do about a hold at a moment: all that `closeBy` would let them. */
export const actionsOf = (ender: HoldEnder, hold: Hold, at: Date): PersonalAction[] =>
  personalActions.filter((action) => {
    try {
      closeBy(ender, hold, action, at);
      return true;
    } catch (error) {
      if (error instanceof DomainError) return false;
      throw error;
    }
  });
