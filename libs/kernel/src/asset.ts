import { getCurrency, unitExponent } from './currency.js';

/**
 * What an account holds: a currency by its code (`USD`, `BTC`), a share as
 * `share:AAPL`, or a share of the day-trading system as `dayshare:ABC`. The
 * prefixes keep apart what has one name (ALL is Allstate, the Albanian lek, and
 * any company that somebody trades in a course).
 */
export type AssetCode = string;

const sharePrefix = 'share:';
/** Those are traded whole. */
const daySharePrefix = 'dayshare:';

export const shareOf = (symbol: string): AssetCode => sharePrefix + symbol;

export const dayShareOf = (symbol: string): AssetCode => daySharePrefix + symbol;

const isDayShare = (asset: AssetCode): boolean => asset.startsWith(daySharePrefix);

export const isShare = (asset: AssetCode): boolean => asset.startsWith(sharePrefix) || isDayShare(asset);

/** What people call it: the currency's code or the share's symbol. */
export const assetName = (asset: AssetCode): string =>
  isShare(asset) ? asset.slice(asset.indexOf(':') + 1) : asset;

/** Decimal places of the asset's smallest unit. Throws `unknown_currency`. */
export function assetExponent(asset: AssetCode): number {
  if (isDayShare(asset)) return 0;
  return isShare(asset) ? unitExponent : getCurrency(asset).exponent;
}
