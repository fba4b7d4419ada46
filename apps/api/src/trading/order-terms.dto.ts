import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import {
  orderClasses,
  orderSides,
  orderTypes,
  timesInForce,
  type OrderClass,
  type OrderSide,
  type OrderType,
  type TimeInForce,
} from '@tradeyard/trading';
import { IsBoolean, IsIn, IsUUID } from 'class-validator';
import { MoneyDto } from '../platform/money.dto.js';
import { IsMoment, IsShapeOf, IsText, MayBeAbsent } from '../platform/validation.js';

const price = (description: string): PropertyDecorator =>
  ApiPropertyOptional({ example: '230.00', description });

/** Prices of an order; which of them it has is said by its type. */
export class OrderPricesDto {
  @price('A buy costs at most, and a sale brings at least this per unit: of limit and stop-limit orders')
  @MayBeAbsent()
  @IsText(40)
  limitPrice?: string;

  @price('Where the order wakes up: of stop and stop-limit orders')
  @MayBeAbsent()
  @IsText(40)
  stopPrice?: string;

  @price('How far a trailing stop stays behind the best price, per unit; or give `trailPercent`')
  @MayBeAbsent()
  @IsText(40)
  trailAmount?: string;

  @ApiPropertyOptional({ example: '5', description: 'The same as a percentage of the best price' })
  @MayBeAbsent()
  @IsText(40)
  trailPercent?: string;
}

export class TakeProfitDto {
  @ApiProperty({ example: '250.00' })
  @IsText(40)
  limitPrice!: string;

  @ApiPropertyOptional({ maxLength: 64 })
  @MayBeAbsent()
  @IsText(64, 1)
  clientOrderId?: string;
}

/** A stop, a stop with a limit, or one that trails: as its prices say. */
export class StopLossDto extends OrderPricesDto {
  @ApiPropertyOptional({ maxLength: 64 })
  @MayBeAbsent()
  @IsText(64, 1)
  clientOrderId?: string;
}

export class PlaceOrderDto extends OrderPricesDto {
  @ApiProperty({ example: 'AAPL' })
  @IsText(20)
  symbol!: string;

  @ApiPropertyOptional({ enum: orderSides, description: 'Left out only where the class sells what is there' })
  @MayBeAbsent()
  @IsIn(orderSides)
  side?: OrderSide;

  @ApiPropertyOptional({ enum: orderTypes, default: 'market' })
  @MayBeAbsent()
  @IsIn(orderTypes)
  type: OrderType = 'market';

  @ApiPropertyOptional({
    enum: orderClasses,
    default: 'simple',
    description:
      '`bracket`: with both exits on what it buys. `oto`: with one of them. `oco`: both exits on shares that are there. ' +
      '`protect`: one or both exits on a position, all of it unless a quantity is given',
  })
  @MayBeAbsent()
  @IsIn(orderClasses)
  orderClass: OrderClass = 'simple';

  @ApiPropertyOptional({
    example: '1.5',
    description: 'Units, with up to 8 decimal places; or give `notional`',
  })
  @MayBeAbsent()
  @IsText(60)
  quantity?: string;

  @ApiPropertyOptional({
    description: "Cash to spend or to get, in the instrument's currency; or give `quantity`",
  })
  @MayBeAbsent()
  @IsShapeOf(() => MoneyDto)
  notional?: MoneyDto;

  @ApiPropertyOptional()
  @MayBeAbsent()
  @IsShapeOf(() => TakeProfitDto)
  takeProfit?: TakeProfitDto;

  @ApiPropertyOptional()
  @MayBeAbsent()
  @IsShapeOf(() => StopLossDto)
  stopLoss?: StopLossDto;

  @ApiPropertyOptional({
    enum: timesInForce,
    default: 'day',
    description:
      '`day`: until the session ends. `gtc`: until cancelled. `ioc`: at once, what can be. `fok`: all of it at once, or ' +
      'nothing. `opg`, `cls`: at the next opening, or in the last minute of a session. `gtd`: until `expiresAt`',
  })
  @MayBeAbsent()
  @IsIn(timesInForce)
  timeInForce: TimeInForce = 'day';

  @ApiPropertyOptional({ format: 'date-time', description: 'Until when, for `gtd`' })
  @MayBeAbsent()
  @IsMoment()
  expiresAt?: string;

  @ApiPropertyOptional({ maxLength: 64, description: 'A name of your own for the order, unique among yours' })
  @MayBeAbsent()
  @IsText(64, 1)
  clientOrderId?: string;

  @ApiPropertyOptional({ format: 'uuid', description: 'Your main portfolio unless given' })
  @MayBeAbsent()
  @IsUUID()
  portfolioId?: string;

  @ApiPropertyOptional({
    default: false,
    description: 'Only reserve it, at the price of now, for 60 seconds: then commit or cancel it',
  })
  @MayBeAbsent()
  @IsBoolean()
  confirm: boolean = false;
}

/** What is left out stays as it is. */
export class ReplaceOrderDto extends OrderPricesDto {
  @ApiPropertyOptional({ description: 'Units in all, those included that are filled' })
  @MayBeAbsent()
  @IsText(60)
  quantity?: string;

  @ApiPropertyOptional()
  @MayBeAbsent()
  @IsShapeOf(() => MoneyDto)
  notional?: MoneyDto;

  @ApiPropertyOptional({ enum: ['day', 'gtc', 'gtd'] })
  @MayBeAbsent()
  @IsIn(['day', 'gtc', 'gtd'])
  timeInForce?: 'day' | 'gtc' | 'gtd';

  @ApiPropertyOptional({ format: 'date-time', description: 'Until when, for `gtd`' })
  @MayBeAbsent()
  @IsMoment()
  expiresAt?: string;
}

export const pointKinds = ['buy_when_falls', 'sell_when_rises'] as const;
export type PointKind = (typeof pointKinds)[number];

/** An order in one sentence: buy this much when it falls to a price, or sell this many when it rises to one. */
export class PlacePointDto {
  @ApiProperty({ enum: pointKinds })
  @IsIn(pointKinds)
  kind!: PointKind;

  @ApiProperty({ example: 'AAPL' })
  @IsText(20)
  symbol!: string;

  @ApiProperty({ example: '220.00' })
  @IsText(40)
  price!: string;

  @ApiPropertyOptional({ example: '1.5', description: 'Units; or give `notional`' })
  @MayBeAbsent()
  @IsText(60)
  quantity?: string;

  @ApiPropertyOptional({ description: 'Cash to spend or to get; or give `quantity`' })
  @MayBeAbsent()
  @IsShapeOf(() => MoneyDto)
  notional?: MoneyDto;

  @ApiPropertyOptional({ format: 'uuid' })
  @MayBeAbsent()
  @IsUUID()
  portfolioId?: string;
}
