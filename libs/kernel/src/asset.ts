import { getCurrency, unitExponent } from './currency.js';

/**
 * What an account holds: a currency by its code (`USD`, `BTC`), or a share as
 * `share:AAPL`. The prefix keeps apart a share and a currency of one name (ALL
 * is both Allstate and the Albanian lek).
 */
export type AssetCode = string;

const sharePrefix = 'share:';

export const shareOf = (symbol: string): AssetCode => sharePrefix + symbol;

export const isShare = (asset: AssetCode): boolean => asset.startsWith(sharePrefix);

/** What people call it: the currency's code or the share's symbol. */
export const assetName = (asset: AssetCode): string =>
  isShare(asset) ? asset.slice(sharePrefix.length) : asset;

/** Decimal places of the asset's smallest unit. Throws `unknown_currency`. */
export const assetExponent = (asset: AssetCode): number =>
  isShare(asset) ? unitExponent : getCurrency(asset).exponent;
