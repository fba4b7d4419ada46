import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { compareDecimals, DomainError, parseDecimal } from '@tradeyard/kernel';
import { isResting, orderStatuses } from '@tradeyard/trading';
import { In, LessThan, MoreThan, Not, type Repository } from 'typeorm';
import { validate as isUuid } from 'uuid';
import { lowestIdOf } from '../ledger/ledger-ids.service.js';
import { findRows } from '../platform/entity-rows.js';
import { oneAtATime } from '../platform/one-at-a-time.js';
import { page } from '../platform/page.dto.js';
import { uuids } from '../platform/postgres-array.js';
import { FillEntity, OrderEntity, OrderEventEntity } from './order.entity.js';
import {
  OrderDto,
  OrderEventDto,
  type ChangedOrderDto,
  type OrderDetailDto,
  type OrderPageDto,
  type OrderQuery,
} from './trading.dto.js';
import { WaitingReasons } from './waiting-reasons.service.js';

/** So much of an order's history goes along with each change of it. */
const toldEventsMax = 20;
const resting = orderStatuses.filter(isResting);
const ended = orderStatuses.filter((status) => !isResting(status));

/** A name that somebody wants to give an order. */
type Named = { readonly userId: string; readonly name: string };

/** Reads orders as their owners see them. */
@Injectable()
export class OrderReader {
  private readonly taken = oneAtATime((asked: readonly Named[]) => this.findTaken(asked));

  constructor(
    @InjectRepository(OrderEntity) private readonly orders: Repository<OrderEntity>,
    @InjectRepository(FillEntity) private readonly fills: Repository<FillEntity>,
    @InjectRepository(OrderEventEntity) private readonly events: Repository<OrderEventEntity>,
    private readonly reasons: WaitingReasons,
  ) {}

  async list(
    userId: string,
    { limit, cursor, symbol, status, portfolioId }: OrderQuery,
  ): Promise<OrderPageDto> {
    const found = await this.orders.find({
      where: {
        userId,
        ...(symbol !== undefined && { symbol }),
        ...(portfolioId !== undefined && { portfolioId }),
        ...(status !== undefined && { status: In(status === 'open' ? resting : ended) }),
        ...(cursor !== undefined && { id: LessThan(cursor) }),
      },
      order: { id: 'desc' },
      take: limit + 1,
    });
    const { items, next } = page(found, limit, ({ id }) => id);
    return { items: await this.withFills(items), next };
  }

  /** Automated points that still wait, newest first. */
  async listPoints(
    userId: string,
    limit: number,
    cursor?: string,
  ): Promise<{ items: OrderEntity[]; next: string | null }> {
    const found = await this.orders.find({
      where: {
        userId,
        isPoint: true,
        status: In(resting),
        ...(cursor !== undefined && { id: LessThan(cursor) }),
      },
      order: { id: 'desc' },
      take: limit + 1,
    });
    return page(found, limit, ({ id }) => id);
  }

  /** Throws `order_not_found`, also for an order of somebody else. */
  async get(userId: string, id: string): Promise<OrderDetailDto> {
    const group = await this.group(userId, id);
    const [dtos, events] = await Promise.all([
      this.withFills(group),
      this.events.find({ where: { orderId: id }, order: { id: 'asc' } }),
    ]);
    const order = dtos.find((each) => each.id === id) as OrderDto;
    return Object.assign(order, {
      legs: dtos.filter((each) => each !== order),
      events: events.map((event) => OrderEventDto.from(event)),
    });
  }

  /** An order with those of its class, in the order of their ids. Throws `order_not_found`. */
  async group(userId: string, id: string): Promise<OrderEntity[]> {
    const order = isUuid(id) ? await this.orders.findOneBy({ id, userId }) : null;
    if (!order) throw new DomainError('order_not_found', 'You have no such order', 'id');
    const { groupId } = order;
    return groupId === null ? [order] : this.orders.find({ where: { groupId }, order: { id: 'asc' } });
  }

  /** Orders of any owner that can still change, each with those of its class, by their ids. */
  async groupsOf(ids: readonly string[]): Promise<Map<string, OrderEntity[]>> {
    const orders = await this.readAll('id = any ($1::uuid[])', ids);
    const groupIds = [...new Set(orders.map(({ groupId }) => groupId).filter((id) => id !== null))];
    const legs =
      groupIds.length === 0 ? [] : await this.readAll('group_id = any ($1::uuid[]) order by id', groupIds);
    const groups = Map.groupBy(legs, ({ groupId }) => groupId);
    return new Map(orders.map((order) => [order.id, groups.get(order.groupId) ?? [order]]));
  }

  private readAll(condition: string, ids: readonly string[]): Promise<OrderEntity[]> {
    const values = [uuids(ids, (id) => id)];
    return findRows(this.orders.manager.dataSource, 'order', { condition, values });
  }

