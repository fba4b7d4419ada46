import { Injectable } from '@nestjs/common';
import type { Tick } from '@tradeyard/market';
import { isLive, type OrderStatus } from '@tradeyard/trading';
import { PriceRangesService, type PriceRange } from '../market-data/price-ranges.service.js';
import { QuotesService } from '../market-data/quotes.service.js';
import { Clock } from '../platform/clock.js';
import { OrderBook, type RestingOrder } from './order-book.service.js';
import type { Reached } from './order-filling.service.js';
import { RecentTicks } from './recent-ticks.service.js';
import { RestingReader, type RestingCursor } from './resting-reader.service.js';

type Watched = RestingOrder & { readonly status?: OrderStatus };
type Reach = (reached: Reached) => void;

const pageSize = 20_000;
const minuteMs = 60_000;

/** Puts orders into the book, and looks at the prices that passed before they were there. */
@Injectable()
export class OrderWatching {
  constructor(
    private readonly book: OrderBook,
    private readonly recent: RecentTicks,
    private readonly ranges: PriceRangesService,
    private readonly quotes: QuotesService,
    private readonly reader: RestingReader,
    private readonly clock: Clock,
  ) {}

  /** Ticks after `sinceMs` count, and after the order changed last; those that came meanwhile are looked at here. */
  watch(orders: readonly Watched[], sinceMs: number, reach: Reach): void {
    const now = this.clock.now();
    for (const order of orders) {
      if (order.status !== undefined && !isLive(order.status)) {
        this.book.forget(order.id);
        continue;
      }
      this.book.watch(order, now);
      const after = Math.max(order.updatedAt.getTime(), sinceMs);
      const { ticks } = this.recent.since(order.symbol, after);
      if (ticks.length > 0) this.replay(order, ticks, now, reach);
    }
  }

  /** Orders of the next page of all that rest, with what happened to their prices since `from`. */
  async loadPage(
    after: RestingCursor | null,
    from: Date,
    reach: Reach,
  ): Promise<{ after: RestingCursor | null; isMore: boolean }> {
    const page = await this.reader.listPage(after, pageSize);
    const now = this.clock.now();
    for (const order of page) this.book.watch(order, now);
    for (const [symbol, orders] of Map.groupBy(page, (order) => order.symbol)) {
      const { ticks, isAll } = this.recent.since(symbol, from.getTime());
      if (!isAll) await this.lookUp(symbol, orders, from, reach);
      for (const tick of ticks) this.take(symbol, tick, reach);
    }
    const last = page.at(-1);
    return { after: last ? { symbol: last.symbol, id: last.id } : null, isMore: page.length === pageSize };
  }

  private take(symbol: string, tick: Tick, reach: Reach): void {
    for (const { id, watermark } of this.book.take(symbol, tick))
      reach({ id, tick, watermark, wasMissed: false });
  }

  /** One order by itself meets the ticks that it missed. */
  private replay(order: RestingOrder, ticks: readonly Tick[], now: Date, reach: Reach): void {
    const alone = new OrderBook();
    alone.watch(order, now);
    for (const tick of ticks) {
      const [hit] = alone.take(order.symbol, tick);
      if (!hit) continue;
      this.book.forget(order.id);
      reach({ id: order.id, tick, watermark: hit.watermark, wasMissed: false });
      return;
    }
  }

  /**
   * Where prices have been since `from`, as far as candles tell. They begin with whole minutes, and what was placed later
   * than a candle began is looked up from its own minute on: what a minute had before an order was there counts for none.
   */
  private async lookUp(
    symbol: string,
    orders: readonly RestingOrder[],
    from: Date,
    reach: Reach,
  ): Promise<void> {
    const quote = this.quotes.findQuote(symbol);
    if (!quote) return;
    const minutes = orders.map(({ updatedAt }) =>
      firstMinute(Math.max(updatedAt.getTime(), from.getTime() - minuteMs)),
    );
    const starts = [...new Set(minutes)];
    const answers = await this.ranges.list(starts.map((ms) => ({ symbol, from: new Date(ms) })));
    const byStart = new Map(starts.map((ms, index) => [ms, answers[index] ?? []]));
    const tick: Tick = { ...quote, atMs: quote.at.getTime(), source: quote.source as Tick['source'] };
    orders.forEach((order, index) => {
      const ranges = byStart.get(minutes[index] ?? 0) ?? [];
      this.meetRanges(order, ranges, tick, reach);
    });
  }

  private meetRanges(order: RestingOrder, ranges: readonly PriceRange[], tick: Tick, reach: Reach): void {
    const alone = new OrderBook();
    alone.watch(order, this.clock.now());
    for (const { low, high } of ranges) {
      const [hit] = alone.take(order.symbol, evenly(low), evenly(high));
      if (!hit) continue;
      this.book.forget(order.id);
      reach({ id: order.id, tick, watermark: hit.watermark, wasMissed: true });
      return;
    }
  }
}

const evenly = (price: PriceRange['low']) => ({ price, bid: price, ask: price });

/** The next beginning of a minute. */
const firstMinute = (atMs: number): number => Math.ceil(atMs / minuteMs) * minuteMs;
