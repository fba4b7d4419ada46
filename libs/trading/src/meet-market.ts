import { formatDecimal, type Decimal } from '@tradeyard/kernel';
import { executionOf, matchableOf, type Execution } from './execution.js';
import type { FeeModel } from './fees.js';
import type { FillModels } from './fill-price.js';
import { matchOrder, stopLevel, type MarketMoment, type Reason } from './match-order.js';
import { end, fill, reheld, trigger, type Course } from './order-course.js';
import { isLive } from './order-state.js';
import type { Order } from './order.js';

/** How a portfolio's orders are filled, and what that costs. */
export type TradingModels = FillModels & { readonly fee: FeeModel };

/** An order as it was filled, and the fill. */
export type Executed<O extends Order = Order> = { readonly order: O; readonly execution: Execution };

/** What the market makes of an order: `reason` says why it goes on waiting, or why it ended. */
export type Meeting<O extends Order> = {
  readonly course: Course<O>;
  readonly executed: Executed<O> | null;
  readonly reason: Reason | null;
};

const over: Reason = { code: 'expired', text: 'its time was over' };
const tooSmall: Reason = {
  code: 'too_small',
  text: 'it comes to less than the smallest unit that can be traded',
};

/**
 * An order of a group meets the market of a moment, and everything that follows for the group. Nothing happens to an order
 * that is not live. `watermark` is the best price of a trailing stop so far, this moment's included.
 */
export function meetMarket<O extends Order>(
  course: Course<O>,
  id: string,
  market: MarketMoment,
  models: TradingModels,
  watermark: Decimal | null = null,
): Meeting<O> {
  const order = course.orders.find((each) => each.id === id);
  if (!order || !isLive(order.status)) return { course, executed: null, reason: null };
  if (order.expiresAt && market.at >= order.expiresAt) return ended(course, id, 'expire', over, models);
  const matchable = matchableOf(order, market, watermark);
  const match = matchOrder(matchable, market, models);
  if (match.kind === 'cancel') return ended(course, id, 'cancel', match.reason, models);
  const level = match.triggers ? stopLevel(matchable) : null;
  const triggered = level ? trigger(course, id, market.at, level) : course;
  if (match.kind === 'wait') {
    return { course: reheld(triggered, models.fee), executed: null, reason: match.reason };
  }
  const words = [`${order.type.replace('_', ' ')} ${order.side} ${match.fill.rule}`, market.note];
  const rule = words.filter(Boolean).join(', ');
  const execution = executionOf(order, { ...match.fill, rule }, matchable.remaining, models.fee);
  const isNothing = execution.quantity <= 0n || (execution.cash <= 0n && order.filledCash === 0n);
  if (isNothing) return ended(course, id, 'reject', tooSmall, models);
  const filled = beginTrailing(fill(triggered, id, execution), market);
  const left = match.cancelsRest && !execution.isLast;
  const after = left ? end(filled, id, 'cancel', 'what could not be filled at once was cancelled') : filled;
  return { course: reheld(after, models.fee), executed: { order, execution }, reason: null };
}

/** An exit that was activated trails from the price of its entry's fill on. */
const beginTrailing = <O extends Order>(
  { orders, happenings }: Course<O>,
  { bid, ask }: MarketMoment,
): Course<O> => ({
  happenings,
  orders: orders.map((order) =>
    order.type === 'trailing_stop' && order.watermark === null && isLive(order.status)
      ? { ...order, watermark: formatDecimal(order.side === 'sell' ? bid : ask) }
      : order,
  ),
});

function ended<O extends Order>(
  course: Course<O>,
  id: string,
  action: 'cancel' | 'expire' | 'reject',
  reason: Reason,
  { fee }: TradingModels,
): Meeting<O> {
  return { course: reheld(end(course, id, action, reason.text), fee), executed: null, reason };
}
