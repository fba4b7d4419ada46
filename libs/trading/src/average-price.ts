import {
  divide,
  formatDecimal,
  getCurrency,
  parseDecimal,
  powerOfTen,
  unitExponent,
} from '@tradeyard/kernel';
import type { Order } from './order.js';

/** Places where there are several prices. */
const scale = 12;

/**
 * What a unit cost on average, weighted by quantity; null before the first fill. Fills stay as they were made: where a split
 * made other units of those that were filled, it is the cash of all of them for each of today's.
 */
export function averagePrice(
  { filledQuantity, filledCash, currency }: Pick<Order, 'filledQuantity' | 'filledCash' | 'currency'>,
  fills: readonly { readonly quantity: bigint; readonly price: string }[],
): string | null {
  const [first] = fills;
  if (!first) return null;
  const quantity = fills.reduce((sum, fill) => sum + fill.quantity, 0n);
  if (quantity !== filledQuantity && filledQuantity > 0n) {
    const numerator = filledCash * powerOfTen(unitExponent + scale);
    const denominator = filledQuantity * powerOfTen(getCurrency(currency).exponent);
    return formatDecimal({ digits: divide(numerator, denominator, 'halfEven'), scale });
  }
  if (fills.every(({ price }) => price === first.price)) return first.price;
  const total = fills.reduce((sum, fill) => {
    const price = parseDecimal(fill.price);
    return (
      sum + fill.quantity * divide(price.digits * powerOfTen(scale), powerOfTen(price.scale), 'halfEven')
    );
  }, 0n);
  return formatDecimal({ digits: divide(total, quantity, 'halfEven'), scale });
}
