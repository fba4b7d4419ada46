import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { formatMinor, money, unitExponent } from '@tradeyard/kernel';
import {
  actionsOf,
  averagePrice,
  legRoles,
  orderClasses,
  orderSides,
  orderStatuses,
  orderTypes,
  ownerActions,
  timesInForce,
  type LegRole,
  type OrderClass,
  type OrderSide,
  type OrderStatus,
  type OrderType,
  type OwnerAction,
  type TimeInForce,
} from '@tradeyard/trading';
import { IsIn, IsOptional, IsUUID } from 'class-validator';
import { MoneyDto } from '../platform/money.dto.js';
import { PageDto, PageQuery } from '../platform/page.dto.js';
import { IsText } from '../platform/validation.js';
import type { FillEntity, OrderEntity, OrderEventEntity } from './order.entity.js';
import type { WaitingReason } from './waiting-reasons.service.js';

/** `open`: can still be filled, or waits for that. `closed`: filled, cancelled, expired or rejected. */
export const orderStates = ['open', 'closed'] as const;
export type OrderState = (typeof orderStates)[number];

export class OrderQuery extends PageQuery {
  @ApiPropertyOptional({
    enum: orderStates,
    description: 'Those that can still change, or those that have ended',
  })
  @IsOptional()
  @IsIn(orderStates)
  status?: OrderState;

  @ApiPropertyOptional({ example: 'AAPL' })
  @IsOptional()
  @IsText(20)
  symbol?: string;

  @ApiPropertyOptional({ format: 'uuid', description: 'Those of one portfolio' })
  @IsOptional()
  @IsUUID()
  portfolioId?: string;

  @ApiPropertyOptional({ description: '`next` of the page before' })
  @IsOptional()
  @IsUUID('all', { message: 'Send `next` of the page before, as it is' })
  override cursor?: string;
}

export class PointQuery extends PageQuery {
  @ApiPropertyOptional({ description: '`next` of the page before' })
  @IsOptional()
  @IsUUID('all', { message: 'Send `next` of the page before, as it is' })
  override cursor?: string;
}

export class FillQuoteDto {
  @ApiProperty({ example: '232.50' }) bid!: string;
  @ApiProperty({ example: '232.56' }) ask!: string;
  @ApiProperty({ format: 'date-time' }) at!: string;
  @ApiProperty({ example: 'simulated' }) source!: string;
}

export class FillDto {
  @ApiProperty({ format: 'uuid' }) id!: string;
  @ApiProperty({ format: 'date-time' }) at!: string;
  @ApiProperty({ example: '4.29996560' }) quantity!: string;
  @ApiProperty({ example: '232.56', description: 'Per unit' }) price!: string;
  @ApiProperty() amount!: MoneyDto;
  @ApiProperty() fee!: MoneyDto;
  @ApiProperty({ example: 'at the ask', description: 'Why this price' }) rule!: string;
  @ApiProperty({ example: '0.5 %', description: 'Why this fee' }) feeRule!: string;
  @ApiProperty({ example: '0.02', description: "How much worse than the model's price, per unit" })
  slippage!: string;
  @ApiProperty({ description: 'What the market said when it was filled' }) quote!: FillQuoteDto;

  static from(fill: FillEntity, currency: string): FillDto {
    return {
      id: fill.id,
      at: fill.at.toISOString(),
      quantity: units(fill.quantity),
      price: fill.price,
      amount: MoneyDto.from(money(fill.cash, currency)),
      fee: MoneyDto.from(money(fill.fee, currency)),
      rule: fill.rule,
      feeRule: fill.feeRule,
      slippage: fill.slippage,
      quote: { bid: fill.bid, ask: fill.ask, at: fill.quotedAt.toISOString(), source: fill.quoteSource },
    };
  }
}

export class WaitingReasonDto {
  @ApiProperty({ example: 'limit_not_met' }) code!: string;
  @ApiProperty({ example: 'limit 98.20 is below the ask 101.15' }) text!: string;
}

const text = (description: string): PropertyDecorator =>
  ApiProperty({ type: String, nullable: true, description });
const moment = (description: string): PropertyDecorator =>
  ApiProperty({ type: String, format: 'date-time', nullable: true, description });

