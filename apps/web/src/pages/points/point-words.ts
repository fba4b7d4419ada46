import { addDecimals, formatDecimal, parseDecimal, ratio, ratioToDecimal } from '@tradeyard/kernel';
import { formatMoney, formatPrice, formatQuantity } from '@tradeyard/ui';
import type { Point } from '../../orders/orders.js';
import type { Quote } from '../../stream/quotes.js';

/** A point in one sentence: `Buy 2 AAPL when it falls to $220.00`. */
export function pointWords({
  kind,
  order: { symbol, quantity, notional, limitPrice, amount },
}: Point): string {
  const isBuy = kind === 'buy_when_falls';
  const size = notional
    ? `${formatMoney(notional.amount, notional.currency)} of ${symbol}`
    : `${formatQuantity(quantity ?? '0')} ${symbol}`;
  const price = formatPrice(limitPrice ?? '0', amount.currency);
  return `${isBuy ? 'Buy' : 'Sell'} ${size} when it ${isBuy ? 'falls' : 'rises'} to ${price}`;
}

const percentPlaces = 2;

/** How many percent the price has to go, as a decimal string: by the newest quote, or by that of when it was asked for. */
export function pointDistance(
  { kind, order: { limitPrice }, distancePercent }: Point,
  quote: Quote | undefined,
): string | null {
  if (!quote || limitPrice === null) return distancePercent;
  const now = parseDecimal(kind === 'buy_when_falls' ? quote.ask : quote.bid);
  if (now.digits <= 0n) return null;
  const gap = addDecimals(parseDecimal(limitPrice), { ...now, digits: -now.digits });
  return formatDecimal(ratioToDecimal(ratio({ ...gap, digits: gap.digits * 100n }, now), percentPlaces));
}
