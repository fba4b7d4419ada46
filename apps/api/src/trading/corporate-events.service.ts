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
/** So long it goes on at a time where other work waits. */
const turnMs = 1_000;
/** Orders change while they are read, as often as they are filled in part. */
const attemptsMax = 10;

/** Hears which orders changed, for whoever watches prices for them. */
type OnChanged = (ids: readonly string[]) => void;

type Turn = { readonly now: Date; readonly endsAtMs: number; readonly onChanged: OnChanged };

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
  private repairAtMs = 0;

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

  /** As `apply`, but not more often than something can have come, and other work goes on in between. */
  async tend(onChanged: OnChanged): Promise<void> {
    const now = this.clock.now();
    const hasBegun = dayOf(now) !== dayOf(new Date(this.settledMs));
    if (!hasBegun && now.getTime() < this.lookAtMs && now.getTime() >= this.settledMs) return;
    if (now.getTime() >= this.repairAtMs) await this.applySafely(onChanged, turnMs);
  }

  /** All of it, before anything else is done about orders. */
  async begin(): Promise<void> {
    await this.applySafely(() => undefined, Infinity);
  }

  /** Applies all whose day has come, or as many as there is time for. */
  async apply(onChanged: OnChanged = () => undefined, forMs = Infinity): Promise<void> {
    const now = this.clock.now();
    const endsAtMs = performance.now() + forMs;
    await this.reader.skip(now);
    let failures = 0;
    for (const due of await this.reader.listDue(now)) {
      const { isAll, failed } = await this.applyOne(due, { now, endsAtMs, onChanged });
      failures += failed.size;
      if (!isAll) return;
    }
    this.settledMs = now.getTime();
    this.settledFrom = addDays(dayOf(now), -1);
    this.lookAtMs = now.getTime() + (failures > 0 ? repairMs : restMs);
  }

  /** A mistake of ours holds up shares that wait for their split, and no others. */
  private async applySafely(onChanged: OnChanged, forMs: number): Promise<void> {
    try {
      await this.apply(onChanged, forMs);
    } catch (error) {
      if (isAway(error)) throw error;
      this.logger.error(error instanceof Error ? error.stack : error);
      this.repairAtMs = this.clock.now().getTime() + repairMs;
    }
  }

  /** Page by page; where one was interrupted, the next goes on behind the last page that is all done. */
  private async applyOne(due: DueEvent, turn: Turn): Promise<{ isAll: boolean; failed: Set<string> }> {
    let { holdersAfter, ordersAfter } = due;
    const failed = new Set<string>();
    const applyPage = async (quantities: ReadonlyMap<string, bigint>): Promise<void> => {
      for (const bookId of await this.applyPage(due, quantities, turn.onChanged)) failed.add(bookId);
      if (failed.size === 0) await this.reader.saveProgress(due, { holdersAfter, ordersAfter });
    };
    // Behind a failure nothing is on record as done: all of it is looked at again, and so has to come to its end now.
    const isOver = (): boolean => failed.size === 0 && performance.now() > turn.endsAtMs;
    for (let isMore = true; isMore;) {
      const page = await this.reader.listHolders(due, holdersAfter, pageSize);
      const held = page.filter(({ quantity }) => quantity > 0n);
      holdersAfter = page.at(-1)?.id ?? holdersAfter;
      isMore = page.length === pageSize;
      if (page.length > 0) await applyPage(new Map(held.map(({ bookId, quantity }) => [bookId, quantity])));
      if (isMore && isOver()) return { isAll: false, failed };
    }
    for (let isMore = due.event.kind === 'split'; isMore;) {
      const page = await this.reader.listOrdered(due, ordersAfter, pageSize);
      // Whoever held something and did not get theirs gets it together with their orders, later.
      const others = page.filter(({ bookId }) => !failed.has(bookId));
      ordersAfter = page.at(-1)?.id ?? ordersAfter;
      isMore = page.length === pageSize;
      if (page.length > 0) await applyPage(new Map(others.map(({ bookId }) => [bookId, 0n])));
      if (isMore && isOver()) return { isAll: false, failed };
    }
    if (failed.size === 0) await this.reader.saveProgress(due, { holdersAfter, ordersAfter }, turn.now);
    return { isAll: true, failed };
  }

  /** Answers which books it did not come to. */
  private async applyPage(
    due: DueEvent,
    quantities: ReadonlyMap<string, bigint>,
    onChanged: OnChanged,
  ): Promise<string[]> {
    let bookIds = await this.reader.listMissing(due, [...quantities.keys()]);
    const failed: string[] = [];
    for (let attempt = 1; bookIds.length > 0 && attempt <= attemptsMax; attempt += 1) {
      const concerned = await this.concern(due, bookIds, quantities);
      const ids = concerned.flatMap(({ splitIds }) => [...splitIds]);
      // What memory knows of them, the best price of a trailing stop too, is of the old shares; it is read again.
      const forget = (): void => ids.forEach((id) => this.book.forget(id));
      forget();
      const results = await Promise.allSettled(concerned.map((each) => this.submit(due, each)));
      forget();
      onChanged(ids); // whatever became of them
      const orders = results.flatMap((each) =>
        each.status === 'fulfilled' && each.value.status === 'applied' ? each.value.orders : [],
      );
      this.announcer.tellOwners(orders);
      failed.push(...bookIds.filter((_, index) => this.hasFailed(due, results[index])));
      bookIds = bookIds.filter((_, index) => {
        const result = results[index];
        return result?.status === 'fulfilled' && result.value.status === 'stale';
      });
    }
    return [...failed, ...bookIds];
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
        book: books.get(bookId),
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
  private hasFailed({ symbol, event }: DueEvent, result: PromiseSettledResult<Applied> | undefined): boolean {
    if (result?.status !== 'rejected') return false;
    const reason: unknown = result.reason;
    if (isAway(reason)) throw reason;
    const detail = reason instanceof Error ? reason.stack : String(reason);
    this.logger.error(`A ${event.kind} of ${symbol} on ${event.day} did not come to somebody: ${detail}`);
    return true;
  }
}

/** The database does not answer, or the ledger has waited for it in vain. */
const isAway = (error: unknown): boolean =>
  isDatabaseOutage(error) ||
  (error instanceof Error && 'code' in error && error.code === 'service_unavailable');
