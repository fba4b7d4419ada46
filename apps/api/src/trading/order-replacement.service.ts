import { Injectable } from '@nestjs/common';
import {
  DomainError,
  formatDecimal,
  formatMoney,
  money,
  unitExponent,
  type Decimal,
} from '@tradeyard/kernel';
import { isExit, requirePrices, type Order } from '@tradeyard/trading';
import type { QuotedMoment } from './moments.service.js';
import type { OrderEntity } from './order.entity.js';
import { OrderDrafts, pricesOf, readSize, reservePriceOf } from './order-drafts.service.js';
import type { ReplaceOrderDto } from './order-terms.dto.js';

/** The terms that an order gets in the place of those it has. */
@Injectable()
export class OrderReplacement {
  constructor(private readonly drafts: OrderDrafts) {}

  /** Throws `size_fixed`, and what placing an order with such terms would. */
  readTerms(
    order: OrderEntity,
    body: ReplaceOrderDto,
    tickSize: Decimal,
    moment: QuotedMoment,
  ): Partial<Order> {
    const given = Object.fromEntries(Object.entries(pricesOf(body)).filter(([, price]) => price !== null));
    const { limitPrice, stopPrice, trailAmount, trailPercent } = order;
    // To trail by the other measure is to give up the first.
    const trails =
      'trailAmount' in given || 'trailPercent' in given
        ? { trailAmount: null, trailPercent: null }
        : { trailAmount, trailPercent };
    const prices = { limitPrice, stopPrice, ...trails, ...given };
    requirePrices(order.type, prices, tickSize);
    if (order.triggeredAt === null && Object.keys(given).length > 0)
      this.drafts.requireSensible(order.side, prices, moment);
    const isSized = body.quantity !== undefined || body.notional !== undefined;
    if (isSized && isExit(order))
      throw sizeFixed('An exit sells what its position has: replace the entry, or place it anew');
    const asked = isSized ? readSize(body, order.currency) : null;
    if (asked && 'notional' in asked === (order.quantity !== null))
      throw sizeFixed('An order stays one of units, or one of cash');
    const quantity = asked && 'quantity' in asked ? asked.quantity : order.quantity;
    const notional = asked && 'notional' in asked ? asked.notional.minor : order.notional;
    if (
      (quantity ?? notional ?? 0n) <= (quantity === null ? order.filledCash : order.filledQuantity) &&
      asked
    ) {
      throw sizeFixed('So much of it is filled already: cancel the rest instead');
    }
    const size = quantity === null ? { notional: money(notional ?? 0n, order.currency) } : { quantity };
    const { side, type } = order;
    const reservePrice =
      Object.keys(given).length > 0
        ? reservePriceOf({ side, type, prices, size }, moment)
        : order.reservePrice;
    const isRetimed = body.timeInForce !== undefined || body.expiresAt !== undefined;
    const timeInForce = body.timeInForce ?? (body.expiresAt === undefined ? order.timeInForce : 'gtd');
    const span = isRetimed
      ? this.drafts.span(order.symbol, { type, timeInForce, expiresAt: body.expiresAt })
      : {};
    return { ...prices, quantity, notional, reservePrice, timeInForce, ...span };
  }
}

const sizeFixed = (message: string): DomainError => new DomainError('size_fixed', message, 'quantity');

/** What changed, in words: `limit price 230 to 231`. */
export function differenceOf(order: OrderEntity, terms: Partial<Order>): string {
  const words = [
    ['limit price', order.limitPrice, terms.limitPrice],
    ['stop price', order.stopPrice, terms.stopPrice],
    [
      'trail',
      order.trailAmount ?? percent(order.trailPercent),
      terms.trailAmount ?? percent(terms.trailPercent ?? null),
    ],
    ['quantity', unitsText(order.quantity), unitsText(terms.quantity ?? null)],
    ['cash', cashText(order.notional, order.currency), cashText(terms.notional ?? null, order.currency)],
    ['time in force', order.timeInForce, terms.timeInForce],
    [
      'end',
      order.expiresAt?.toISOString(),
      (terms.expiresAt === undefined ? order.expiresAt : terms.expiresAt)?.toISOString(),
    ],
  ] as const;
  const changed = words.filter(([, before, after]) => before !== after);
  if (changed.length === 0) return 'replaced with the same terms';
  return changed
    .map(([name, before, after]) => `${name} ${before ?? 'none'} to ${after ?? 'none'}`)
    .join(', ');
}

const percent = (text: string | null): string | null => (text === null ? null : `${text} %`);
const unitsText = (quantity: bigint | null): string | null =>
  quantity === null ? null : formatDecimal({ digits: quantity, scale: unitExponent });
const cashText = (cash: bigint | null, currency: string): string | null =>
  cash === null ? null : formatMoney(money(cash, currency));
