import { Injectable } from '@nestjs/common';
import { DomainError, parseDecimal } from '@tradeyard/kernel';
import type { Command } from '@tradeyard/ledger';
import {
  commit,
  courseOf,
  end,
  isLive,
  meetMarket,
  nextStatus,
  reheld,
  replace,
  type Course,
  type Meeting,
  type OwnerAction,
  type TradingModels,
} from '@tradeyard/trading';
import type { Call } from '../ledger/call.dto.js';
import { LedgerService } from '../ledger/ledger.service.js';
import { InstrumentsService } from '../market-data/instruments.service.js';
import { Clock } from '../platform/clock.js';
import { BooksService, type TradingBook } from './books.service.js';
import { MomentsService, type QuotedMoment } from './moments.service.js';
import { OrderEntity } from './order.entity.js';
import { OrderAnnouncer } from './order-announcer.service.js';
import { OrderCommands, quoteText, type Change, type Written } from './order-commands.service.js';
import { OrderReader } from './order-reader.service.js';
import { OrderRisk } from './order-risk.service.js';
import { differenceOf, OrderReplacement } from './order-replacement.service.js';
import type { ReplaceOrderDto } from './order-terms.dto.js';
import { TradingStops } from './trading-stops.service.js';
import { OrderDto, type PlacedOrderDto } from './trading.dto.js';
import { WaitingReasons } from './waiting-reasons.service.js';

/** An order changes while its owner does so too, as often as it is filled in part. */
const attemptsMax = 10;

class OrderChanged extends Error {}

/** What a change of one order comes to, with those of its class and the market of the moment. */
type Decide = (
  group: readonly OrderEntity[],
  order: OrderEntity,
  models: TradingModels,
  book: TradingBook,
) => Promise<Change> | Change;

/** What owners do about orders that are there. */
@Injectable()
export class OrderChanges {
  constructor(
    private readonly ledger: LedgerService,
    private readonly reader: OrderReader,
    private readonly books: BooksService,
    private readonly instruments: InstrumentsService,
    private readonly moments: MomentsService,
    private readonly replacement: OrderReplacement,
    private readonly risk: OrderRisk,
    private readonly commands: OrderCommands,
    private readonly stops: TradingStops,
    private readonly reasons: WaitingReasons,
    private readonly announcer: OrderAnnouncer,
    private readonly clock: Clock,
  ) {}

  /** Throws `order_not_found` and `order_closed`. */
  cancel(
    userId: string,
    id: string,
    call: Call,
    actor = userId,
    cause = 'cancelled by its owner',
  ): Promise<PlacedOrderDto> {
    return this.change(userId, id, 'cancel', { ...call, actor }, (group, _, { fee }) => ({
      ...unmet(group, fee),
      course: reheld(end(courseOf(group), id, 'cancel', cause), fee),
    }));
  }

  /** Throws `order_not_found` and `order_not_pending`. */
  commit(userId: string, id: string, call: Call): Promise<PlacedOrderDto> {
    this.stops.requireTrading(userId);
    return this.change(userId, id, 'commit', { ...call, actor: userId }, async (group, order, models) => {
      // The price was promised, but not that it is still traded.
      await this.instruments.getTradable(order.symbol);
      if (order.pendingUntil && order.pendingUntil <= this.clock.now())
        throw notPending('It was reserved for a minute, which is over');
      return this.meet(group, commit(courseOf(group), id), id, this.reservedMoment(order), models);
    });
  }

  /** Throws `order_not_found`, `order_closed`, `size_fixed` and what placing such an order would. */
  replace(userId: string, id: string, body: ReplaceOrderDto, call: Call): Promise<PlacedOrderDto> {
    this.stops.requireTrading(userId);
    return this.change(
      userId,
      id,
      'replace',
      { ...call, actor: userId },
      async (group, order, models, book) => {
        const instrument = await this.instruments.getTradable(order.symbol);
        const moment = this.momentOf(order.symbol);
        const terms = this.replacement.readTerms(order, body, parseDecimal(instrument.tickSize), moment);
        await this.risk.requireSize(Object.assign(new OrderEntity(), order, terms), {
          book,
          instrument,
          moment,
        });
        const replaced = replace(courseOf(group), id, terms, differenceOf(order, terms));
        return this.meet(group, replaced, id, moment, models);
      },
    );
  }

