import { Injectable } from '@nestjs/common';
import { compareDecimals, formatDecimal, type Decimal } from '@tradeyard/kernel';
import type { Prices, Tick } from '@tradeyard/market';
import { isLive, type OrderStatus } from '@tradeyard/trading';
import { PriceRangesService, type PriceRange } from '../market-data/price-ranges.service.js';
import { QuotesService } from '../market-data/quotes.service.js';
import { Clock } from '../platform/clock.js';
import { isTrailing, levelOf, OrderBook, type Level, type RestingOrder } from './order-book.service.js';
import type { Reached } from './order-filling.service.js';
import { RecentTicks } from './recent-ticks.service.js';
import { RestingReader, type RestingCursor } from './resting-reader.service.js';

type Watched = RestingOrder & { readonly status?: OrderStatus };
type Reach = (reached: Reached) => void;
/** Prices of a moment, or where they were in a stretch of time. */
type Passed = { readonly low: Prices; readonly high: Prices };

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

  /** Ticks after `sinceMs` count, and after those that an order has met; those that came meanwhile are looked at here. */
  watch(orders: readonly Watched[], sinceMs: number, reach: Reach): void {
    const now = this.clock.now();
    for (const order of orders) {
      if (order.status !== undefined && !isLive(order.status)) {
        this.book.forget(order.id);
        continue;
      }
      this.book.watch(order, now);
      const { ticks } = this.recent.since(order.symbol, Math.max(order.metAt.getTime(), sinceMs));
      if (ticks.length > 0) this.meetTicks(order, ticks, reach);
    }
  }

  /** Orders of the next page of all that rest, with what happened to their prices since `from`. */
  async loadPage(
    after: RestingCursor | null,
    from: Date,
    reach: Reach,
  ): Promise<{ after: RestingCursor | null; isMore: boolean }> {
    const page = await this.reader.listPage(after, pageSize);
    const unseen = page.filter(
      ({ symbol, metAt }) => !this.recent.since(symbol, Math.max(metAt.getTime(), from.getTime())).isAll,
    );
    const missed = await this.lookUp(unseen, from);
    this.watch(page, from.getTime(), reach);
    for (const [order, ranges] of missed) this.meetRanges(order, ranges, reach);
    const last = page.at(-1);
    return { after: last ? { symbol: last.symbol, id: last.id } : null, isMore: page.length === pageSize };
  }

  /** The best prices that trailing stops have seen by now. */
  async saveWatermarks(): Promise<void> {
    for (let isMore = true; isMore;) {
      const moved = this.book.listMoved(pageSize);
      await this.reader.saveWatermarks(moved, this.recent.newestMs());
      isMore = moved.length === pageSize;
    }
  }

  private meetTicks(order: RestingOrder, ticks: readonly Tick[], reach: Reach): void {
    const passed = ticks.map((tick) => ({ low: tick, high: tick }));
    const hit = this.meet(order, passed);
    const tick = hit && ticks[hit.at];
    if (tick) reach({ id: order.id, tick, watermark: hit.watermark, wasMissed: false });
  }

  private meetRanges(order: RestingOrder, ranges: readonly PriceRange[], reach: Reach): void {
    const quote = this.quotes.findQuote(order.symbol);
    if (!quote || !this.book.has(order.id)) return;
    const hit = this.meet(
      order,
      ranges.map(({ low, high }) => ({ low: evenly(low), high: evenly(high) })),
    );
    if (!hit) return;
    const tick: Tick = { ...quote, atMs: quote.at.getTime(), source: quote.source as Tick['source'] };
    reach({ id: order.id, tick, watermark: hit.watermark, wasMissed: true });
  }

  /** The first of the prices that hits the order, which leaves the book then; else a trailing stop has followed them. */
  private meet(
    order: RestingOrder,
    passed: readonly Passed[],
  ): { at: number; watermark: Decimal | null } | null {
    if (!isTrailing(order)) {
      const level = levelOf(order);
      const at = passed.findIndex((each) => isReached(level, each));
      if (at < 0) return null;
      this.book.forget(order.id);
      return { at, watermark: null };
    }
    const now = this.clock.now();
    const alone = new OrderBook();
    alone.watch(order, now);
    for (const [at, { low, high }] of passed.entries()) {
      const [hit] = alone.take(order.symbol, low, high);
      if (!hit) continue;
      this.book.forget(order.id);
      return { at, watermark: hit.watermark };
    }
    const watermark = alone.watermarkOf(order.id);
    if (watermark) this.book.watch({ ...order, watermark: formatDecimal(watermark) }, now);
    return null;
  }

  /** Where prices have been since `from`, and since each order met them, as far as candles tell; one question for all. */
  private async lookUp(
    orders: readonly RestingOrder[],
    from: Date,
  ): Promise<(readonly [RestingOrder, readonly PriceRange[]])[]> {
    // What a minute had before an order was there counts for none, hence the next one; that in which somebody looked last
    // is looked at again.
    const start = ({ metAt }: RestingOrder): number =>
      Math.ceil(Math.max(metAt.getTime(), from.getTime() - minuteMs) / minuteMs) * minuteMs;
    const asked = new Map(orders.map((order) => [`${order.symbol} ${start(order)}`, order]));
    const answers = await this.ranges.list(
      [...asked.values()].map((order) => ({ symbol: order.symbol, from: new Date(start(order)) })),
    );
    const ranges = new Map([...asked.keys()].map((key, index) => [key, answers[index] ?? []]));
    return orders
      .map((order) => [order, ranges.get(`${order.symbol} ${start(order)}`) ?? []] as const)
      .filter(([, found]) => found.length > 0);
  }
}

const isReached = ({ side, by, level }: Level, { low, high }: Passed): boolean =>
  side === 'rise' ? compareDecimals(high[by], level) >= 0 : compareDecimals(low[by], level) <= 0;

const evenly = (price: Decimal): Prices => ({ price, bid: price, ask: price });
