import { Injectable, Logger } from '@nestjs/common';
import { compareDecimals, type Decimal } from '@tradeyard/kernel';
import type { Tick } from '@tradeyard/market';
import {
  courseOf,
  end,
  isLive,
  isResting,
  matchableOf,
  meetMarket,
  reheld,
  stopLevel,
  trigger,
  type MarketMoment,
} from '@tradeyard/trading';
import { LedgerService } from '../ledger/ledger.service.js';
import { BooksService, type TradingBook } from './books.service.js';
import { MomentsService } from './moments.service.js';
import type { OrderEntity } from './order.entity.js';
import { OrderAnnouncer } from './order-announcer.service.js';
import { OrderCommands, quoteText, type Change } from './order-commands.service.js';
import { OrderReader } from './order-reader.service.js';

/** An order whose price was there: with `tick`, or, where nobody watched, at `reached` and some time before it. */
export type Reached = {
  readonly id: string;
  readonly tick: Tick;
  readonly watermark: Decimal | null;
  /** The order's own level was reached while nobody watched. */
  readonly wasMissed: boolean;
};

/** What came of it: the orders as they are, to be watched on where they rest; null where they are to be read anew. */
export type Filled = { readonly reached: Reached; readonly orders: readonly OrderEntity[] | null };

const origin = 'market';

/** Fills orders whose price is there, and ends those whose time is over: each once, whoever tries. */
@Injectable()
export class OrderFilling {
  private readonly logger = new Logger(OrderFilling.name);

  constructor(
    private readonly reader: OrderReader,
    private readonly books: BooksService,
    private readonly moments: MomentsService,
    private readonly commands: OrderCommands,
    private readonly ledger: LedgerService,
    private readonly announcer: OrderAnnouncer,
  ) {}

  /** All at once, as one or a few groups of the ledger. Rejects only where the database cannot be read. */
  async fill(reached: readonly Reached[]): Promise<PromiseSettledResult<Filled>[]> {
    const { groups, books } = await this.readAll(reached.map(({ id }) => id));
    return Promise.allSettled(reached.map((each) => this.fillOne(each, groups.get(each.id), books)));
  }

  /** Ends orders whose time is over; how many there were. */
  async expire(ids: readonly string[]): Promise<number> {
    if (ids.length === 0) return 0;
    const { groups, books } = await this.readAll(ids);
    const results = await Promise.allSettled(
      ids.map(async (id) => {
        const group = groups.get(id);
        const order = group?.find((each) => each.id === id);
        const book = order && books.get(order.bookId);
        if (!group || !order || !book || !isResting(order.status)) return null;
        const { fee } = book.modelsIn(order.currency);
        const cause = order.status === 'pending' ? 'nobody committed it in time' : 'its time was over';
        const course = reheld(end(courseOf(group), id, 'expire', cause), fee);
        return this.write({ before: group, course, executed: null, quote: null, feeModel: fee, metAt: null });
      }),
    );
    for (const each of results) if (each.status === 'rejected') this.log(each.reason);
    return ids.length;
  }

  private async readAll(ids: readonly string[]) {
    const groups = await this.reader.groupsOf(ids);
    const bookIds = new Set([...groups.values()].map(([first]) => first?.bookId ?? ''));
    return { groups, books: await this.books.booksOf([...bookIds]) };
  }

  private async fillOne(
    reached: Reached,
    group: readonly OrderEntity[] | undefined,
    books: ReadonlyMap<string, TradingBook>,
  ): Promise<Filled> {
    const order = group?.find(({ id }) => id === reached.id);
    const book = order && books.get(order.bookId);
    if (!group || !order || !book || !isLive(order.status)) return { reached, orders: [] };
    // Whoever changed it knew a newer price.
    if (order.metAt.getTime() >= reached.tick.atMs && !reached.wasMissed) return { reached, orders: [order] };
    const change = this.decide(reached, group, order, book);
    if (!change) return { reached, orders: [order] };
    return { reached, orders: await this.write(change) };
  }

  /** Null where nothing happens after all. */
  private decide(
    { id, tick, watermark, wasMissed }: Reached,
    group: readonly OrderEntity[],
    order: OrderEntity,
    book: TradingBook,
  ): Change | null {
    const models = book.modelsIn(order.currency);
    const moment = this.moments.ofTick(tick);
    const start = courseOf(group);
    const { course, market, fillModels } = wasMissed
      ? missed(start, order, moment, models, watermark)
      : { course: start, market: moment, fillModels: models };
    const met = meetMarket(course, id, market, fillModels, watermark);
    if (met.course.happenings.length === 0) return null;
    const quote = quoteText(market, market.at, tick.source);
    return {
      before: group,
      course: met.course,
      executed: met.executed,
      quote,
      feeModel: models.fee,
      metAt: market.at,
    };
  }

  private async write(change: Change): Promise<readonly OrderEntity[] | null> {
    const command = await this.commands.prepare(change, { actor: null, origin }, 'reject');
    const written = await this.ledger.submit(command);
    if (written.status === 'stale') return null;
    this.announcer.tellOwners(written.orders);
    return written.orders;
  }

  private log(error: unknown): void {
    this.logger.error(error instanceof Error ? error.stack : error);
  }
}

type Models = ReturnType<TradingBook['modelsIn']>;

/**
 * A price that nobody watched was there for certain. A limit is filled at itself, which is what the market offered at that
 * time at the least; a stop is hit, and filled at what the market offers now.
 */
function missed(
  start: ReturnType<typeof courseOf<OrderEntity>>,
  order: OrderEntity,
  moment: MarketMoment,
  models: Models,
  watermark: Decimal | null,
): { course: ReturnType<typeof courseOf<OrderEntity>>; market: MarketMoment; fillModels: Models } {
  const matchable = matchableOf(order, moment, watermark);
  const level = matchable.isTriggered ? null : stopLevel(matchable);
  if (level)
    return { course: trigger(start, order.id, moment.at, level), market: moment, fillModels: models };
  const { limitPrice: limit } = matchable;
  if (limit === null) return { course: start, market: moment, fillModels: models };
  const isBetterNow =
    order.side === 'buy' ? compareDecimals(moment.ask, limit) <= 0 : compareDecimals(moment.bid, limit) >= 0;
  if (isBetterNow) return { course: start, market: moment, fillModels: models };
  const note = 'which the price reached while nobody watched';
  const market = { ...moment, bid: limit, ask: limit, low: limit, high: limit, note };
  return {
    course: start,
    market,
    fillModels: { ...models, price: { kind: 'touch' }, slippage: { kind: 'none' } },
  };
}