export class OrderDto {
  @ApiProperty({ format: 'uuid' }) id!: string;
  @ApiProperty({ format: 'uuid' }) portfolioId!: string;
  @ApiProperty({ example: 'AAPL' }) symbol!: string;
  @ApiProperty({ enum: orderSides }) side!: OrderSide;
  @ApiProperty({ enum: orderTypes }) type!: OrderType;
  @ApiProperty({ enum: orderStatuses }) status!: OrderStatus;
  @ApiProperty({ enum: timesInForce }) timeInForce!: TimeInForce;
  @ApiProperty({ type: String, nullable: true }) clientOrderId!: string | null;
  @ApiProperty({ type: String, nullable: true, description: 'As asked; null when cash was asked for' })
  quantity!: string | null;
  @ApiProperty({ type: MoneyDto, nullable: true, description: 'As asked; null when units were asked for' })
  notional!: MoneyDto | null;
  @text('Of limit and stop-limit orders, per unit') limitPrice!: string | null;
  @text('Of stop and stop-limit orders, per unit') stopPrice!: string | null;
  @text('How far a trailing stop stays behind, per unit') trailAmount!: string | null;
  @text('The same as a percentage') trailPercent!: string | null;
  @text('The best price since a trailing stop was placed; seconds old') watermark!: string | null;
  @moment('When its stop was hit') triggeredAt!: string | null;
  @moment('It is not filled before') activeFrom!: string | null;
  @moment('When it ends by itself') expiresAt!: string | null;
  @moment('Until when it can be committed') pendingUntil!: string | null;
  @text('Per unit, that it is filled at when it is committed') reservedPrice!: string | null;
  @ApiProperty({ enum: orderClasses }) orderClass!: OrderClass;
  @text('Shared by the orders of one class') groupId!: string | null;
  @ApiProperty({ enum: legRoles, nullable: true, type: String }) legRole!: LegRole | null;
  @ApiProperty({ description: 'An automated point' }) isPoint!: boolean;
  @ApiProperty({ type: MoneyDto, nullable: true, description: 'Cash that is reserved for it' })
  reservedCash!: MoneyDto | null;
  @text('Units that are reserved for it') reservedQuantity!: string | null;
  @ApiProperty({
    type: WaitingReasonDto,
    nullable: true,
    description: 'Why it is not filled; null when it has ended',
  })
  waitingFor!: WaitingReasonDto | null;
  @ApiProperty({ enum: ownerActions, isArray: true, description: 'What can be done about it now' })
  actions!: OwnerAction[];
  @ApiProperty({ example: '4.29996560' }) filledQuantity!: string;
  @text('Per unit, over all fills; after a split their cash for each unit that they have become')
  averagePrice!: string | null;
  @ApiProperty({ description: 'Cash that changed hands' }) amount!: MoneyDto;
  @ApiProperty() fee!: MoneyDto;
  @ApiProperty({ format: 'date-time' }) createdAt!: string;
  @ApiProperty({ format: 'date-time' }) updatedAt!: string;
  @ApiProperty({ type: [FillDto] }) fills!: FillDto[];

  static from(order: OrderEntity, fills: readonly FillEntity[], waitingFor: WaitingReason | null): OrderDto {
    const { currency, quantity, notional } = order;
    return {
      id: order.id,
      portfolioId: order.portfolioId,
      symbol: order.symbol,
      side: order.side,
      type: order.type,
      status: order.status,
      timeInForce: order.timeInForce,
      clientOrderId: order.clientOrderId,
      quantity: quantity === null ? null : units(quantity),
      notional: notional === null ? null : MoneyDto.from(money(notional, currency)),
      ...pricesOf(order),
      ...timesOf(order),
      reservedPrice: order.reservedQuote?.[order.side === 'buy' ? 'ask' : 'bid'] ?? null,
      orderClass: order.orderClass,
      groupId: order.groupId,
      legRole: order.legRole,
      isPoint: order.isPoint,
      reservedCash: order.side === 'buy' ? MoneyDto.from(money(order.held, currency)) : null,
      reservedQuantity: order.side === 'sell' ? units(order.held) : null,
      waitingFor,
      actions: actionsOf(order.status),
      filledQuantity: units(order.filledQuantity),
      averagePrice: averagePrice(order, fills),
      amount: MoneyDto.from(money(order.filledCash, currency)),
      fee: MoneyDto.from(money(order.fee, currency)),
      createdAt: order.createdAt.toISOString(),
      updatedAt: order.updatedAt.toISOString(),
      fills: fills.map((fill) => FillDto.from(fill, currency)),
    };
  }
}

