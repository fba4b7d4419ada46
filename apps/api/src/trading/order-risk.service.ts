import { Injectable } from '@nestjs/common';
import { DomainError, minorMax, money, parseDecimal } from '@tradeyard/kernel';
import { costOf } from '@tradeyard/trading';
import { LimitsService } from '../currency/limits.service.js';
import { Clock } from '../platform/clock.js';
import { Config } from '../platform/config.js';
import type { OrderEntity } from './order.entity.js';
import { LeagueLimits } from './league-limits.service.js';
import type { Asked } from './order-drafts.service.js';
import { OrderReader } from './order-reader.service.js';
import type { QuotedMoment } from './moments.service.js';
import { TradingStops } from './trading-stops.service.js';

/** What keeps people from orders that they do not mean, or may not place. */
@Injectable()
export class OrderRisk {
  constructor(
    private readonly reader: OrderReader,
    private readonly stops: TradingStops,
    private readonly limits: LimitsService,
    private readonly config: Config,
    private readonly leagues: LeagueLimits,
    private readonly clock: Clock,
  ) {}

  /** Throws what leagues refuse, `trading_stopped`, `client_order_id_reused`, `duplicate_order`, `amount_too_large` and `limit_exceeded`. */
  async requireAllowed(
    orders: readonly OrderEntity[],
    { book, instrument, moment }: Pick<Asked, 'book' | 'instrument' | 'moment'>,
  ): Promise<void> {
    const [order] = orders;
    if (!order) return;
    this.stops.requireTrading(order.userId);
    this.leagues.requireAllowed(book, instrument);
    const names = orders.map(({ clientOrderId }) => clientOrderId).filter((name) => name !== null);
    if (new Set(names).size < names.length) throw nameTaken();
    const [isTaken] = await Promise.all([
      this.reader.isNameTaken(order.userId, names),
      this.requireSize(order, { book, instrument, moment }),
      this.requireFirst(order, names.length > 0),
    ]);
    if (isTaken) throw nameTaken();
  }

  /** For an order as it is to be, at first and when it is replaced. Throws `amount_too_large`, `limit_exceeded` and `league_position_too_large`. */
  async requireSize(
    order: OrderEntity,
    { book, instrument, moment }: Pick<Asked, 'book' | 'instrument' | 'moment'>,
  ): Promise<void> {
    const field = order.quantity === null ? 'notional.amount' : 'quantity';
    const worth = worthOf(order, moment);
    if (worth > minorMax || (order.quantity ?? 0n) > minorMax) {
      throw new DomainError('amount_too_large', 'The order is larger than any account can hold', field);
    }
    await this.limits.requireWithin('order', money(worth, order.currency), field);
    if (order.side === 'buy') await this.leagues.requireRoom(order, worth, { book, instrument, moment });
  }

  /** Whoever gives each order a name of its own knows what they do; a hand that clicks twice does not. */
  private async requireFirst(order: OrderEntity, isNamed: boolean): Promise<void> {
    const { duplicateOrderMs } = this.config;
    if (isNamed || duplicateOrderMs === 0) return;
    const like = await this.reader.findLike(order, new Date(this.clock.now().getTime() - duplicateOrderMs));
    if (!like) return;
    throw new DomainError(
      'duplicate_order',
      'You have placed the same order a moment ago. Give each a clientOrderId of its own to place both.',
      'clientOrderId',
    );
  }
}

/** What an order comes to at its own price, or at that of the market, in minor units. */
function worthOf(
  { side, quantity, notional, currency, limitPrice, stopPrice }: OrderEntity,
  moment: QuotedMoment,
): bigint {
  if (quantity === null) return notional ?? 0n;
  const own = limitPrice ?? stopPrice;
  const touch = side === 'buy' ? moment.ask : moment.bid;
  return costOf(quantity, own === null ? touch : parseDecimal(own), currency, 'up');
}

export const nameTaken = (): DomainError =>
  new DomainError('client_order_id_reused', 'You have used this clientOrderId before', 'clientOrderId');
