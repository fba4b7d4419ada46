import type { Order } from '../account/account.js';
import { amountFault, clean, numberFault, quantityFault } from '../forms/amount.js';
import type { ReplaceOrder } from './orders.js';
import { localOf, momentOf, untilFault, type TimeInForce } from './time-in-force.js';

/** The terms of an order that can be changed, as they stand in a form. */
export type Terms = {
  limitPrice: string;
  stopPrice: string;
  trailAmount: string;
  trailPercent: string;
  size: string;
  timeInForce: TimeInForce;
  until: string;
};

/** Which of its terms an order has. */
export function fieldsOf(order: Order): readonly (keyof Terms)[] {
  const isExit = order.legRole !== null && order.legRole !== 'entry';
  return [
    ...(order.stopPrice !== null && order.triggeredAt === null ? (['stopPrice'] as const) : []),
    ...(order.limitPrice === null ? [] : (['limitPrice'] as const)),
    ...(order.trailAmount !== null && order.triggeredAt === null ? (['trailAmount'] as const) : []),
    ...(order.trailPercent !== null && order.triggeredAt === null ? (['trailPercent'] as const) : []),
    // An exit sells what its position has.
    ...(isExit ? [] : (['size'] as const)),
  ];
}

/** Decimals as a person would have typed them, without the zeros that storage adds. */
const plain = (decimal: string | null | undefined): string =>
  decimal?.includes('.') ? decimal.replace(/0+$/, '').replace(/\.$/, '') : (decimal ?? '');

export const termsOf = (order: Order): Terms => ({
  limitPrice: plainPrice(order.limitPrice),
  stopPrice: plainPrice(order.stopPrice),
  trailAmount: plainPrice(order.trailAmount),
  trailPercent: plain(order.trailPercent),
  size: order.notional?.amount ?? plain(order.quantity),
  timeInForce: order.timeInForce,
  until: order.timeInForce === 'gtd' && order.expiresAt !== null ? localOf(order.expiresAt) : '',
});

/** Cents are always written. */
const plainPrice = (price: string | null): string =>
  plain(price)
    .replace(/^(\d+)$/, '$1.00')
    .replace(/(\.\d)$/, '$10');

export const termRules = (order: Order) => {
  const fields = fieldsOf(order);
  const price = (name: keyof Terms, sentence: string) => (typed: string) =>
    fields.includes(name) ? numberFault(typed, sentence) : null;
  return {
    limitPrice: price('limitPrice', 'Enter a limit price'),
    stopPrice: price('stopPrice', 'Enter a stop price'),
    trailAmount: price('trailAmount', 'Enter an amount'),
    trailPercent: price('trailPercent', 'Enter a percentage'),
    size: (size: string) =>
      fields.includes('size')
        ? order.notional
          ? amountFault(size, order.notional.currency)
          : quantityFault(size)
        : null,
    until: (until: string, { timeInForce }: Terms) => untilFault(timeInForce, until),
  };
};

/** What differs from the order as it was. */
export function replacementOf(order: Order, before: Terms, terms: Terms): ReplaceOrder {
  const changed = fieldsOf(order).filter((name) => clean(terms[name]) !== clean(before[name]));
  const isRetimed = terms.timeInForce !== before.timeInForce || terms.until !== before.until;
  return {
    ...Object.fromEntries(
      changed.filter((name) => name !== 'size').map((name) => [name, clean(terms[name])]),
    ),
    ...(changed.includes('size') &&
      (order.notional
        ? { notional: { amount: clean(terms.size), currency: order.notional.currency } }
        : { quantity: clean(terms.size) })),
    ...(isRetimed && {
      timeInForce: terms.timeInForce as NonNullable<ReplaceOrder['timeInForce']>,
      ...(terms.timeInForce === 'gtd' && { expiresAt: momentOf(terms.until) }),
    }),
  };
}

const sizePaths = ['quantity', 'notional', 'notional.amount'];

export const termField = (path: string): string =>
  sizePaths.includes(path) ? 'size' : path === 'expiresAt' ? 'until' : path;
