import { DomainError, isShare, minorMax } from '@tradeyard/kernel';
import {
  available,
  formatQuantity,
  isCustomer,
  isSameAccount,
  type Account,
  type AccountRef,
} from './account.js';
import { costOf, countCost, type Counted, type Worth } from './cost.js';

/** What a journal entry is about, in the words of the product. */
export const journalKinds = [
  'deposit',
  'withdrawal',
  'transfer',
  'conversion',
  'trade',
  'hold',
  'capture',
  'release',
  'reversal',
  'dividend',
  'split',
] as const;
export type JournalKind = (typeof journalKinds)[number];

/**
 * One line of a journal entry: `amount` enters the account, or leaves it when
 * negative; `held` more of its balance is reserved, or less when negative.
 * `worth` is what the amount is worth to the account's owner; absent where the
 * asset is the currency they count in, for the house, and where nobody knows.
 */
export type Line = {
  readonly account: AccountRef;
  readonly amount: bigint;
  readonly held?: bigint;
  readonly worth?: Worth;
};

/**
 * A movement that happens as a whole or not at all. `detail` holds facts that
 * explain it (the rate, the price, the other person), never amounts to compute with.
 */
export type Journal = {
  readonly kind: JournalKind;
  readonly memo?: string;
  readonly detail?: Readonly<Record<string, string>>;
  /** The day it counts for, `YYYY-MM-DD`, where that is not the day it is booked. */
  readonly valueDate?: string;
  /** The id of the journal that this one takes back. */
  readonly reverses?: string;
  readonly lines: readonly Line[];
};

/** A line as it was booked: the account as it is afterwards, and what became of its cost where that is counted. */
export type Posting = {
  readonly amount: bigint;
  readonly held: bigint;
  readonly account: Account;
  readonly counted?: Counted | undefined;
};

/**
 * Books a journal under its id on the accounts as they stand, and returns them
 * as they are afterwards, one posting per line. Throws, and changes nothing,
 * when an asset would appear from nowhere, a customer would spend what is held
 * or not there, or a balance would outgrow its column.
 */
export function post(
  id: string,
  journal: Journal,
  find: (account: AccountRef) => Account,
): readonly Posting[] {
  requireBalanced(journal);
  return journal.lines.map(({ account: ref, amount, held = 0n, worth }) => {
    const before = find(ref);
    const account: Account = {
      ...before,
      balance: before.balance + amount,
      held: before.held + held,
      lastJournalId: id,
    };
    requireCovered(journal, before, account);
    if (account.balance > minorMax || account.balance < -minorMax) {
      throw new DomainError(
        'balance_too_large',
        `An account cannot hold ${formatQuantity(account.balance, account.asset)}`,
      );
    }
    const counted = countCost(before, amount, worth);
    return counted
      ? { amount, held, account: { ...account, cost: costOf(before, counted) }, counted }
      : { amount, held, account };
  });
}

function requireCovered({ kind }: Journal, before: Account, after: Account): void {
  // Who releases more than is held has lost count: a mistake in the program, hence no code.
  if (after.held < 0n) throw new Error(`A ${kind} releases more than is held`);
  if (!isCustomer(after)) {
    if (after.held > 0n) throw new Error(`A ${kind} holds money of the house`);
    return;
  }
  if (available(after) >= 0n) return;
  const asked = available(before) - available(after);
  throw new DomainError(
    isShare(after.asset) ? 'insufficient_shares' : 'insufficient_funds',
    `${formatQuantity(available(before), after.asset)} is available, ${formatQuantity(asked, after.asset)} was asked`,
  );
}

/**
 * A journal that fails here is a mistake in the program, not in a request: hence
 * no code. Lines are few: comparing each with each is faster than a map.
 */
function requireBalanced({ kind, lines }: Journal): void {
  if (lines.length === 0) throw new Error(`A ${kind} moves nothing`);
  for (const [index, { account, amount, held = 0n }] of lines.entries()) {
    if (amount === 0n && held === 0n) throw new Error(`A line of a ${kind} moves nothing`);
    let sum = 0n;
    for (const [otherIndex, other] of lines.entries()) {
      if (other.account.asset === account.asset) sum += other.amount;
      if (otherIndex < index && isSameAccount(other.account, account)) {
        throw new Error(`A ${kind} names an account twice`);
      }
    }
    if (sum !== 0n) throw new Error(`A ${kind} is off by ${sum} of ${account.asset}`);
  }
}
