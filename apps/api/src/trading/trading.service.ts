import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import {
  DomainError,
  formatDecimal,
  parseDecimal,
  toMinor,
  unitExponent,
  type Money,
} from '@tradeyard/kernel';
import type { Command, Journal, Unit } from '@tradeyard/ledger';
import { tradedAsset, type Quote } from '@tradeyard/market';
import {
  fillAtMarket,
  isResting,
  nextStatus,
  orderStatuses,
  trade,
  type Fill,
  type MarketOrder,
  type OrderSize,
} from '@tradeyard/trading';
import { DatabaseError } from 'pg';
import { In, LessThan, MoreThan, type Repository } from 'typeorm';
import { validate as isUuid } from 'uuid';
import { WorthService } from '../currency/worth.service.js';
import type { Call } from '../ledger/call.dto.js';
import { LedgerService } from '../ledger/ledger.service.js';
import { InstrumentsService } from '../market-data/instruments.service.js';
import { QuotesService } from '../market-data/quotes.service.js';
import { atField, MoneyDto } from '../platform/money.dto.js';
import { page } from '../platform/page.dto.js';
import { Problem } from '../platform/problem.js';
import { Signals } from '../platform/signals.js';
import { FillEntity, OrderEntity, OrderEventEntity } from './order.entity.js';
import {
  OrderDto,
  OrderEventDto,
  type OrderDetailDto,
  type OrderPageDto,
  type OrderQuery,
  type PlaceOrderDto,
} from './trading.dto.js';

/** Told to all processes, with the user's id, after each change of an order. */
export const ordersSignal = 'orders';

@Injectable()
export class TradingService {
  constructor(
    @InjectRepository(OrderEntity) private readonly orders: Repository<OrderEntity>,
    @InjectRepository(FillEntity) private readonly fills: Repository<FillEntity>,
    @InjectRepository(OrderEventEntity) private readonly events: Repository<OrderEventEntity>,
    private readonly ledger: LedgerService,
    private readonly instruments: InstrumentsService,
    private readonly quotes: QuotesService,
    private readonly worth: WorthService,
    private readonly signals: Signals,
  ) {}

  /** Fills a market order at the quote of this moment: order, fill, cash and asset are one movement of the ledger. */
  async place(userId: string, body: PlaceOrderDto, call: Call): Promise<OrderDto> {
    const first = await this.ledger.recall<OrderDto>(userId, call);
    if (first) return first;
    const bookId = requireMainBook(userId, body.portfolioId);
    await this.requireNewName(userId, body.clientOrderId);
    const instrument = await this.instruments.getTradable(body.symbol);
    const size = readSize(body, instrument.currency);
    const order = {
      bookId,
      asset: tradedAsset(instrument),
      currency: instrument.currency,
      side: body.side,
      size,
    };
    const quote = this.quotes.getQuote(instrument.symbol);
    const fill = atField('quantity' in size ? 'quantity' : 'notional.amount', () =>
      fillAtMarket(order, quote),
    );
    const journal = await this.worth.value(trade(order, fill));
    const command = orderCommand(userId, call.origin, body, { order, fill, journal, quote });
    const decide: typeof command.decide = (unit) => {
      // The command may have waited for a database that was away.
      if (this.quotes.isStale(quote, unit.at)) throw quoteTooOld(quote);
      return command.decide(unit);
    };
    try {
      const placed = await this.ledger.submit({ ...command, decide }, call);
      this.signals.publish(ordersSignal, userId);
      return placed;
    } catch (error) {
      throw isNameTaken(error) ? nameTaken() : error;
    }
  }

  // The table refuses a second order of one name, but with it the whole group that the order is written in; so the
  // table is asked first, and refuses only what two requests send at the same instant.
  private async requireNewName(userId: string, clientOrderId: string | undefined): Promise<void> {
    if (clientOrderId === undefined) return;
    if (await this.orders.existsBy({ userId, clientOrderId })) throw nameTaken();
  }

  async list(userId: string, { limit, cursor, symbol, status }: OrderQuery): Promise<OrderPageDto> {
    const found = await this.orders.find({
      where: {
        userId,
        ...(symbol !== undefined && { symbol }),
        ...(status !== undefined && {
          status: In(orderStatuses.filter((s) => isResting(s) === (status === 'open'))),
        }),
        ...(cursor !== undefined && { id: LessThan(cursor) }),
      },
      order: { id: 'desc' },
      take: limit + 1,
    });
    const { items, next } = page(found, limit, ({ id }) => id);
    return { items: await this.withFills(items), next };
  }

  /** Throws `order_not_found`, also for an order of somebody else. */
  async get(userId: string, id: string): Promise<OrderDetailDto> {
    const order = isUuid(id) ? await this.orders.findOneBy({ id, userId }) : null;
    const [found] = order ? await this.withFills([order]) : [];
    if (!found) throw new DomainError('order_not_found', 'You have no such order', 'id');
    const events = await this.events.find({ where: { orderId: id }, order: { id: 'asc' } });
    return Object.assign(found, { events: events.map((event) => OrderEventDto.from(event)) });
  }

  /** Orders that changed after a number of the stream, by their number, at most `limit`. */
  async listChanged(userId: string, seq: number, limit: number): Promise<{ seq: number; data: OrderDto }[]> {
    const changed = await this.orders.find({
      where: { userId, streamSeq: MoreThan(BigInt(seq)) },
      order: { streamSeq: 'asc' },
      take: limit,
    });
    const orders = await this.withFills(changed);
    return orders.map((data, index) => ({ seq: Number(changed[index]?.streamSeq), data }));
  }

