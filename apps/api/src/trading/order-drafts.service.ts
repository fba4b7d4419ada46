import { Injectable } from '@nestjs/common';
import {
  DomainError,
  formatDecimal,
  multiplyDecimals,
  parseDecimal,
  toMinor,
  unitExponent,
  type Decimal,
  type Money,
} from '@tradeyard/kernel';
import { tradedAsset } from '@tradeyard/market';
import {
  hasEntry,
  noPrices,
  requireExits,
  requirePrices,
  requireSensible,
  spanOf,
  trailingLevel,
  trailOf,
  type ExitTerms,
  type LegRole,
  type Order,
  type OrderPrices,
  type OrderSide,
  type OrderSize,
  type OrderType,
} from '@tradeyard/trading';
import { Clock } from '../platform/clock.js';
import { Config } from '../platform/config.js';
import { atField, MoneyDto } from '../platform/money.dto.js';
import { Problem } from '../platform/problem.js';
import type { InstrumentEntity } from '../market-data/instrument.entity.js';
import { LedgerIds } from '../ledger/ledger-ids.service.js';
import { BalancesService } from '../ledger/balances.service.js';
import type { TradingBook } from './books.service.js';
import { MomentsService, type QuotedMoment } from './moments.service.js';
import type { OrderEntity } from './order.entity.js';
import type { OrderPricesDto, PlaceOrderDto, StopLossDto } from './order-terms.dto.js';

/** How long an order is reserved for its owner to think. */
const pendingMs = 60_000;
/** A market order that waits reserves so much more than the price of now: it may open higher. */
const cushion: Decimal = { digits: 105n, scale: 2 };

/** What is asked for, where it is asked, and the market of that moment. */
export type Asked = {
  readonly userId: string;
  readonly body: PlaceOrderDto;
  readonly instrument: InstrumentEntity;
  readonly book: TradingBook;
  readonly moment: QuotedMoment;
  readonly isPoint: boolean;
};

/** Makes orders of what people ask for, or says what is wrong with it. */
@Injectable()
export class OrderDrafts {
  constructor(
    private readonly clock: Clock,
    private readonly config: Config,
    private readonly ids: LedgerIds,
    private readonly moments: MomentsService,
    private readonly balances: BalancesService,
  ) {}

  /** The order, or the legs of its class, the entry first. Throws what the rules of orders do, at the field at fault. */
  async draft(asked: Asked): Promise<OrderEntity[]> {
    const { body, instrument, moment } = asked;
    const { orderClass } = body;
    const isEntry = hasEntry(orderClass);
    const side = readSide(body, isEntry);
    const tickSize = parseDecimal(instrument.tickSize);
    const exits = exitsOf(body);
    for (const { role, type, prices } of exits) requirePrices(type, prices, tickSize, `${fieldOf(role)}.`);
    if (isEntry) {
      const prices = pricesOf(body);
      requirePrices(body.type, prices, tickSize);
      requireSensible(side, prices, moment, this.collar);
      requireExits(orderClass, side, exits, entryPriceOf(prices, moment));
    } else {
      requirePrices('market', pricesOf(body), tickSize);
      requireExits(orderClass, side, exits, moment.bid);
    }
    if (body.confirm && orderClass !== 'simple') {
      throw new DomainError('order_class_malformed', 'Only a simple order can be reserved first', 'confirm');
    }
    const size = await this.readSize(asked, isEntry);
    const groupId = orderClass === 'simple' ? null : this.ids.next();
    const entry = isEntry
      ? [
          this.order(asked, {
            role: groupId === null ? null : 'entry',
            side,
            type: body.type,
            prices: pricesOf(body),
            size,
            groupId,
          }),
        ]
      : [];
    return [
      ...entry,
      ...exits.map((exit) =>
        this.order(asked, { ...exit, side: 'sell', size: isEntry ? unknownSize(size) : size, groupId }),
      ),
    ];
  }

