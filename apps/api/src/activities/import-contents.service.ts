import { DomainError, findCurrency, type Day } from '@tradeyard/kernel';
import type { FilePrice, ImportFault, ImportRow, ReadResult } from '@tradeyard/portfolio';
import type { HandPrice } from './activities-reader.service.js';
import { assetsOf, type NewAsset } from './activity-writer.service.js';
import { isSymbol, readPriceOf } from './assets.service.js';

const assetNameCharactersMax = 120;
const originCharactersMax = 60;

/** Those that the file describes, and those that only its rows name. What of one cannot be read is left out. */
export function assetsOfFile(
  { assets = [] }: Pick<ReadResult, 'assets'>,
  rows: readonly ImportRow[],
): NewAsset[] {
  const found = new Map<string, NewAsset>();
  for (const asset of assets) found.set(asset.symbol, { ...asset, instrument: asset.instrument ?? null });
  for (const { asset } of rows)
    if (asset && !found.has(asset.symbol)) found.set(asset.symbol, { ...asset, isGuess: true });
  for (const asset of assetsOf(rows.map(({ activity }) => activity)))
    if (!found.has(asset.symbol)) found.set(asset.symbol, asset);
  return [...found.values()]
    .filter(({ symbol, currency }) => isSymbol(symbol) && findCurrency(currency))
    .map(readable);
}

function readable({ name, sector, country, instrument, ...asset }: NewAsset): NewAsset {
  const [sectorText, countryText] = [sector, country].map((text) => visible(text ?? '', originCharactersMax));
  return {
    ...asset,
    ...(name !== undefined && { name: visible(name, assetNameCharactersMax) || asset.symbol }),
    ...(sectorText && { sector: sectorText }),
    ...(countryText && { country: countryText }),
    ...(instrument !== undefined && {
      instrument: instrument === null || !isSymbol(instrument) ? null : instrument,
    }),
  };
}

const visible = (text: string, charactersMax: number): string =>
  text.replaceAll(/\p{C}/gu, ' ').slice(0, charactersMax).toWellFormed().trim();

/**
 * `currencies` are those of the assets, by symbol. Prices of JSON have no line: they are in a list of their own. Of several
 * of one asset and day the last counts.
 */
export function pricesOfFile(
  prices: readonly FilePrice[],
  currencies: ReadonlyMap<string, string>,
  today: Day,
): { prices: HandPrice[]; faults: ImportFault[] } {
  const read = new Map<string, HandPrice>();
  const faults: ImportFault[] = [];
  for (const { symbol, day, price, currency, line = 0 } of prices) {
    try {
      const own = currencies.get(symbol);
      if (own === undefined)
        throw new DomainError('asset_not_found', 'there is no such asset in the file or the portfolio');
      if (currency !== undefined && currency !== own)
        throw new DomainError('currency_mismatch', `the asset is priced in ${own}`);
      read.set(`${day} ${symbol}`, { symbol, day, price: readPriceOf(day, price, today) });
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      const message = `The price of ${symbol.slice(0, 60)} on ${day.slice(0, 20)}: ${error.message}`;
      faults.push({
        line,
        column: line === 0 ? 'prices' : 'price',
        code: error.code,
        message: message.toWellFormed(),
      });
    }
  }
  return { prices: [...read.values()], faults };
}