  private async withFills(orders: readonly OrderEntity[]): Promise<OrderDto[]> {
    if (orders.length === 0) return [];
    const fills = await this.fills.find({
      where: { orderId: In(orders.map(({ id }) => id)) },
      order: { id: 'asc' },
    });
    const byOrder = Map.groupBy(fills, ({ orderId }) => orderId);
    return orders.map((order) => OrderDto.from(order, byOrder.get(order.id) ?? []));
  }
}

/** The main portfolio trades with the wallet: its book is the user's own. Throws `portfolio_not_found`. */
function requireMainBook(userId: string, portfolioId: string | undefined): string {
  if (portfolioId !== undefined && portfolioId !== userId) {
    throw new DomainError('portfolio_not_found', 'You have no such portfolio', 'portfolioId');
  }
  return userId;
}

/** Throws a problem unless exactly one of quantity and notional is given, in the instrument's currency. */
function readSize({ quantity, notional }: PlaceOrderDto, currency: string): OrderSize {
  if ((quantity === undefined) === (notional === undefined)) {
    const message = 'Give either a quantity or a notional amount of cash';
    throw new Problem('validation_failed', message, [{ field: 'quantity', message }]);
  }
  if (quantity !== undefined) return { quantity: readQuantity(quantity) };
  const cash: Money = MoneyDto.readPositive(notional as MoneyDto, 'notional');
  if (cash.currency !== currency) {
    throw new DomainError(
      'currency_mismatch',
      `This instrument is traded in ${currency}`,
      'notional.currency',
    );
  }
  return { notional: cash };
}

/** Hundred-millionths above zero, at the field `quantity`. */
function readQuantity(text: string): bigint {
  return atField('quantity', () => {
    const quantity = toMinor(parseDecimal(text), unitExponent);
    if (quantity > 0n) return quantity;
    throw new DomainError('amount_must_be_positive', `The quantity must be more than zero, ${text} is not`);
  });
}

/** What an order comes to, and the quote that it is filled at. */
type Filled = {
  readonly order: MarketOrder;
  readonly fill: Fill;
  readonly journal: Journal;
  readonly quote: Quote;
};

function orderCommand(
  userId: string,
  origin: string,
  asked: PlaceOrderDto,
  { order, fill, journal, quote }: Filled,
): Command<OrderDto> {
  return {
    accounts: journal.lines.map(({ account }) => account),
    actor: userId,
    origin,
    decide: (unit) => {
      const [at, orderId] = [unit.at, unit.newId()];
      const price = formatDecimal(fill.price);
      const detail = { symbol: quote.symbol, side: order.side, price, orderId };
      const booked = unit.book({ ...journal, detail });
      const placed: OrderEntity = {
        id: orderId,
        userId,
        bookId: order.bookId,
        symbol: quote.symbol,
        side: order.side,
        type: asked.type,
        status: nextStatus('open', 'fill') ?? 'open',
        timeInForce: asked.timeInForce,
        clientOrderId: asked.clientOrderId ?? null,
        quantity: 'quantity' in order.size ? order.size.quantity : null,
        notional: 'notional' in order.size ? order.size.notional.minor : null,
        currency: order.currency,
        filledQuantity: fill.quantity,
        filledCash: fill.cash.minor,
        createdAt: at,
        updatedAt: at,
        streamSeq: null,
        asset: order.asset,
        fee: 0n,
        expiresAt: null,
        limitPrice: null,
        stopPrice: null,
        trailAmount: null,
        trailPercent: null,
        watermark: null,
        triggeredAt: null,
        orderClass: 'simple',
        groupId: null,
        legRole: null,
        held: 0n,
        version: 0n,
      };
      const execution: FillEntity = {
        id: unit.newId(),
        orderId,
        journalId: booked.id,
        at,
        quantity: fill.quantity,
        price,
        cash: fill.cash.minor,
        fee: 0n,
        rule: fill.rule,
        bid: formatDecimal(quote.bid),
        ask: formatDecimal(quote.ask),
        quotedAt: quote.at,
        quoteSource: quote.source,
      };
      unit.save('order', placed);
      unit.save('fill', execution);
      saveHistory(unit, placed, fill);
      return OrderDto.from(placed, [execution]);
    },
  };
}

/** An order that was filled as it was placed. */
function saveHistory(unit: Unit, { id: orderId, userId }: OrderEntity, { rule }: Fill): void {
  const history = [
    { kind: 'place', actor: userId, cause: 'placed by its owner' },
    { kind: 'fill', actor: null, cause: rule },
  ];
  for (const happened of history) {
    const event: OrderEventEntity = {
      id: unit.newId(),
      orderId,
      userId,
      at: unit.at,
      detail: {},
      ...happened,
    };
    unit.save('order_event', event);
  }
}

const isNameTaken = (error: unknown): boolean =>
  error instanceof DatabaseError && error.constraint === 'order_user_id_client_order_id_key';

const nameTaken = (): DomainError =>
  new DomainError('client_order_id_reused', 'You have used this clientOrderId before', 'clientOrderId');

const quoteTooOld = ({ symbol }: Quote): DomainError =>
  new DomainError(
    'quote_unavailable',
    `The price of ${symbol} was too old by the time it could be traded on`,
  );
