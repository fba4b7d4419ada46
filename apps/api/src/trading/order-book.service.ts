import { Injectable } from '@nestjs/common';
import { compareDecimals, parseDecimal, type Decimal } from '@tradeyard/kernel';
import { TrailingBook, TriggerBook, type Prices } from '@tradeyard/market';
import { trailOf } from '@tradeyard/trading';
import type { OrderEntity } from './order.entity.js';

/** What has to be known of an order to watch prices for it; the rest is read when its price is there. */
export type RestingOrder = Pick<
  OrderEntity,
  | 'id'
  | 'symbol'
  | 'side'
  | 'type'
  | 'limitPrice'
  | 'stopPrice'
  | 'trailAmount'
  | 'trailPercent'
  | 'watermark'
  | 'triggeredAt'
  | 'activeFrom'
  | 'metAt'
>;

/** An order whose price is there; `watermark` is the best price of a trailing stop so far. */
export type OrderHit = { readonly id: string; readonly watermark: Decimal | null };

export type Level = { readonly side: 'rise' | 'fall'; readonly by: 'bid' | 'ask'; readonly level: Decimal };

/** Whether an order follows the price at a distance. */
export const isTrailing = (order: RestingOrder): boolean =>
  order.triggeredAt === null && trailOf(order) !== null;

/** Below every price: an order that is to be filled at the market's next price, whatever that is. */
const anyPrice: Decimal = { digits: 0n, scale: 0 };
const nothing: readonly OrderHit[] = [];

/** The orders that wait for a price, in memory, by instrument. What a tick hits leaves it, and comes back if it goes on. */
@Injectable()
export class OrderBook {
  private readonly triggers = new TriggerBook<string, null>();
  private readonly trailing = new TrailingBook<string>();
  /** Those whose time has not come. */
  private readonly later = new Map<string, Date>();

  get size(): number {
    return this.triggers.size + this.trailing.size + this.later.size;
  }

  has(id: string): boolean {
    return this.triggers.has(id) || this.trailing.has(id) || this.later.has(id);
  }

  /** Watches an order from now on, in the place of what was known of it. */
  watch(order: RestingOrder, now: Date): void {
    const { id, symbol, side, activeFrom } = order;
    const watermark = this.bestOf(order);
    this.forget(id);
    const trail = order.triggeredAt === null ? trailOf(order) : null;
    if (activeFrom && activeFrom > now) {
      this.later.set(id, activeFrom);
    } else if (trail && watermark) {
      this.trailing.add({ id, symbol, side, trail, watermark });
    } else {
      this.triggers.add({ id, symbol, ...levelOf(order), payload: null });
    }
  }

  forget(id: string): void {
    this.triggers.remove(id);
    this.trailing.remove(id);
    this.later.delete(id);
  }

  /** The best price of a trailing stop so far. */
  watermarkOf(id: string): Decimal | undefined {
    return this.trailing.watermarkOf(id);
  }

  /** The best price that is known of a trailing stop: what was written of it is some seconds old. */
  private bestOf({ id, side, watermark }: RestingOrder): Decimal | null {
    const written = watermark === null ? null : parseDecimal(watermark);
    const known = this.trailing.watermarkOf(id);
    if (!known || !written) return known ?? written;
    return compareDecimals(known, written) === (side === 'sell' ? 1 : -1) ? known : written;
  }

  /** Takes out those whose time has come: they are to be watched anew. */
  takeDue(now: Date): string[] {
    const due = [...this.later].filter(([, at]) => at <= now).map(([id]) => id);
    for (const id of due) this.later.delete(id);
    return due;
  }

  /** Takes out what a tick hits, or what a range of prices did. It waits for nothing, and costs next to nothing where that is none. */
  take(symbol: string, low: Prices, high: Prices = low): readonly OrderHit[] {
    const hits = this.triggers.take(symbol, low, high);
    const trailing = this.trailing.size > 0 ? this.trailing.take(symbol, low, high) : nothing;
    if (hits.length === 0 && trailing.length === 0) return nothing;
    return [
      ...hits.map(({ id }) => ({ id, watermark: null })),
      ...trailing.map(({ id, watermark }) => ({ id, watermark })),
    ];
  }

  /** Trailing stops whose best price has moved since they were asked for last, at most so many. */
  listMoved(limit: number): { id: string; watermark: Decimal }[] {
    return this.trailing.listMoved(limit);
  }
}

/** Where an order wakes up that does not trail: a stop at its level, a limit where the market meets it, any other at once. */
export function levelOf({ side, type, limitPrice, stopPrice, triggeredAt }: RestingOrder): Level {
  const isBuy = side === 'buy';
  if (triggeredAt === null && stopPrice !== null) {
    return { side: isBuy ? 'rise' : 'fall', by: isBuy ? 'ask' : 'bid', level: parseDecimal(stopPrice) };
  }
  if (limitPrice !== null && type !== 'market') {
    return { side: isBuy ? 'fall' : 'rise', by: isBuy ? 'ask' : 'bid', level: parseDecimal(limitPrice) };
  }
  return { side: 'rise', by: 'ask', level: anyPrice };
}
