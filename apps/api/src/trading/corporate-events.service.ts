import { Injectable, Logger } from '@nestjs/common';
import { addDays, dayOf, type Day } from '@tradeyard/kernel';
import { ignoresSplits, type Tick } from '@tradeyard/market';
import { DatabaseError } from 'pg';
import { LedgerService } from '../ledger/ledger.service.js';
import { QuotesService } from '../market-data/quotes.service.js';
import { SplitsService } from '../market-data/splits.service.js';
import { Clock } from '../platform/clock.js';
import { isDatabaseOutage } from '../platform/outage.js';
import { BooksService } from './books.service.js';
import {
  CorporateEventsCommands,
  type Applied,
  type Concerned,
} from './corporate-events-commands.service.js';
import { beginOf, CorporateEventsReader, type DueEvent } from './corporate-events-reader.service.js';
import type { OrderEntity } from './order.entity.js';
import { OrderAnnouncer } from './order-announcer.service.js';
import { OrderBook } from './order-book.service.js';
import { OrderReader } from './order-reader.service.js';

/** So many books are one or two groups of the ledger. */
const pageSize = 500;
/** So long after all was applied it is looked again: so late a split may be that somebody writes down for today. */
const restMs = 10_000;
/** What failed for a mistake of ours is tried again so much later. */
const repairMs = 60_000;
/** Orders change while they are read, as often as they are filled in part. */
const attemptsMax = 10;

/**
 * Splits and dividends come to all who held before their day, once each, also those that are found late. The owner of
 * the orders does it: before it looks at prices, and whenever a day has begun. Who held how much is known of the ledger's
 * past, so it makes no difference when it is done; what was bought on the day or later gets nothing.
 *
 * Between the beginning of a split's day and the moment when it has come to everybody, ticks of its instrument fill
 * nothing (`isAwaited`): orders of old terms must not meet prices of new shares. They pass, and the next tick after that
 * counts. A split that nobody had written down by then is no reason to wait: what was filled in the meantime stays. Of an
 * event that has come, a correction or removal changes nothing any more.
 */
@Injectable()
export class CorporateEvents {
  private readonly logger = new Logger(CorporateEvents.name);
  /** All that had begun by then has come to everybody. */
  private settledMs = 0;
  /** No day before it begins later than that, in any zone. */
  private settledFrom: Day = '';
  private lookAtMs = 0;

  constructor(
    private readonly reader: CorporateEventsReader,
    private readonly commands: CorporateEventsCommands,
    private readonly orders: OrderReader,
    private readonly books: BooksService,
    private readonly ledger: LedgerService,
    private readonly announcer: OrderAnnouncer,
    private readonly book: OrderBook,
    private readonly splits: SplitsService,
    private readonly quotes: QuotesService,
    private readonly clock: Clock,
  ) {}

  /** Whether the tick may be of other shares than the orders that wait for it. It waits for nothing. */
  isAwaited({ symbol, atMs, source }: Pick<Tick, 'symbol' | 'atMs' | 'source'>): boolean {
    if (ignoresSplits(source)) return false;
    return this.splits.list(symbol).some(({ day }) => {
      if (day < this.settledFrom) return false;
      const beginsMs = beginOf(this.quotes.marketOf(symbol)?.calendar ?? '24/7', day);
      return beginsMs > this.settledMs && beginsMs <= atMs;
    });
  }

  /** As `apply`, but not more often than something can have come. */
  tend(): Promise<string[]> {
    const now = this.clock.now().getTime();
    const hasBegun = dayOf(new Date(now)) !== dayOf(new Date(this.settledMs));
    return hasBegun || now >= this.lookAtMs || now < this.settledMs ? this.apply() : Promise.resolve([]);
  }

  /** Applies all whose day has come; answers which orders changed, for whoever watches prices for them. */
  async apply(): Promise<string[]> {
    const now = this.clock.now();
    await this.reader.skip(now);
    const changed: string[] = [];
    let failures = 0;
    for (const due of await this.reader.listDue(now)) {
      const applied = await this.applyOne(due, now);
      failures += applied.failures;
      changed.push(...applied.changed);
    }
    this.settledMs = now.getTime();
    this.settledFrom = addDays(dayOf(now), -1);
    this.lookAtMs = now.getTime() + (failures > 0 ? repairMs : restMs);
    return changed;
  }

