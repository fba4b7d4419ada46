import { Injectable } from '@nestjs/common';
import { isResting, type OrderStatus } from '@tradeyard/trading';
import { Signals } from '../platform/signals.js';

/** Told to all processes, with the user's id, after each change of an order. */
export const ordersSignal = 'orders';
/** Told to all processes, with the order's id, when one that rests has to be read anew. */
export const restingSignal = 'resting_orders';

type Changed = { readonly id: string; readonly userId: string; readonly status: OrderStatus };

/** Says after the commit that orders have changed: to their owners' streams, and to whoever watches prices for them. */
@Injectable()
export class OrderAnnouncer {
  constructor(private readonly signals: Signals) {}

  tell(orders: readonly Changed[]): void {
    this.tellOwners(orders);
    for (const { id, status } of orders) {
      // One that has ended is found so when its price is reached, and forgotten.
      if (isResting(status)) this.signals.publish(restingSignal, id);
    }
  }

  /** For whoever watches prices and knows of the change. */
  tellOwners(orders: readonly Changed[]): void {
    for (const userId of new Set(orders.map((order) => order.userId)))
      this.signals.publish(ordersSignal, userId);
  }
}
