import { DomainError, isShare, minorMax, type AssetCode } from '@tradeyard/kernel';
import { accountKey, formatQuantity, isCustomer, type Account, type AccountRef } from './account.js';

/** What a journal entry is about, in the words of the product. */
export type JournalKind = 'deposit' | 'withdrawal' | 'transfer' | 'conversion' | 'trade';

/** One line of a journal entry: `amount` enters the account, or leaves it when negative. */
export type Line = { readonly account: AccountRef; readonly amount: bigint };

/**
 * A movement that happens as a whole or not at all. `detail` holds facts that
 * explain it (the rate, the price, the other person), never amounts to compute with.
 */
export type Journal = {
  readonly kind: JournalKind;
  readonly memo?: string;
  readonly detail?: Readonly<Record<string, string>>;
  readonly lines: readonly Line[];
};

/** A line as it was booked: the account as it is afterwards. */
export type Posting = { readonly amount: bigint; readonly account: Account };

/**
 * Books a journal on the accounts as they stand and returns them as they are
 * afterwards, one posting per line. Throws, and changes nothing, when an asset
 * would appear from nowhere, a customer would owe the house, or a balance would
 * outgrow its column.
 */
export function post(journal: Journal, find: (account: AccountRef) => Account): readonly Posting[] {
  requireBalanced(journal);
  return journal.lines.map(({ account: ref, amount }) => {
    const account = find(ref);
    const balance = account.balance + amount;
    if (isCustomer(account) && balance < 0n) {
      throw new DomainError(
        isShare(account.asset) ? 'insufficient_shares' : 'insufficient_funds',
        `${formatQuantity(account.balance, account.asset)} is ${account.kind}, ${formatQuantity(-amount, account.asset)} was asked`,
      );
    }
    if (balance > minorMax || balance < -minorMax) {
      throw new DomainError(
        'balance_too_large',
        `An account cannot hold ${formatQuantity(balance, account.asset)}`,
      );
    }
    return { amount, account: { ...account, balance, seq: account.seq + 1n } };
  });
}

/** A journal that fails here is a mistake in the program, not in a request: hence no code. */
function requireBalanced({ kind, lines }: Journal): void {
  if (lines.length === 0) throw new Error(`A ${kind} moves nothing`);
  const sums = new Map<AssetCode, bigint>();
  const accounts = new Set<string>();
  for (const { account, amount } of lines) {
    if (amount === 0n) throw new Error(`A line of a ${kind} moves nothing`);
    sums.set(account.asset, (sums.get(account.asset) ?? 0n) + amount);
    accounts.add(accountKey(account));
  }
  if (accounts.size !== lines.length) throw new Error(`A ${kind} names an account twice`);
  for (const [asset, sum] of sums) {
    if (sum !== 0n) throw new Error(`A ${kind} is off by ${sum} of ${asset}`);
  }
}
