import { formatDecimal, type Decimal } from '@tradeyard/kernel';
import type { Execution } from './execution.js';
import type { FeeModel } from './fees.js';
import { holdOf, isExit } from './order-hold.js';
import { isResting, nextStatus, type OrderAction } from './order-state.js';
import type { Order } from './order.js';

/** One thing that happened to an order. `cause` says why to people, `detail` holds what belongs to it. */
export type Happening = {
  readonly orderId: string;
  readonly kind: OrderAction | 'place' | 'reduce' | 'split';
  readonly cause: string;
  readonly detail?: Readonly<Record<string, string>>;
};

/** What becomes of the orders of a group, all of them in their order, and what happened to them. */
export type Course<O extends Order = Order> = {
  readonly orders: readonly O[];
  readonly happenings: readonly Happening[];
};

/** The beginning of a course: the orders of a group as they are. */
export const courseOf = <O extends Order>(orders: readonly O[]): Course<O> => ({ orders, happenings: [] });

/** The stop of an order was hit, and it goes on as a limit or market order. */
export const trigger = <O extends Order>(
  course: Course<O>,
  id: string,
  at: Date,
  level: Decimal,
): Course<O> =>
  step(course, id, 'trigger', `its stop ${formatDecimal(level)} was hit`, { triggeredAt: at } as Partial<O>);

/** The owner of a reserved order wants it. */
export const commit = <O extends Order>(course: Course<O>, id: string): Course<O> =>
  step(course, id, 'commit', 'committed by its owner');

/**
 * An execution of one order, and what it means for those beside it. What an entry bought its exits protect from then on.
 * What one exit sold the other cannot sell any more; when an exit is done, the other one ends, and so does the rest of
 * the entry.
 */
export function fill<O extends Order>(course: Course<O>, id: string, execution: Execution): Course<O> {
  const { quantity, cash, fee, price, isLast, rule } = execution;
  const before = get(course, id);
  const filled = step(
    course,
    id,
    isLast ? 'fill' : 'fillPart',
    rule,
    {
      filledQuantity: before.filledQuantity + quantity,
      filledCash: before.filledCash + cash,
      fee: before.fee + fee,
    } as Partial<O>,
    { price: formatDecimal(price) },
  );
  const order = get(filled, id);
  if (order.legRole === 'entry') return activateExits(filled, order, quantity);
  if (!isExit(order)) return filled;
  return isLast
    ? endOthers(filled, order, 'cancel', 'the other exit was filled')
    : reduceSibling(filled, order, quantity);
}

/**
 * An order ends without being filled to its end. An entry takes the exits along that wait for it; those that protect what
 * it bought so far stay. An exit takes the other one along.
 */
export function end<O extends Order>(
  course: Course<O>,
  id: string,
  action: 'cancel' | 'expire' | 'reject',
  cause: string,
): Course<O> {
  const ended = step(course, id, nextStatus(get(course, id).status, action) ? action : 'cancel', cause);
  const order = get(ended, id);
  const others = ended.orders.filter(
    (each) =>
      each.id !== id &&
      isResting(each.status) &&
      isExit(each) &&
      (isExit(order) || each.status === 'waiting'),
  );
  const word = order.legRole === 'entry' ? 'its entry ended' : 'the other exit ended';
  return others.reduce(
    (next, each) => step(next, each.id, action === 'reject' ? 'cancel' : action, word),
    ended,
  );
}

/** New terms for an order; the legs that wait for it follow its size. `cause` names what changed. */
export function replace<O extends Order>(
  course: Course<O>,
  id: string,
  terms: Partial<Order>,
  cause: string,
): Course<O> {
  const replaced = step(course, id, 'replace', cause, terms as Partial<O>);
  const { quantity, legRole } = get(replaced, id);
  if (legRole !== 'entry') return replaced;
  return {
    ...replaced,
    orders: replaced.orders.map((each) => (each.status === 'waiting' ? { ...each, quantity } : each)),
  };
}

/** With each order holding what it has to. */
export const reheld = <O extends Order>(
  { orders, happenings }: Course<O>,
  feeModel: FeeModel,
): Course<O> => ({
  happenings,
  orders: orders.map((order) => ({ ...order, held: holdOf(order, orders, feeModel) })),
});

/** One action on one order. Throws where the table of transitions does not have it: a mistake in the program. */
function step<O extends Order>(
  { orders, happenings }: Course<O>,
  id: string,
  action: OrderAction,
  cause: string,
  change: Partial<O> = {},
  detail?: Readonly<Record<string, string>>,
): Course<O> {
  const before = orders.find((each) => each.id === id);
  const status = before && nextStatus(before.status, action);
  if (!status) throw new Error(`An order that is ${before?.status ?? 'unknown'} cannot ${action}`);
  const happening = { orderId: id, kind: action, cause, ...(detail && { detail }) };
  return {
    orders: orders.map((each) => (each === before ? { ...each, ...change, status } : each)),
    happenings: [...happenings, happening],
  };
}

function activateExits<O extends Order>(course: Course<O>, entry: O, quantity: bigint): Course<O> {
  const exits = course.orders.filter((each) => isExit(each) && isResting(each.status));
  return exits.reduce((next, exit) => {
    if (exit.status === 'waiting') {
      const change = { quantity: entry.filledQuantity } as Partial<O>;
      return step(next, exit.id, 'activate', 'its entry was filled', change);
    }
    return resized(next, exit.id, (exit.quantity ?? 0n) + quantity, 'its entry was filled further');
  }, course);
}

function reduceSibling<O extends Order>(course: Course<O>, { id }: O, quantity: bigint): Course<O> {
  const sibling = course.orders.find((each) => each.id !== id && isExit(each) && isResting(each.status));
  if (!sibling) return course;
  return resized(
    course,
    sibling.id,
    (sibling.quantity ?? 0n) - quantity,
    'the other exit was filled in part',
  );
}

function endOthers<O extends Order>(
  course: Course<O>,
  { id }: O,
  action: 'cancel',
  cause: string,
): Course<O> {
  const others = course.orders.filter((each) => each.id !== id && isResting(each.status));
  return others.reduce((next, each) => step(next, each.id, action, cause), course);
}

function resized<O extends Order>(course: Course<O>, id: string, quantity: bigint, cause: string): Course<O> {
  const orders = course.orders.map((each) => (each.id === id ? { ...each, quantity } : each));
  return { orders, happenings: [...course.happenings, { orderId: id, kind: 'reduce', cause }] };
}

function get<O extends Order>({ orders }: Course<O>, id: string): O {
  const order = orders.find((each) => each.id === id);
  if (!order) throw new Error(`The order ${id} is not in its group`);
  return order;
}
