import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { realDataDir } from './product.js';

const fixtures = join(import.meta.dirname, '..', 'fixtures');

/** The bank's history of rates: the whole of it, or a few real days. */
export const ratesFile = realDataDir ? join(realDataDir, 'eurofxref-hist.csv') : join(fixtures, 'rates.csv');

/** Daily prices of Apple's share: all of them, or a few real days. */
export const applePricesFile = realDataDir
  ? join(realDataDir, 'prices', 'AAPL.csv')
  : join(fixtures, 'AAPL.csv');

/** Dollars for one euro on the newest day of the rates file, in its own words. */
export function newestDollarRate(): string {
  const [header, ...days] = readFileSync(ratesFile, 'utf8').trim().split('\n');
  const column = header?.split(',').indexOf('USD') ?? -1;
  const newest = days.sort().at(-1);
  return newest?.split(',')[column] ?? 'no rate';
}

/** `amount` euros in dollars at a rate, in cents: whole-number arithmetic, the fraction of a cent is dropped. */
export function toDollarCents(euros: bigint, rate: string): bigint {
  const [whole = '', fraction = ''] = rate.split('.');
  return (euros * 100n * BigInt(whole + fraction)) / 10n ** BigInt(fraction.length);
}

/** `$5,842.00` as the web writes it. */
export const dollars = (cents: bigint): string =>
  `$${(cents / 100n).toLocaleString('en-US')}.${(cents % 100n).toString().padStart(2, '0')}`;

/** Cents of an amount as the web writes it. */
export const centsOf = (text: string): bigint => BigInt(text.replaceAll(/[^0-9]/g, ''));
