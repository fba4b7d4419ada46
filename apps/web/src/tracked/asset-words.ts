import type { Asset, AssetClass } from './tracked.js';

/** What each class of assets is called, in the order of a picker. */
export const assetClassNames: Record<AssetClass, string> = {
  stock: 'Stock',
  etf: 'ETF',
  fund: 'Fund',
  bond: 'Bond',
  crypto: 'Crypto',
  commodity: 'Commodity',
  real_estate: 'Real estate',
  cash: 'Cash',
  liability: 'Liability',
  other: 'Other',
};

export const assetClasses = Object.entries(assetClassNames).map(([value, label]) => ({ value, label }));

/** Where its prices come from. */
export const pricedWords = ({ instrument, symbol }: Pick<Asset, 'instrument' | 'symbol'>): string =>
  instrument === null ? 'By hand' : instrument === symbol ? 'Market' : `Market, as ${instrument}`;