  /** Page by page; where one was interrupted, the next goes on behind the last page that is all done. */
  private async applyOne(due: DueEvent, now: Date): Promise<{ changed: string[]; failures: number }> {
    const changed: string[] = [];
    let { holdersAfter, ordersAfter } = due;
    let failures = 0;
    const applyPage = async (quantities: ReadonlyMap<string, bigint>): Promise<void> => {
      const applied = await this.applyPage(due, quantities);
      changed.push(...applied.changed);
      failures += applied.failures;
      // Behind a failure nothing is on record as done: all of it is looked at again.
      if (failures === 0) await this.reader.saveProgress(due, { holdersAfter, ordersAfter });
    };
    for (let isMore = true; isMore;) {
      const page = await this.reader.listHolders(due, holdersAfter, pageSize);
      const held = page.filter(({ quantity }) => quantity > 0n);
      holdersAfter = page.at(-1)?.id ?? holdersAfter;
      isMore = page.length === pageSize;
      if (page.length > 0) await applyPage(new Map(held.map(({ bookId, quantity }) => [bookId, quantity])));
    }
    for (let isMore = due.event.kind === 'split'; isMore;) {
      const page = await this.reader.listOrdered(due, ordersAfter, pageSize);
      ordersAfter = page.at(-1)?.id ?? ordersAfter;
      isMore = page.length === pageSize;
      if (page.length > 0) await applyPage(new Map(page.map(({ bookId }) => [bookId, 0n])));
    }
    if (failures === 0) await this.reader.saveProgress(due, { holdersAfter, ordersAfter }, now);
    return { changed, failures };
  }

  private async applyPage(
    due: DueEvent,
    quantities: ReadonlyMap<string, bigint>,
  ): Promise<{ changed: string[]; failures: number }> {
    let bookIds = await this.reader.listMissing(due, [...quantities.keys()]);
    const changed: string[] = [];
    let failures = 0;
    for (let attempt = 1; bookIds.length > 0 && attempt <= attemptsMax; attempt += 1) {
      const concerned = await this.concern(due, bookIds, quantities);
      const ids = concerned.flatMap(({ splitIds }) => [...splitIds]);
      // What memory knows of them, the best price of a trailing stop too, is of the old shares; it is read again.
      const forget = (): void => ids.forEach((id) => this.book.forget(id));
      forget();
      const results = await Promise.allSettled(concerned.map((each) => this.submit(due, each)));
      forget();
      changed.push(...ids);
      const orders = results.flatMap((each) =>
        each.status === 'fulfilled' && each.value.status === 'applied' ? each.value.orders : [],
      );
      this.announcer.tellOwners(orders);
      failures += this.countFailures(due, results);
      bookIds = bookIds.filter((_, index) => {
        const result = results[index];
        return result?.status === 'fulfilled' && result.value.status === 'stale';
      });
    }
    return { changed, failures: failures + bookIds.length };
  }

  /** What the event finds in each of the books, in their order. */
  private async concern(
    due: DueEvent,
    bookIds: readonly string[],
    quantities: ReadonlyMap<string, bigint>,
  ): Promise<Concerned[]> {
    const isSplit = due.event.kind === 'split';
    const books = await this.books.booksOf(bookIds);
    const userIds = [...new Set([...books.values()].map(({ userId }) => userId))];
    const ids = isSplit ? await this.reader.listOrderIds(due, bookIds, userIds) : [];
    const found = ids.length > 0 ? await this.orders.groupsOf(ids) : new Map<string, OrderEntity[]>();
    const groups = new Map([...found.values()].map((group) => [group[0]?.id, group]));
    const byBook = Map.groupBy(groups.values(), (group) => group[0]?.bookId);
    const splitIds = new Set(ids);
    return bookIds.map((bookId) => {
      const own = byBook.get(bookId) ?? [];
      return {
        bookId,
        quantity: quantities.get(bookId) ?? 0n,
        groups: own,
        splitIds: new Set(own.flat().flatMap(({ id }) => (splitIds.has(id) ? [id] : []))),
        feeModel: books.get(bookId)?.modelsIn(due.currency).fee ?? { kind: 'none' },
      };
    });
  }

  private async submit(due: DueEvent, concerned: Concerned): Promise<Applied> {
    try {
      return await this.ledger.submit(await this.commands.prepare(due, concerned));
    } catch (error) {
      const isTwice = error instanceof DatabaseError && error.constraint === 'event_application_pkey';
      if (isTwice) return { status: 'done' };
      throw error;
    }
  }

  /** Throws where the database was away: then all of it is tried again soon. */
  private countFailures(
    { symbol, event }: DueEvent,
    results: readonly PromiseSettledResult<Applied>[],
  ): number {
    const failed = results.filter((each) => each.status === 'rejected').map(({ reason }): unknown => reason);
    for (const reason of failed) {
      const isAway = reason instanceof Error && 'code' in reason && reason.code === 'service_unavailable';
      if (isAway || isDatabaseOutage(reason)) throw reason;
      const detail = reason instanceof Error ? reason.stack : String(reason);
      this.logger.error(`A ${event.kind} of ${symbol} on ${event.day} did not come to somebody: ${detail}`);
    }
    return failed.length;
  }
}
