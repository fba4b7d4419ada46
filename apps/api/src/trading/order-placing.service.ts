import { Injectable } from '@nestjs/common';
import { DomainError, money } from '@tradeyard/kernel';
import { customer, type Command } from '@tradeyard/ledger';
import {
  estimateOf,
  isLive,
  meetMarket,
  reheld,
  type Course,
  type Meeting,
  type TradingModels,
} from '@tradeyard/trading';
import { DatabaseError } from 'pg';
import type { Call } from '../ledger/call.dto.js';
import { LedgerService } from '../ledger/ledger.service.js';
import { InstrumentsService } from '../market-data/instruments.service.js';
import { QuotesService } from '../market-data/quotes.service.js';
import { Clock } from '../platform/clock.js';
import { MoneyDto } from '../platform/money.dto.js';
import { Problem } from '../platform/problem.js';
import { BooksService } from './books.service.js';
import { MomentsService, type QuotedMoment } from './moments.service.js';
import type { OrderEntity } from './order.entity.js';
import { OrderAnnouncer } from './order-announcer.service.js';
import { OrderCommands, quoteText, type Change, type Who } from './order-commands.service.js';
import { OrderDrafts } from './order-drafts.service.js';
import { nameTaken, OrderRisk } from './order-risk.service.js';
import type { PlaceOrderDto } from './order-terms.dto.js';
import { OrderDto, type OrderPreviewDto, type PlacedOrderDto } from './trading.dto.js';
import { WaitingReasons } from './waiting-reasons.service.js';

/** An order that can be placed: what becomes of it at once, and what it may cost. */
type Prepared = { readonly change: Change; readonly moment: QuotedMoment; readonly models: TradingModels };

/** Takes orders: each is filled at once as far as the market allows, and the rest of it waits. */
@Injectable()
export class OrderPlacing {
  constructor(
    private readonly ledger: LedgerService,
    private readonly instruments: InstrumentsService,
    private readonly quotes: QuotesService,
    private readonly books: BooksService,
    private readonly moments: MomentsService,
    private readonly drafts: OrderDrafts,
    private readonly risk: OrderRisk,
    private readonly commands: OrderCommands,
    private readonly reasons: WaitingReasons,
    private readonly announcer: OrderAnnouncer,
    private readonly clock: Clock,
  ) {}

  /** The order as it is once it is placed. `isPoint` marks an automated point. */
  async place(userId: string, body: PlaceOrderDto, call: Call, isPoint = false): Promise<PlacedOrderDto> {
    const first = await this.ledger.recall<PlacedOrderDto>(userId, call);
    if (first) return first;
    const prepared = await this.prepare(userId, body, isPoint);
    const command = await this.command(prepared, { actor: userId, origin: call.origin });
    try {
      const { orders, dto } = await this.submit(command, call);
      this.announcer.tell(orders);
      return dto;
    } catch (error) {
      throw isNameTaken(error) ? nameTaken() : error;
    }
  }

  /** Writes nothing. What cannot be placed says why in `refusals`. */
  async preview(userId: string, body: PlaceOrderDto): Promise<OrderPreviewDto> {
    try {
      const prepared = await this.prepare(userId, body, false);
      const [order] = prepared.change.course.orders as [OrderEntity];
      const cash = customer(order.bookId, order.currency);
      let free = 0n;
      const command = await this.command(prepared, { actor: userId, origin: 'preview' });
      const outcome = await this.ledger.preview({
        ...command,
        decide: (unit) => {
          const { balance, held } = unit.account(cash);
          free = balance - held;
          return command.decide(unit);
        },
      });
      const figures = figuresOf(prepared, free);
      if (outcome.status === 'refused')
        return { order: null, ...figures, refusals: [refusalOf(outcome.error)] };
      return { order: this.placed(prepared.change.course.orders), ...figures, refusals: [] };
    } catch (error) {
      return { order: null, amount: null, fee: null, cashAfter: null, refusals: [refusalOf(error)] };
    }
  }

  private async prepare(userId: string, body: PlaceOrderDto, isPoint: boolean): Promise<Prepared> {
    const [instrument, book] = await Promise.all([
      this.instruments.getTradable(body.symbol),
      this.books.getBook(userId, body.portfolioId),
    ]);
    const at = this.clock.now();
    // Who wants to trade now needs a price of now.
    const isNow = body.type === 'market' || body.timeInForce === 'ioc' || body.timeInForce === 'fok';
    const known = this.moments.now(instrument.symbol, at);
    if (!known || (isNow && !known.isFresh)) this.quotes.getQuote(instrument.symbol);
    if (!known) throw new DomainError('quote_unavailable', `There is no price of ${instrument.symbol} yet`);
    const moment = { ...known, volume: this.quotes.lastVolume(instrument.symbol) };
    const models = book.modelsIn(instrument.currency);
    const asked = { userId, body, instrument, book, moment, isPoint };
    const orders = await this.drafts.draft(asked);
    await this.risk.requireAllowed(orders, asked);
    const change = begin(orders, moment, models);
    requireSize(change.course, body);
    return { change, moment, models };
  }

