import { Injectable } from '@nestjs/common';
import {
  dayOf,
  DomainError,
  formatDecimal,
  formatMinor,
  parseDecimal,
  unitExponent,
  type Decimal,
} from '@tradeyard/kernel';
import { customer, house, type Command, type Journal, type Unit } from '@tradeyard/ledger';
import type { Dividend, Split } from '@tradeyard/market';
import {
  courseOf,
  dividendJournal,
  dividendOf,
  endAll,
  reheld,
  splitCourse,
  splitJournal,
  splitPosition,
  splitPrice,
  splitUnits,
  type Course,
  type FeeModel,
} from '@tradeyard/trading';
import { WorthService } from '../currency/worth.service.js';
import { QuotesService } from '../market-data/quotes.service.js';
import { Clock } from '../platform/clock.js';
import type { TradingBook } from './books.service.js';
import { applicationId, type DueEvent } from './corporate-events-reader.service.js';
import type { EventApplicationEntity } from './event-application.entity.js';
import { OrderEntity, type OrderEventEntity } from './order.entity.js';

/** What an event finds in a book: what was held when its day began, and the groups of its orders, with those that it changes. */
export type Concerned = {
  readonly bookId: string;
  /** In hundred-millionths. */
  readonly quantity: bigint;
  readonly groups: readonly (readonly OrderEntity[])[];
  readonly splitIds: ReadonlySet<string>;
  /** Undefined where nobody knows the book any more. */
  readonly book: TradingBook | undefined;
};

/** `stale`: its orders had changed, and nothing was done. `done`: it came to this book before. */
export type Applied =
  | { readonly status: 'applied'; readonly orders: readonly OrderEntity[] }
  | { readonly status: 'stale' | 'done' };

type OrderCourse = Course<OrderEntity>;

const table = 'event_application';
const origin = 'corporate event';

/** Makes the one command with which a split or dividend comes to a book: its money, its shares and its orders. */
@Injectable()
export class CorporateEventsCommands {
  constructor(
    private readonly worth: WorthService,
    private readonly quotes: QuotesService,
    private readonly clock: Clock,
  ) {}

  prepare(due: DueEvent, concerned: Concerned): Promise<Command<Applied>> {
    const { event } = due;
    return event.kind === 'split'
      ? this.prepareSplit(due, event, concerned)
      : this.prepareDividend(due, event, concerned);
  }

  private async prepareDividend(
    due: DueEvent,
    { amount }: Dividend,
    { bookId, quantity }: Concerned,
  ): Promise<Command<Applied>> {
    const { currency } = due;
    const cash = dividendOf(quantity, amount, currency);
    const detail = { ...detailOf(due, quantity), amount: formatDecimal(amount), currency };
    const journal = cash > 0n ? await this.value(due, dividendJournal({ ...due, bookId }, cash)) : null;
    return this.once(due, bookId, quantity, [], (unit) => {
      const booked = journal && unit.book({ ...journal, detail });
      return { journalId: booked?.id ?? null, orders: [] };
    });
  }

  /**
   * What was held before the day becomes more or fewer shares; what came since then are shares of the new kind already. If
   * what was sold since leaves less than a reverse split takes, it takes what there is.
   */
  private async prepareSplit(
    due: DueEvent,
    split: Split,
    { bookId, quantity, groups, splitIds, book: models }: Concerned,
  ): Promise<Command<Applied>> {
    const position = { ...due, bookId };
    const after = splitPosition(quantity, split, this.priceAfter(due, split), due.currency);
    const lieu = after.cash > 0n ? await this.value(due, dividendJournal(position, after.cash)) : null;
    const detail = { ...detailOf(due, quantity), ratio: `${split.to}:${split.from}` };
    const before = groups.flat();
    const feeModel: FeeModel = models?.modelsIn(due.currency).fee ?? { kind: 'none' };
    const terms = { ratio: split, day: split.day, tickSize: due.tickSize };
    const courses = groups.map((group) => splitCourse(courseOf(group), splitIds, terms, feeModel));
    return this.once(due, bookId, quantity, before, (unit) => {
      const { balance } = unit.account(customer(bookId, due.asset));
      const change = splitUnits(after.quantity - quantity, due.since);
      const changed = { cash: after.cash, quantity: balance + change < 0n ? -balance : change };
      const book = (course: OrderCourse): string | null => {
        const journal = splitJournal(position, changed, before, course.orders);
        return journal && unit.book({ ...withWorth(journal, lieu), detail }).id;
      };
      const { journalId, course } = bookAffordable(book, before, courses, feeModel);
      return { journalId, orders: saveOrders(unit, before, course, split) };
    });
  }

