import { addDecimals, divide, powerOfTen, type Decimal } from '@tradeyard/kernel';
import type { CandleSource } from './candle.js';

/** The newest price of an instrument, in its currency: sellers get `bid`, buyers pay `ask`. */
export type Quote = {
  readonly symbol: string;
  readonly bid: Decimal;
  readonly ask: Decimal;
  readonly price: Decimal;
  readonly currency: string;
  /** The close of the last completed day; null for an instrument without history. */
  readonly previousClose: Decimal | null;
  readonly dayHigh: Decimal;
  readonly dayLow: Decimal;
  /** Traded since the day began. */
  readonly volume: Decimal;
  readonly at: Date;
  /** Where the price comes from; shown wherever it is. Before the first tick it is that of the newest stored close. */
  readonly source: CandleSource;
  /** Too old to trade on. */
  readonly stale: boolean;
};

/** How far the price has come since the last completed day: in its currency, and in percent with two places. */
export function priceChange({
  price,
  previousClose,
}: Pick<Quote, 'price' | 'previousClose'>): { change: Decimal; changePercent: Decimal } | null {
  if (!previousClose || previousClose.digits <= 0n) return null;
  const change = addDecimals(price, { ...previousClose, digits: -previousClose.digits });
  const numerator = change.digits * powerOfTen(previousClose.scale) * 100_00n;
  const denominator = previousClose.digits * powerOfTen(change.scale);
  return { change, changePercent: { digits: divide(numerator, denominator, 'halfEven'), scale: 2 } };
}
