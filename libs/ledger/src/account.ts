import { assetExponent, assetName, formatMinor, type AssetCode, type Money } from '@tradeyard/kernel';

/**
 * `customer` is what somebody owns. The others are the house's: the world
 * outside, the market it trades with, the currency desk, and what it earned.
 */
export type AccountKind = 'customer' | 'outside' | 'market' | 'fx' | 'fees';

/** Names an account; it comes into being with its first posting. */
export type AccountRef = { readonly bookId: string; readonly asset: AssetCode; readonly kind: AccountKind };

/**
 * Amounts are in the asset's minor units. `held` is the part of the balance that
 * is reserved for what is open; `lastJournalId` is the journal that moved the
 * account last, so it tells one state of the account from any other. `cost` is
 * what the balance cost in the currency its owner counts in; absent where nobody
 * counts.
 */
export type Account = AccountRef & {
  readonly id: string;
  readonly balance: bigint;
  readonly held: bigint;
  readonly lastJournalId: string;
  readonly cost?: Money | undefined;
};

/** The book of the house: one fixed id, so that no process has to look it up. */
export const houseBookId = '00000000-0000-7000-8000-000000000001';

/** What the owner of a book has of an asset. */
export const customer = (bookId: string, asset: AssetCode): AccountRef => ({
  bookId,
  asset,
  kind: 'customer',
});

/** The house's side of a movement. */
export const house = (kind: Exclude<AccountKind, 'customer'>, asset: AssetCode): AccountRef => ({
  bookId: houseBookId,
  asset,
  kind,
});

/** Only the house may go below zero: its balance is what it owes to others. */
export const isCustomer = ({ kind }: AccountRef): boolean => kind === 'customer';

/** What is free to spend. */
export const available = ({ balance, held }: Pick<Account, 'balance' | 'held'>): bigint => balance - held;

/** One string per account, for maps. */
export const accountKey = ({ bookId, asset, kind }: AccountRef): string => `${bookId} ${kind} ${asset}`;

export const isSameAccount = (a: AccountRef, b: AccountRef): boolean =>
  a.bookId === b.bookId && a.asset === b.asset && a.kind === b.kind;

/** For sentences: `12.34 EUR`, `0.5 AAPL`. */
export const formatQuantity = (minor: bigint, asset: AssetCode): string =>
  `${formatMinor(minor, assetExponent(asset))} ${assetName(asset)}`;
