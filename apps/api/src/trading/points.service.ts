import { Injectable } from '@nestjs/common';
import {
  addDecimals,
  compareDecimals,
  divide,
  DomainError,
  formatDecimal,
  formatMinor,
  parseDecimal,
  powerOfTen,
  type Decimal,
} from '@tradeyard/kernel';
import type { Call } from '../ledger/call.dto.js';
import { QuotesService } from '../market-data/quotes.service.js';
import { Clock } from '../platform/clock.js';
import { atField } from '../platform/money.dto.js';
import { MomentsService } from './moments.service.js';
import type { OrderEntity } from './order.entity.js';
import { OrderPlacing } from './order-placing.service.js';
import { OrderReader } from './order-reader.service.js';
import { PlaceOrderDto, type PlacePointDto } from './order-terms.dto.js';
import type { OrderDto, PointDto, PointPageDto } from './trading.dto.js';

/** Automated points: limit orders that wait until they are cancelled, with how far the price is from them. */
@Injectable()
export class PointsService {
  constructor(
    private readonly placing: OrderPlacing,
    private readonly reader: OrderReader,
    private readonly moments: MomentsService,
    private readonly quotes: QuotesService,
    private readonly clock: Clock,
  ) {}

  /** Throws `stop_already_reached` where the price is there already, and what placing an order does. */
  async place(userId: string, { kind, price, ...rest }: PlacePointDto, call: Call): Promise<PointDto> {
    const side = kind === 'buy_when_falls' ? 'buy' : 'sell';
    this.requireAhead(rest.symbol, side, price);
    const body = Object.assign(new PlaceOrderDto(), rest, {
      side,
      type: 'limit',
      limitPrice: price,
      timeInForce: 'gtc',
    });
    return this.pointOf(await this.placing.place(userId, body, call, true));
  }

  async list(userId: string, limit: number, cursor: string | undefined): Promise<PointPageDto> {
    const { items, next } = await this.reader.listPoints(userId, limit, cursor);
    const orders = await this.reader.withFills(items);
    return { items: orders.map((order) => this.pointOf(order)), next };
  }

  private requireAhead(symbol: string, side: OrderEntity['side'], text: string): void {
    const moment = this.moments.now(symbol, this.clock.now());
    if (!moment) return; // placing it says why there is none
    const price = atField('price', () => parseDecimal(text));
    const isThere =
      side === 'buy' ? compareDecimals(moment.ask, price) <= 0 : compareDecimals(moment.bid, price) >= 0;
    if (!isThere) return;
    const message =
      side === 'buy'
        ? `${symbol} costs no more than that already`
        : `${symbol} brings no less than that already`;
    throw new DomainError('stop_already_reached', message, 'price');
  }

  private pointOf(order: OrderDto): PointDto {
    const quote = this.quotes.findQuote(order.symbol);
    const kind = order.side === 'buy' ? 'buy_when_falls' : 'sell_when_rises';
    if (!quote || order.limitPrice === null)
      return { kind, order, price: null, distance: null, distancePercent: null };
    const now = order.side === 'buy' ? quote.ask : quote.bid;
    const goal = parseDecimal(order.limitPrice);
    const distance = addDecimals(goal, { ...now, digits: -now.digits });
    return {
      ...{ kind, order, price: formatDecimal(now), distance: formatDecimal(distance) },
      distancePercent: formatMinor(percentOf(distance, now), 2),
    };
  }
}

/** In hundredths of a percent. */
const percentOf = (part: Decimal, whole: Decimal): bigint =>
  divide(part.digits * powerOfTen(whole.scale) * 10_000n, whole.digits * powerOfTen(part.scale), 'halfEven');
