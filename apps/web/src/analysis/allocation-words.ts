import { findCurrency } from '@tradeyard/kernel';
import type { Schemas } from '../api.js';
import { assetClassNames } from '../tracked/asset-words.js';
import type { AssetClass } from '../tracked/tracked.js';

export type AllocationKind = Schemas['AllocationDto']['by'];

/** What an allocation can be told by. */
export const allocationKinds = [
  { value: 'class', label: 'Class', one: 'class' },
  { value: 'currency', label: 'Currency', one: 'currency' },
  { value: 'sector', label: 'Sector', one: 'sector' },
  { value: 'country', label: 'Country', one: 'country' },
  { value: 'position', label: 'Position', one: 'position' },
] as const satisfies { value: AllocationKind; label: string; one: string }[];

const regions = new Intl.DisplayNames(undefined, { type: 'region', fallback: 'code' });

/** A class that has no words yet is called as it is. */
export const classWord = (key: string): string =>
  key in assetClassNames ? assetClassNames[key as AssetClass] : key;

/** What a part of an allocation is called; null is all that has no such property. */
export function allocationWord(by: AllocationKind, key: string | null): string {
  if (key === null) return 'Not known';
  if (by === 'class') return classWord(key);
  if (by === 'currency') return findCurrency(key)?.name ?? key;
  if (by === 'country') return countryWord(key);
  return key;
}

/** A country may have been entered as its name. */
function countryWord(key: string): string {
  try {
    return regions.of(key) ?? key;
  } catch {
    return key;
  }
}