  /** When an order may be filled and when it ends, from now. Throws what `spanOf` does. */
  span(
    symbol: string,
    terms: { type: OrderType; timeInForce: Order['timeInForce']; expiresAt?: string | undefined },
  ) {
    const at = this.clock.now();
    const until = terms.expiresAt === undefined ? null : new Date(terms.expiresAt);
    return spanOf({ ...terms, until }, this.moments.sessions(symbol, at), at);
  }

  /** Throws `price_outside_collar` and `stop_already_reached`. */
  requireSensible(side: OrderSide, prices: OrderPrices, moment: QuotedMoment): void {
    requireSensible(side, prices, moment, this.collar);
  }

  private get collar(): Decimal {
    return { digits: BigInt(this.config.orderCollarPercent), scale: 0 };
  }

  /** All that is there of a position, for whoever protects it without saying how much. */
  private async readSize({ body, instrument, book }: Asked, isEntry: boolean): Promise<OrderSize> {
    const isAll = body.orderClass === 'protect' && body.quantity === undefined && body.notional === undefined;
    if (!isAll) return readSize(body, instrument.currency, isEntry);
    const asset = tradedAsset(instrument);
    const balances = await this.balances.list(book.bookId);
    const available = balances.find((each) => each.asset === asset)?.available ?? 0n;
    if (available > 0n) return { quantity: available };
    throw new DomainError(
      'insufficient_shares',
      `There is nothing free of ${instrument.symbol} to protect`,
      'symbol',
    );
  }

  private order(asked: Asked, leg: Leg): OrderEntity {
    const { userId, body, instrument, book, moment, isPoint } = asked;
    const { role, side, type, prices, size, groupId } = leg;
    const at = this.clock.now();
    const isExit = role !== null && role !== 'entry';
    const waits = isExit && hasEntry(body.orderClass);
    const timeInForce =
      isExit && body.timeInForce !== 'gtd' && body.timeInForce !== 'day' ? 'gtc' : body.timeInForce;
    const span = this.span(instrument.symbol, { type, timeInForce, expiresAt: body.expiresAt });
    const { bid, ask, source, at: quotedAt } = moment.quote;
    const isReserved = body.confirm && type === 'market' && moment.isOpen;
    return {
      ...{ id: this.ids.next(), userId, portfolioId: book.portfolioId, bookId: book.bookId },
      ...{ symbol: instrument.symbol, asset: tradedAsset(instrument), currency: instrument.currency },
      ...{ side, type, timeInForce, ...span, ...prices },
      status: body.confirm ? 'pending' : waits ? 'waiting' : 'open',
      pendingUntil: body.confirm ? new Date(at.getTime() + pendingMs) : null,
      reservedQuote: isReserved
        ? { bid: formatDecimal(bid), ask: formatDecimal(ask), at: quotedAt.toISOString(), source }
        : null,
      clientOrderId: nameOf(body, role) ?? null,
      quantity: 'quantity' in size ? size.quantity : null,
      notional: 'notional' in size ? size.notional.minor : null,
      ...{ filledQuantity: 0n, filledCash: 0n, fee: 0n, held: 0n, version: 0n, streamSeq: null },
      watermark: type === 'trailing_stop' && !waits ? formatDecimal(side === 'sell' ? bid : ask) : null,
      reservePrice: reservePriceOf(leg, moment),
      triggeredAt: null,
      ...{ orderClass: body.orderClass, groupId, legRole: role, isPoint },
      ...{ createdAt: at, updatedAt: at, metAt: at },
    };
  }
}

type Leg = {
  readonly role: LegRole | null;
  readonly side: OrderSide;
  readonly type: OrderType;
  readonly prices: OrderPrices;
  readonly size: OrderSize;
  readonly groupId: string | null;
};

