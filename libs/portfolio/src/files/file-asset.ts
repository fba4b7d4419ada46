import { beginningOf } from './file-numbers.js';
import { assetClasses, type AssetClass, type FileAsset } from './import-row.js';
import { type JsonRecord, textOf } from './json-value.js';

const classWords: readonly (readonly [RegExp, AssetClass])[] = [
  [/\b(etf|ucits|etc|etn|ishares|vanguard .*(index|ftse|s&p)|spdr|xtrackers|amundi .*index)\b/i, 'etf'],
  [/\b(fund|fonds|fondo|sicav)\b/i, 'fund'],
  [/\b(bond|anleihe|obligatie|treasury|bund|note \d)\b/i, 'bond'],
  [/\b(gold|silver|xau|xag)\b.*\b(ounce|bullion)\b/i, 'commodity'],
];

/** A guess by the name, for files that say nothing of the class: people can correct it. */
export const guessClass = (name: string): AssetClass =>
  classWords.find(([words]) => words.test(beginningOf(name)))?.[1] ?? 'stock';

/** ISO 6166: two letters of the country, nine of the number, a check digit. */
export const isIsin = (text: string): boolean => /^[A-Z]{2}[A-Z0-9]{9}\d$/.test(text);

/** Without what the file leaves empty. */
export function fileAsset(asset: {
  symbol: string;
  name?: string;
  class?: AssetClass;
  currency: string;
  isin?: string;
}): FileAsset {
  const name = asset.name || asset.symbol;
  return {
    symbol: asset.symbol,
    name,
    class: asset.class ?? guessClass(name),
    currency: asset.currency,
    ...(asset.isin && { isin: asset.isin }),
  };
}

/** What a file of ours says of an asset: nothing without its symbol and currency. */
export function readAsset(found: JsonRecord): FileAsset[] {
  const [symbol, currency] = [textOf(found['symbol']), textOf(found['currency'])];
  if (symbol === null || currency === null) return [];
  const optional = ['isin', 'sector', 'country', 'instrument'].flatMap((field) => {
    const text = textOf(found[field]);
    return text === null ? [] : [[field, text]];
  });
  return [
    {
      symbol,
      currency,
      name: textOf(found['name']) ?? symbol,
      class: assetClasses.find((known) => known === found['class']) ?? 'other',
      ...(Object.fromEntries(optional) as Partial<FileAsset>),
    },
  ];
}
