import { assetExponent, assetName, formatMinor, type AssetCode } from '@tradeyard/kernel';

/**
 * `available` and `held` are a customer's: free to spend, and reserved for what
 * is open. The others are the house's: the world outside, the market it trades
 * with, the currency desk, and what it earned.
 */
export type AccountKind = 'available' | 'held' | 'outside' | 'market' | 'fx' | 'fees';

/** Names an account; it comes into being with its first posting. */
export type AccountRef = { readonly bookId: string; readonly asset: AssetCode; readonly kind: AccountKind };

/** `balance` is in the asset's minor units; `seq` counts the postings made so far. */
export type Account = AccountRef & { readonly id: string; readonly balance: bigint; readonly seq: bigint };

/** The book of the house: one fixed id, so that no process has to look it up. */
export const houseBookId = '00000000-0000-7000-8000-000000000001';

export const available = (bookId: string, asset: AssetCode): AccountRef => ({
  bookId,
  asset,
  kind: 'available',
});

/** The house's side of a movement. */
export const house = (kind: 'outside' | 'market' | 'fx' | 'fees', asset: AssetCode): AccountRef => ({
  bookId: houseBookId,
  asset,
  kind,
});

/** Only the house may go below zero: its balance is what it owes to others. */
export const isCustomer = ({ kind }: AccountRef): boolean => kind === 'available' || kind === 'held';

/** One string per account, for maps. */
export const accountKey = ({ bookId, asset, kind }: AccountRef): string => `${bookId} ${kind} ${asset}`;

export const isSameAccount = (a: AccountRef, b: AccountRef): boolean =>
  a.bookId === b.bookId && a.asset === b.asset && a.kind === b.kind;

/** For sentences: `12.34 EUR`, `0.5 AAPL`. */
export const formatQuantity = (minor: bigint, asset: AssetCode): string =>
  `${formatMinor(minor, assetExponent(asset))} ${assetName(asset)}`;
