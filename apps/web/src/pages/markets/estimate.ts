import {
  DomainError,
  formatMinor,
  moneyText,
  parseDecimal,
  parsePositiveMoney,
  toMinor,
  unitExponent,
  type MoneyText,
} from '@tradeyard/kernel';
import { fillAtMarket, type OrderSide } from '@tradeyard/trading';
import { clean } from '../../forms/amount.js';
import type { Quote } from '../../stream/quotes.js';

/** Whether the number that was typed is cash or units. */
export type SizeKind = 'notional' | 'quantity';

export type Estimate = { readonly quantity: string; readonly cash: MoneyText };

/** What an order would come to at this quote, by the rule that fills it; null while the size is no number yet. */
export function estimate(side: OrderSide, kind: SizeKind, typed: string, quote: Quote): Estimate | null {
  try {
    const { quantity, cash } = fillAtMarket(
      {
        bookId: '',
        asset: quote.symbol,
        currency: quote.currency,
        side,
        size:
          kind === 'notional'
            ? { notional: parsePositiveMoney(clean(typed), quote.currency) }
            : { quantity: toMinor(parseDecimal(clean(typed)), unitExponent) },
      },
      { bid: parseDecimal(quote.bid), ask: parseDecimal(quote.ask) },
    );
    return { quantity: formatMinor(quantity, unitExponent), cash: moneyText(cash) };
  } catch (error) {
    if (error instanceof DomainError) return null;
    throw error;
  }
}

/** A part of what there is, down to the smallest unit: a decimal string of as many places as `whole` has. */
export function part(whole: string, percent: bigint): string {
  const { digits, scale } = parseDecimal(whole);
  return formatMinor((digits * percent) / 100n, scale);
}
