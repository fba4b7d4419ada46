import type { Order } from '../account/account.js';

/** Orders of one class together, the entry first, where the first of them stands. */
export function groupOrders(orders: readonly Order[]): Order[][] {
  const groups = new Map<string, Order[]>();
  for (const order of orders) {
    const key = order.groupId ?? order.id;
    groups.set(key, [...(groups.get(key) ?? []), order]);
  }
  return [...groups.values()].map((group) => group.sort((a, b) => (a.id < b.id ? -1 : 1)));
}