  private async command({ change, moment }: Prepared, who: Who): Promise<Command<PlacedOrderDto>> {
    const command = await this.commands.prepare(change, who, 'throw');
    return {
      ...command,
      decide: (unit) => {
        // The command may have waited for a database that was away.
        if (change.executed && this.quotes.isStale(moment.quote, unit.at)) {
          throw new DomainError(
            'quote_unavailable',
            `The price of ${moment.quote.symbol} was too old by the time it could be traded on`,
          );
        }
        const written = command.decide(unit);
        if (written.status === 'stale') throw new Error('A new order cannot have changed');
        return this.placed(written.orders, written.fill ? [written.fill] : []);
      },
    };
  }

  private async submit(command: Command<PlacedOrderDto>, call: Call) {
    const dto = await this.ledger.submit(command, call);
    return {
      dto,
      orders: [dto, ...dto.legs].map(({ id, status, portfolioId, symbol }) => ({
        id,
        status,
        portfolioId,
        symbol,
        userId: command.actor ?? '',
      })),
    };
  }

  private placed(
    orders: readonly OrderEntity[],
    fills: Parameters<typeof OrderDto.from>[1] = [],
  ): PlacedOrderDto {
    const [first, ...legs] = orders.map((order) =>
      OrderDto.from(
        order,
        fills.filter(({ orderId }) => orderId === order.id),
        this.reasons.reasonOf(order),
      ),
    );
    return Object.assign(first as OrderDto, { legs });
  }
}

/** New orders: reserved, or met by the market of this moment, the first that can be filled. */
function begin(orders: readonly OrderEntity[], moment: QuotedMoment, models: TradingModels): Change {
  const happenings = orders.map(({ id, status }) => ({
    orderId: id,
    kind: 'place' as const,
    cause: status === 'pending' ? 'reserved by its owner' : 'placed by its owner',
  }));
  const course = reheld({ orders, happenings }, models.fee);
  const { bid, ask, quote, at } = moment;
  const change = {
    metAt: at,
    before: [],
    course,
    executed: null,
    feeModel: models.fee,
    quote: quoteText({ bid, ask }, quote.at, quote.source),
  };
  if (!moment.isFresh) return change;
  let met: Meeting<OrderEntity> = { course, executed: null, reason: null };
  for (const { id, status, timeInForce } of orders) {
    if (met.executed || !isLive(status)) continue;
    // How much was traded in the newest tick is known to all: only who cannot wait for the next one has a share of it.
    const isNow = timeInForce === 'ioc' || timeInForce === 'fok';
    const market = isNow ? moment : { ...moment, volume: { digits: 0n, scale: 0 } };
    met = meetMarket(met.course, id, market, models);
  }
  return { ...change, course: met.course, executed: met.executed };
}

function requireSize({ orders }: Course<OrderEntity>, { quantity }: PlaceOrderDto): void {
  if (!orders.some(({ status }) => status === 'rejected')) return;
  const message = 'The order comes to less than the smallest unit that can be traded';
  throw new DomainError('order_too_small', message, quantity === undefined ? 'notional.amount' : 'quantity');
}

/** What changes hands at once; or, of an order that waits, what it comes to at its own price. */
function figuresOf(
  { change, moment, models }: Prepared,
  free: bigint,
): Pick<OrderPreviewDto, 'amount' | 'fee' | 'cashAfter'> {
  const { executed, course } = change;
  const [order] = course.orders as [OrderEntity];
  const { currency, side, held } = order;
  const text = (minor: bigint): MoneyDto => MoneyDto.from(money(minor, currency));
  const { cash, fee } = executed?.execution ?? estimateOf(order, moment, models.fee);
  const flow = executed ? (side === 'buy' ? -cash : cash) - fee : 0n;
  return { amount: text(cash), fee: text(fee), cashAfter: text(free + flow - (side === 'buy' ? held : 0n)) };
}

function refusalOf(error: unknown): OrderPreviewDto['refusals'][number] {
  if (error instanceof DomainError)
    return { code: error.code, message: error.message, field: error.field ?? null };
  if (error instanceof Problem) {
    return { code: error.code, message: error.message, field: error.errors?.[0]?.field ?? null };
  }
  throw error;
}

const isNameTaken = (error: unknown): boolean =>
  error instanceof DatabaseError && error.constraint === 'order_user_id_client_order_id_key';