  private async change(
    userId: string,
    id: string,
    action: OwnerAction,
    call: Call & { actor: string },
    decide: Decide,
  ): Promise<PlacedOrderDto> {
    const first = await this.ledger.recall<PlacedOrderDto>(userId, call);
    if (first) return first;
    for (let attempt = 1; ; attempt += 1) {
      const group = await this.reader.group(userId, id);
      const order = group.find((each) => each.id === id) as OrderEntity;
      if (!nextStatus(order.status, action)) throw closed(order, action);
      const book = (await this.books.booksOf([order.bookId])).get(order.bookId);
      if (!book) throw new Error(`The book ${order.bookId} of an order is gone`);
      const change = await decide(group, order, book.modelsIn(order.currency), book);
      const command = await this.commands.prepare(
        change,
        { actor: call.actor, origin: call.origin },
        'throw',
      );
      try {
        const answer = await this.ledger.submit(this.answering(command, id), call);
        const changed = [answer, ...answer.legs].map((each) => ({
          id: each.id,
          status: each.status,
          userId,
        }));
        this.announcer.tell(changed);
        return answer;
      } catch (error) {
        if (!(error instanceof OrderChanged) || attempt >= attemptsMax) throw error;
      }
    }
  }

  private answering(command: Command<Written>, id: string): Command<PlacedOrderDto> {
    return {
      ...command,
      decide: (unit) => {
        const written = command.decide(unit);
        if (written.status === 'stale') throw new OrderChanged(`The order ${id} has changed meanwhile`);
        const dtos = written.orders.map((order) =>
          OrderDto.from(
            order,
            written.fill?.orderId === order.id ? [written.fill] : [],
            this.reasons.reasonOf(order),
          ),
        );
        const order = dtos.find((each) => each.id === id) as OrderDto;
        return Object.assign(order, { legs: dtos.filter((each) => each !== order) });
      },
    };
  }

  private meet(
    before: readonly OrderEntity[],
    course: Course<OrderEntity>,
    id: string,
    moment: QuotedMoment,
    models: TradingModels,
  ): Change {
    const order = course.orders.find((each) => each.id === id);
    const held = reheld(course, models.fee);
    const met: Meeting<OrderEntity> =
      order && isLive(order.status) && moment.isFresh
        ? meetMarket(held, id, moment, models)
        : { course: held, executed: null, reason: null };
    const { bid, ask, quote } = moment;
    return {
      metAt: moment.at,
      before,
      ...met,
      feeModel: models.fee,
      quote: quoteText({ bid, ask }, quote.at, quote.source),
    };
  }

  private momentOf(symbol: string): QuotedMoment {
    const moment = this.moments.now(symbol, this.clock.now());
    if (!moment) throw new DomainError('quote_unavailable', `There is no price of ${symbol} yet`);
    return moment;
  }

  /** At the price that was reserved, where one was. */
  private reservedMoment({ symbol, reservedQuote }: OrderEntity): QuotedMoment {
    const moment = this.momentOf(symbol);
    if (!reservedQuote) return moment;
    const [bid, ask] = [parseDecimal(reservedQuote.bid), parseDecimal(reservedQuote.ask)];
    const quote = { ...moment.quote, bid, ask, at: new Date(reservedQuote.at) };
    return {
      ...moment,
      ...{ bid, ask, low: bid, high: ask, quote, note: 'as it was reserved' },
      isOpen: true,
      opensAt: null,
      isFresh: true,
    };
  }
}

const unmet = (before: readonly OrderEntity[], feeModel: TradingModels['fee']): Omit<Change, 'course'> => ({
  ...{ before, feeModel, executed: null, quote: null, metAt: null },
});

const closed = ({ status }: OrderEntity, action: OwnerAction): DomainError =>
  action === 'commit'
    ? notPending(`This order is ${status.replace('_', ' ')}`)
    : new DomainError(
        'order_closed',
        `This order is ${status.replace('_', ' ')} and cannot be changed any more`,
        'id',
      );

const notPending = (message: string): DomainError => new DomainError('order_not_pending', message, 'id');