/** Of exits that wait: they sell as much as their entry buys, which nobody knows yet where it buys for cash. */
const unknownSize = (size: OrderSize): OrderSize =>
  'quantity' in size ? size : ({ quantity: null } as never);

function readSide({ side }: PlaceOrderDto, isEntry: boolean): OrderSide {
  if (side !== undefined) return side;
  if (!isEntry) return 'sell';
  throw invalid('side', 'Say whether to buy or to sell');
}

function exitsOf({ takeProfit, stopLoss }: PlaceOrderDto): ExitTerms[] {
  return [
    ...(takeProfit
      ? [
          {
            role: 'take_profit' as const,
            type: 'limit' as const,
            prices: { ...noPrices, limitPrice: takeProfit.limitPrice },
          },
        ]
      : []),
    ...(stopLoss
      ? [{ role: 'stop_loss' as const, type: stopTypeOf(stopLoss), prices: pricesOf(stopLoss) }]
      : []),
  ];
}

function stopTypeOf({ trailAmount, trailPercent, limitPrice }: StopLossDto): OrderType {
  if (trailAmount !== undefined || trailPercent !== undefined) return 'trailing_stop';
  return limitPrice === undefined ? 'stop' : 'stop_limit';
}

export const pricesOf = ({
  limitPrice,
  stopPrice,
  trailAmount,
  trailPercent,
}: OrderPricesDto): OrderPrices => ({
  limitPrice: limitPrice ?? null,
  stopPrice: stopPrice ?? null,
  trailAmount: trailAmount ?? null,
  trailPercent: trailPercent ?? null,
});

const fieldOf = (role: LegRole): string => (role === 'take_profit' ? 'takeProfit' : 'stopLoss');

function nameOf({ clientOrderId, takeProfit, stopLoss, orderClass }: PlaceOrderDto, role: LegRole | null) {
  if (role === 'take_profit')
    return takeProfit?.clientOrderId ?? (hasEntry(orderClass) ? undefined : clientOrderId);
  if (role === 'stop_loss')
    return stopLoss?.clientOrderId ?? (hasEntry(orderClass) || takeProfit ? undefined : clientOrderId);
  return clientOrderId;
}

/** What exits are compared with: the price that the entry is made at. */
const entryPriceOf = ({ limitPrice, stopPrice }: OrderPrices, { ask }: QuotedMoment): Decimal => {
  const own = limitPrice ?? stopPrice;
  return own === null ? ask : parseDecimal(own);
};

/** Per unit: a buy, and a sale for cash. It is never worse than the order can be filled at, where the order says so. */
export function reservePriceOf(
  { side, type, prices, size }: Pick<Leg, 'side' | 'type' | 'prices' | 'size'>,
  { bid, ask, isOpen }: Pick<QuotedMoment, 'bid' | 'ask' | 'isOpen'>,
): string | null {
  if (side === 'sell' && !('notional' in size)) return null;
  const own = prices.limitPrice ?? prices.stopPrice;
  if (own !== null) return own;
  const touch = side === 'buy' ? ask : bid;
  const trail = trailOf(prices);
  if (trail) return formatDecimal(trailingLevel(side, touch, trail));
  return formatDecimal(
    type === 'market' && !isOpen && side === 'buy' ? multiplyDecimals(touch, cushion) : touch,
  );
}

/** Throws a problem unless exactly one of quantity and notional is given, in the instrument's currency. */
export function readSize(
  { quantity, notional }: { quantity?: string | undefined; notional?: MoneyDto | undefined },
  currency: string,
  allowsCash = true,
): OrderSize {
  if ((quantity === undefined) === (notional === undefined)) {
    throw invalid('quantity', 'Give either a quantity or a notional amount of cash');
  }
  if (quantity !== undefined) return { quantity: readQuantity(quantity) };
  if (!allowsCash) throw invalid('notional', 'Exits sell a quantity');
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

function invalid(field: string, message: string): Problem {
  return new Problem('validation_failed', message, [{ field, message }]);
}