  /** Whoever is later finds the row, or is refused by its key, and does nothing. */
  private once(
    due: DueEvent,
    bookId: string,
    quantity: bigint,
    orders: readonly OrderEntity[],
    apply: (unit: Unit) => { journalId: string | null; orders: readonly OrderEntity[] },
  ): Command<Applied> {
    const { symbol, event, asset, currency } = due;
    const id = applicationId(due, bookId);
    return {
      accounts: [
        ...[customer(bookId, asset), house('market', asset)],
        ...[customer(bookId, currency), house('market', currency)],
      ],
      rows: [{ table, id }, ...orders.map((order) => ({ table: 'order', id: order.id }))],
      actor: null,
      origin,
      decide: (unit) => {
        if (unit.row({ table, id })) return { status: 'done' };
        if (!orders.every((order) => unit.row({ table: 'order', id: order.id })?.version === order.version))
          return { status: 'stale' };
        const applied = apply(unit);
        const row: EventApplicationEntity = {
          ...{ id, symbol, day: event.day, kind: event.kind, bookId, quantity },
          ...{ journalId: applied.journalId, at: unit.at },
        };
        unit.save(table, row);
        return { status: 'applied', orders: applied.orders };
      },
    };
  }

  /** Counts at the rate of its day, whenever it is booked. */
  private value({ event }: DueEvent, journal: Journal): Promise<Journal> {
    const isLate = event.day !== dayOf(this.clock.now());
    return this.worth.value(isLate ? { ...journal, valueDate: event.day } : journal);
  }

  /** The last price, in shares after the split; null before the first. */
  private priceAfter({ symbol, begins }: DueEvent, split: Split): Decimal | null {
    const quote = this.quotes.findQuote(symbol);
    if (!quote || quote.at >= begins) return quote?.price ?? null;
    return parseDecimal(splitPrice(formatDecimal(quote.price), split, 'halfEven'));
  }
}

const detailOf = ({ symbol, event }: DueEvent, quantity: bigint): Record<string, string> => ({
  symbol,
  day: event.day,
  quantity: formatMinor(quantity, unitExponent),
});

function withWorth(journal: Journal, lieu: Journal | null): Journal {
  const paid = lieu?.lines.find(({ account }) => account.kind === 'customer');
  if (!lieu || !paid?.worth) return journal;
  const { worth } = paid;
  const lines = journal.lines.map((line) =>
    line.account.kind === 'customer' && line.account.asset === paid.account.asset ? { ...line, worth } : line,
  );
  return { ...journal, lines, ...(lieu.valueDate !== undefined && { valueDate: lieu.valueDate }) };
}

/**
 * Orders may have to reserve more than before: a fee for each share is one for more shares, and the rest of what was filled
 * in part may round up by a cent. Where that is not there, those that need more are cancelled; and if that is not enough,
 * since shares were sold in the meantime, all of them.
 */
function bookAffordable(
  book: (course: OrderCourse) => string | null,
  before: readonly OrderEntity[],
  courses: readonly OrderCourse[],
  feeModel: FeeModel,
): { journalId: string | null; course: OrderCourse } {
  const heldBefore = new Map(before.map(({ id, held }) => [id, held]));
  const without = (isDropped: (order: OrderEntity) => boolean): OrderCourse =>
    joined(
      courses.map((course) =>
        reheld(
          endAll(course, course.orders.filter(isDropped), 'after the split it could not be paid'),
          feeModel,
        ),
      ),
    );
  const ways = [
    () => joined(courses),
    () => without(({ id, side, held }) => side === 'buy' && held > (heldBefore.get(id) ?? 0n)),
    () => without(() => true),
  ];
  for (const [index, way] of ways.entries()) {
    const course = way();
    try {
      return { journalId: book(course), course };
    } catch (error) {
      const isShort =
        error instanceof DomainError && ['insufficient_funds', 'insufficient_shares'].includes(error.code);
      if (!isShort || index === ways.length - 1) throw error;
    }
  }
  throw new Error('Without orders a split takes what is there');
}

const joined = (courses: readonly OrderCourse[]): OrderCourse => ({
  orders: courses.flatMap(({ orders }) => orders),
  happenings: courses.flatMap(({ happenings }) => happenings),
});

/** Orders that changed, with their history; a price that was reserved for its owner moves along. */
function saveOrders(
  unit: Unit,
  before: readonly OrderEntity[],
  { orders, happenings }: OrderCourse,
  split: Split,
): OrderEntity[] {
  const byId = Map.groupBy(happenings, ({ orderId }) => orderId);
  const known = new Map(before.map((order) => [order.id, order]));
  const changed = orders.filter(({ id, held }) => byId.has(id) || known.get(id)?.held !== held);
  return changed.map((order) => {
    const { reservedQuote: quote, userId } = order;
    const price = (text: string): string => splitPrice(text, split, 'halfEven');
    const reservedQuote = quote && { ...quote, bid: price(quote.bid), ask: price(quote.ask) };
    // Prices from before are of the old shares, and have nothing to say to it.
    const own = { reservedQuote, updatedAt: unit.at, metAt: unit.at, streamSeq: null };
    const saved = Object.assign(new OrderEntity(), order, own);
    unit.save('order', saved);
    for (const { orderId, kind, cause, detail = {} } of byId.get(order.id) ?? []) {
      const event: OrderEventEntity = {
        ...{ id: unit.newId(), orderId, userId, at: unit.at, kind, cause, detail, actor: null },
      };
      unit.save('order_event', event);
    }
    return saved;
  });
}