  /** Ids of what rests in a book, or of somebody, or of all; the oldest first. */
  async listResting(
    of: { userId?: string; bookId?: string },
    after: string | undefined,
    limit: number,
  ): Promise<string[]> {
    const found = await this.orders.find({
      select: { id: true },
      where: { ...of, status: In(resting), ...(after !== undefined && { id: MoreThan(after) }) },
      order: { id: 'asc' },
      take: limit,
    });
    return found.map(({ id }) => id);
  }

  /** Whether the name is taken among the user's, or the same order was placed since a moment. */
  async findLike(order: OrderEntity, since: Date): Promise<OrderEntity | null> {
    const { userId, symbol, bookId, side, type, quantity, notional } = order;
    const { limitPrice, stopPrice, trailAmount, trailPercent, timeInForce, orderClass } = order;
    const recent = await this.orders.find({
      where: { userId, symbol, id: MoreThan(lowestIdOf(since)) },
      order: { id: 'desc' },
      take: 20,
    });
    const like = {
      ...{ bookId, side, type, quantity, notional, timeInForce, orderClass },
      ...{ limitPrice, stopPrice, trailAmount, trailPercent },
    };
    // Who takes an order back and places it again means it.
    return (
      recent
        .filter(({ status }) => isResting(status) || status === 'filled')
        .find((each) =>
          Object.entries(like).every(([name, value]) => isEqual(each[name as keyof OrderEntity], value)),
        ) ?? null
    );
  }

  /** What the buys of an instrument that rest in a book have reserved, in minor units, but for one order. */
  async sumReserved(
    of: { userId: string; bookId: string; symbol: string },
    exceptId: string,
  ): Promise<bigint> {
    const found = await this.orders.find({
      select: { id: true, held: true },
      where: { ...of, side: 'buy', status: In(resting), id: Not(exceptId) },
    });
    return found.reduce((sum, { held }) => sum + held, 0n);
  }

  async isNameTaken(userId: string, names: readonly string[]): Promise<boolean> {
    const answers = await Promise.all(names.map((name) => this.taken.load({ userId, name })));
    return answers.includes(true);
  }

  private async findTaken(asked: readonly Named[]): Promise<boolean[]> {
    const rows: { place: number }[] = await this.orders.query(
      `select place::int from unnest($1::uuid[], $2::text[]) with ordinality as asked (user_id, name, place)
       where exists (select from "order" o where o.user_id = asked.user_id and o.client_order_id = asked.name)`,
      [asked.map(({ userId }) => userId), asked.map(({ name }) => name)],
    );
    const places = new Set(rows.map(({ place }) => place - 1));
    return asked.map((_, place) => places.has(place));
  }

  /** Orders that changed after a number of the stream, by their number, at most `limit`. */
  async listChanged(
    userId: string,
    seq: number,
    limit: number,
  ): Promise<{ seq: number; data: ChangedOrderDto }[]> {
    const changed = await this.orders.find({
      where: { userId, streamSeq: MoreThan(BigInt(seq)) },
      order: { streamSeq: 'asc' },
      take: limit,
    });
    const [orders, events] = await Promise.all([
      this.withFills(changed),
      this.newestEvents(changed.map(({ id }) => id)),
    ]);
    return orders.map((order, index) => ({
      seq: Number(changed[index]?.streamSeq),
      data: Object.assign(order, {
        events: (events.get(order.id) ?? []).map((event) => OrderEventDto.from(event)),
      }),
    }));
  }

  /** What happened to orders, oldest first; of each the newest only. */
  private async newestEvents(orderIds: readonly string[]): Promise<Map<string, OrderEventEntity[]>> {
    const rows: OrderEventEntity[] = await this.events.query(
      `select e.* from unnest($1::uuid[]) as asked (id) cross join lateral (
         select id, order_id as "orderId", user_id as "userId", at, kind, actor, cause, detail from order_event
         where order_id = asked.id order by id desc limit $2
       ) as e order by e.id`,
      [orderIds, toldEventsMax],
    );
    return Map.groupBy(rows, ({ orderId }) => orderId);
  }

  async withFills(orders: readonly OrderEntity[]): Promise<OrderDto[]> {
    if (orders.length === 0) return [];
    const filled = orders.filter(({ filledQuantity }) => filledQuantity > 0n);
    const fills =
      filled.length === 0
        ? []
        : await this.fills.find({
            where: { orderId: In(filled.map(({ id }) => id)) },
            order: { id: 'asc' },
          });
    const byOrder = Map.groupBy(fills, ({ orderId }) => orderId);
    return orders.map((order) =>
      OrderDto.from(order, byOrder.get(order.id) ?? [], this.reasons.reasonOf(order)),
    );
  }
}

/** Prices come back from storage with their own number of places. */
const isEqual = (a: unknown, b: unknown): boolean =>
  isPrice(a) && isPrice(b) ? compareDecimals(parseDecimal(a), parseDecimal(b)) === 0 : a === b;

const isPrice = (value: unknown): value is string => typeof value === 'string' && /^[\d.]+$/.test(value);
