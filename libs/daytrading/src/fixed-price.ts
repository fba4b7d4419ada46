import { createHash } from 'node:crypto';

const known = new Map<string, bigint>();

/** Symbols have three letters at most: all of them fit. */
const symbolsMax = 26 + 26 ** 2 + 26 ** 3;

/**
 * The price of a symbol in cents in comparison mode, in which two systems have to come to the same end: from $1.00 on,
 * chosen by the first 32 bits of the symbol's SHA-256 (section 8 of the day-trading specification).
 */
export function fixedPrice(symbol: string): bigint {
  const found = known.get(symbol);
  if (found !== undefined) return found;
  const price = BigInt(100 + (createHash('sha256').update(symbol).digest().readUInt32BE(0) % 49_901));
  if (known.size < symbolsMax) known.set(symbol, price);
  return price;
}
