import {
  compareDecimals,
  parseDecimal,
  ratio,
  ratioToDecimal,
  formatDecimal,
  addDecimals,
} from '@tradeyard/kernel';
import { formatPrice, formatQuantity } from '@tradeyard/ui';
import type { Quote } from '../stream/quotes.js';
import type { Alert } from './alerts.js';

const directionWords = { up: 'Rises by', down: 'Falls by', either: 'Moves by' } as const;

/** What an alert waits for: `Rises above $250.00`. */
export function conditionWords({ kind, price, percent, direction, currency }: Alert): string {
  if (kind === 'change') {
    return `${directionWords[direction ?? 'either']} ${formatQuantity(percent ?? '0')}% in a day`;
  }
  return `${kind === 'above' ? 'Rises to' : 'Falls to'} ${formatPrice(price ?? '0', currency)}`;
}

export const statusWords: Record<Alert['status'], string> = {
  active: 'Waiting',
  resting: 'Waits to be armed again',
  paused: 'Paused',
  fired: 'Fired',
  expired: 'Expired',
};

const percentPlaces = 2;

/**
 * How many percent the price has to go until an alert fires, as a decimal string: above zero upwards, below downwards.
 * Null where that is not known, or where it waits for nothing.
 */
export function distancePercent(alert: Alert, quote: Quote | undefined): string | null {
  if (!quote || (alert.status !== 'active' && alert.status !== 'resting')) return null;
  const price = parseDecimal(quote.price);
  const target = targetOf(alert, quote);
  if (!target || price.digits <= 0n) return null;
  const gap = addDecimals(target, { ...price, digits: -price.digits });
  const hundredfold = { ...gap, digits: gap.digits * 100n };
  return formatDecimal(ratioToDecimal(ratio(hundredfold, price), percentPlaces));
}

/** The price that fires an alert; of a change in either direction the nearer one. */
function targetOf({ kind, price, percent, direction }: Alert, quote: Quote) {
  if (kind !== 'change') return parseDecimal(price ?? '0');
  if (quote.previousClose === null) return null;
  const close = parseDecimal(quote.previousClose);
  const part = parseDecimal(percent ?? '0');
  const moved = (sign: bigint) => ({
    digits: close.digits * (100n * 10n ** BigInt(part.scale) + sign * part.digits),
    scale: close.scale + part.scale + 2,
  });
  if (direction === 'up') return moved(1n);
  if (direction === 'down') return moved(-1n);
  return compareDecimals(parseDecimal(quote.price), close) >= 0 ? moved(1n) : moved(-1n);
}
