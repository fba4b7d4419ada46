import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import {
  divide,
  formatDecimal,
  formatMinor,
  money,
  parseDecimal,
  powerOfTen,
  unitExponent,
} from '@tradeyard/kernel';
import {
  orderSides,
  orderStatuses,
  orderTypes,
  timesInForce,
  type OrderSide,
  type OrderStatus,
  type OrderType,
  type TimeInForce,
} from '@tradeyard/trading';
import { IsIn, IsOptional, IsUUID } from 'class-validator';
import { MoneyDto } from '../platform/money.dto.js';
import { PageDto, PageQuery } from '../platform/page.dto.js';
import { IsShapeOf, IsText, MayBeAbsent } from '../platform/validation.js';
import type { FillEntity, OrderEntity, OrderEventEntity } from './order.entity.js';

export class PlaceOrderDto {
  @ApiProperty({ example: 'AAPL' })
  @IsText(20)
  symbol!: string;

  @ApiProperty({ enum: orderSides })
  @IsIn(orderSides)
  side!: OrderSide;

  @ApiProperty({ enum: ['market'] })
  @IsIn(['market'], { message: 'The type must be market' })
  type!: 'market';

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

  @ApiPropertyOptional({ enum: timesInForce, default: 'day' })
  @MayBeAbsent()
  @IsIn(timesInForce)
  timeInForce: TimeInForce = 'day';

  @ApiPropertyOptional({ maxLength: 64, description: 'A name of your own for the order, unique among yours' })
  @MayBeAbsent()
  @IsText(64, 1)
  clientOrderId?: string;

  @ApiPropertyOptional({ format: 'uuid', description: 'Your main portfolio unless given' })
  @MayBeAbsent()
  @IsUUID()
  portfolioId?: string;
}

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
  @ApiProperty({ example: 'market buy at the ask' }) rule!: string;
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
      quote: { bid: fill.bid, ask: fill.ask, at: fill.quotedAt.toISOString(), source: fill.quoteSource },
    };
  }
}

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
  @ApiProperty({ example: '4.29996560' }) filledQuantity!: string;
  @ApiProperty({ type: String, nullable: true, description: 'Per unit, over all fills' }) averagePrice!:
    string | null;
  @ApiProperty({ description: 'Cash that changed hands' }) amount!: MoneyDto;
  @ApiProperty() fee!: MoneyDto;
  @ApiProperty({ format: 'date-time' }) createdAt!: string;
  @ApiProperty({ type: [FillDto] }) fills!: FillDto[];

  static from(order: OrderEntity, fills: readonly FillEntity[]): OrderDto {
    const { currency, quantity, notional } = order;
    return {
      id: order.id,
      portfolioId: order.bookId,
      symbol: order.symbol,
      side: order.side,
      type: order.type,
      status: order.status,
      timeInForce: order.timeInForce,
      clientOrderId: order.clientOrderId,
      quantity: quantity === null ? null : units(quantity),
      notional: notional === null ? null : MoneyDto.from(money(notional, currency)),
      filledQuantity: units(order.filledQuantity),
      averagePrice: averagePrice(fills),
      amount: MoneyDto.from(money(order.filledCash, currency)),
      fee: MoneyDto.from(
        money(
          fills.reduce((sum, { fee }) => sum + fee, 0n),
          currency,
        ),
      ),
      createdAt: order.createdAt.toISOString(),
      fills: fills.map((fill) => FillDto.from(fill, currency)),
    };
  }
}

export class OrderEventDto {
  @ApiProperty({ format: 'date-time' }) at!: string;
  @ApiProperty({ example: 'fill' }) kind!: string;
  @ApiProperty({ enum: ['owner', 'market'], description: 'Who did it' }) actor!: 'owner' | 'market';
  @ApiProperty({ example: 'market buy at the ask' }) cause!: string;

  static from({ at, kind, actor, cause }: OrderEventEntity): OrderEventDto {
    return { at: at.toISOString(), kind, actor: actor === null ? 'market' : 'owner', cause };
  }
}

/** An order with its history. */
export class OrderDetailDto extends OrderDto {
  @ApiProperty({ type: [OrderEventDto], description: 'What happened to it, oldest first' })
  events!: OrderEventDto[];
}

export class OrderPageDto extends PageDto {
  @ApiProperty({ type: [OrderDto] }) items!: OrderDto[];
}

const units = (quantity: bigint): string => formatMinor(quantity, unitExponent);

/** Weighted by quantity; to 12 places where there are several prices. */
function averagePrice(fills: readonly FillEntity[]): string | null {
  const [first] = fills;
  if (!first) return null;
  if (fills.every(({ price }) => price === first.price)) return first.price;
  const scale = 12;
  const quantity = fills.reduce((sum, fill) => sum + fill.quantity, 0n);
  const total = fills.reduce((sum, fill) => {
    const price = parseDecimal(fill.price);
    return (
      sum + fill.quantity * divide(price.digits * powerOfTen(scale), powerOfTen(price.scale), 'halfEven')
    );
  }, 0n);
  return formatDecimal({ digits: divide(total, quantity, 'halfEven'), scale });
}