export class OrderEventDto {
  @ApiProperty({ format: 'date-time' }) at!: string;
  @ApiProperty({ example: 'fill' }) kind!: string;
  @ApiProperty({ enum: ['owner', 'market', 'administrator'], description: 'Who did it' })
  actor!: 'owner' | 'market' | 'administrator';
  @ApiProperty({ example: 'at the ask' }) cause!: string;
  @ApiProperty({
    type: 'object',
    additionalProperties: { type: 'string' },
    description: 'What belongs to it',
  })
  detail!: Record<string, string>;

  static from({ at, kind, actor, cause, detail, userId }: OrderEventEntity): OrderEventDto {
    const who = actor === null ? 'market' : actor === userId ? 'owner' : 'administrator';
    return { at: at.toISOString(), kind, actor: who, cause, detail };
  }
}

/** An order with those of its class. */
export class PlacedOrderDto extends OrderDto {
  @ApiProperty({ type: [OrderDto], description: 'The other orders of its class' })
  legs!: OrderDto[];
}

/** An order as it is after a change, with the newest of its history: several changes may be told together. */
export type ChangedOrderDto = OrderDto & { events: OrderEventDto[] };

/** An order with its history. */
export class OrderDetailDto extends PlacedOrderDto {
  @ApiProperty({ type: [OrderEventDto], description: 'What happened to it, oldest first' })
  events!: OrderEventDto[];
}

export class OrderPageDto extends PageDto {
  @ApiProperty({ type: [OrderDto] }) items!: OrderDto[];
}

export class OrderRefusalDto {
  @ApiProperty({ example: 'insufficient_funds' }) code!: string;
  @ApiProperty() message!: string;
  @text('The field at fault') field!: string | null;
}

/** What an order would come to. */
export class OrderPreviewDto {
  @ApiProperty({
    type: PlacedOrderDto,
    nullable: true,
    description: 'As it would be; null when it cannot be made',
  })
  order!: PlacedOrderDto | null;
  @ApiProperty({
    type: MoneyDto,
    nullable: true,
    description: 'What it would cost or bring, at the price of now or its own',
  })
  amount!: MoneyDto | null;
  @ApiProperty({ type: MoneyDto, nullable: true }) fee!: MoneyDto | null;
  @ApiProperty({
    type: MoneyDto,
    nullable: true,
    description: 'Cash that would be free afterwards, less what is reserved',
  })
  cashAfter!: MoneyDto | null;
  @ApiProperty({ type: [OrderRefusalDto], description: 'Why it would be refused; empty when it would not' })
  refusals!: OrderRefusalDto[];
}

export class PointDto {
  @ApiProperty({ enum: ['buy_when_falls', 'sell_when_rises'] }) kind!: 'buy_when_falls' | 'sell_when_rises';
  @ApiProperty() order!: OrderDto;
  @text('The price of now that it is compared with') price!: string | null;
  @text('How far the price has to move, in its currency') distance!: string | null;
  @text('The same in percent of the price of now') distancePercent!: string | null;
}

export class PointPageDto extends PageDto {
  @ApiProperty({ type: [PointDto] }) items!: PointDto[];
}

export const units = (quantity: bigint): string => formatMinor(quantity, unitExponent);

const pricesOf = ({ limitPrice, stopPrice, trailAmount, trailPercent, watermark }: OrderEntity) => ({
  ...{ limitPrice, stopPrice, trailAmount, trailPercent, watermark },
});

const timesOf = ({ triggeredAt, activeFrom, expiresAt, pendingUntil }: OrderEntity) => ({
  triggeredAt: triggeredAt?.toISOString() ?? null,
  activeFrom: activeFrom?.toISOString() ?? null,
  expiresAt: expiresAt?.toISOString() ?? null,
  pendingUntil: pendingUntil?.toISOString() ?? null,
});
