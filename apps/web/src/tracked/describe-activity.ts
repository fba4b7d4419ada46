import { addDecimals, formatDecimal, multiplyDecimals, parseDecimal, type Decimal } from '@tradeyard/kernel';
import { formatMoney, formatPrice, formatQuantity } from '@tradeyard/ui';
import { activityKinds } from './activity-kinds.js';
import type { Activity } from './tracked.js';

type Words = { title: string; detail: string | null };

/** An activity in words: what it was, and what explains it. What was noted is not part of it. */
export function describeActivity(activity: Activity): Words {
  const { type, symbol, target, currency, costShare } = activity;
  const { label } = activityKinds[type];
  const of = symbol ?? '';
  switch (type) {
    case 'buy':
    case 'sell':
    case 'short':
    case 'cover':
    case 'item':
      return { title: `${label} ${of}`, detail: unitWords(activity) };
    case 'transfer_in':
    case 'transfer_out':
      return activity.isInternal
        ? { title: `Converted ${type === 'transfer_in' ? 'to' : 'from'} ${currency}`, detail: null }
        : { title: `${label}: ${symbol ?? `${currency} cash`}`, detail: unitWords(activity) };
    case 'split':
      return { title: `${of} split`, detail: ratioWords(activity) };
    case 'merger':
      return { title: `${of} became ${target ?? 'cash'}`, detail: ratioWords(activity) };
    case 'spin_off':
      return {
        title: `${target ?? ''} split off from ${of}`,
        detail: join([ratioWords(activity), costShare !== null && `${percentOf(costShare)} of the cost`]),
      };
    case 'liability':
      return { title: `${label}: ${of}`, detail: null };
    case 'dividend':
    case 'interest':
    case 'fee':
    case 'deposit':
    case 'withdrawal':
      return { title: symbol === null ? label : `${label} of ${symbol}`, detail: null };
  }
}

/** `10 at $150.00, fee $1.00`. */
function unitWords({ quantity, price, currency, fee }: Activity): string | null {
  if (quantity === null) return null;
  return join([
    price === null
      ? `${formatQuantity(quantity)}, cost unknown`
      : `${formatQuantity(quantity)} at ${formatPrice(price, currency)}`,
    parseDecimal(fee).digits !== 0n && `fee ${formatMoney(fee, currency)}`,
  ]);
}

/** `4 for 1`, and what was paid for each unit. */
function ratioWords({ ratioTo, ratioFrom, amount, currency, type, target }: Activity): string | null {
  return join([
    ratioTo !== null &&
      ratioFrom !== null &&
      (type !== 'merger' || target !== null) &&
      `${formatQuantity(ratioTo)} for ${formatQuantity(ratioFrom)}`,
    type === 'merger' && amount !== null && `${formatPrice(amount, currency)} for each`,
  ]);
}

const join = (parts: readonly (string | false | null)[]): string | null =>
  parts.filter(Boolean).join(', ') || null;

/** A part from 0 to 1 in percent, exactly as it is: `0.125` is `12.5%`. */
export const percentOf = (part: string): string => `${toPercent(part)}%`;

/** A part from 0 to 1 as a number of percent. */
export const toPercent = (part: string): string =>
  formatDecimal(multiplyDecimals(parseDecimal(part), hundred));

/** A number of percent as a part from 0 to 1. */
export const fromPercent = (percent: string): string =>
  formatDecimal(multiplyDecimals(parseDecimal(percent), oneHundredth));

const hundred: Decimal = { digits: 100n, scale: 0 };
const oneHundredth: Decimal = { digits: 1n, scale: 2 };

/** Which way cash goes with each type; what is not named moves none. */
const cashSigns: Partial<Record<Activity['type'], 1n | -1n>> = {
  buy: -1n,
  sell: 1n,
  short: 1n,
  cover: -1n,
  dividend: 1n,
  interest: 1n,
  fee: -1n,
  deposit: 1n,
  withdrawal: -1n,
  transfer_in: 1n,
  transfer_out: -1n,
};

/**
 * The cash that an activity brought, below zero where it took some, in its currency, with its fee; null where no cash
 * moved. A decimal text.
 */
export function cashOf(
  activity: Pick<Activity, 'type' | 'quantity' | 'price' | 'amount' | 'fee'>,
): string | null {
  const { type, quantity, price, amount, fee } = activity;
  const sign = cashSigns[type];
  const isOfUnits = quantity !== null && price !== null && !type.startsWith('transfer');
  const value =
    amount !== null
      ? parseDecimal(amount)
      : isOfUnits
        ? multiplyDecimals(parseDecimal(quantity), parseDecimal(price))
        : null;
  if (sign === undefined || value === null) return null;
  const cost = parseDecimal(fee);
  const sum = addDecimals({ ...value, digits: sign * value.digits }, { ...cost, digits: -cost.digits });
  return formatDecimal(sum);
}
