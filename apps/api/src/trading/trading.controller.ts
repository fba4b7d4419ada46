import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiNotFoundResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { CurrentSession, type Session } from '../auth/auth.guard.js';
import { CurrentCall, type Call } from '../ledger/call.dto.js';
import { MoneyCommand } from '../ledger/refusals.filter.js';
import { ProblemDto } from '../platform/problem.js';
import { OrderChanges } from './order-changes.service.js';
import { OrderPlacing } from './order-placing.service.js';
import { OrderReader } from './order-reader.service.js';
import { PlaceOrderDto, ReplaceOrderDto } from './order-terms.dto.js';
import { OrderDetailDto, OrderPageDto, OrderPreviewDto, OrderQuery, PlacedOrderDto } from './trading.dto.js';

@ApiTags('orders')
@ApiBearerAuth()
@Controller('orders')
export class TradingController {
  constructor(
    private readonly placing: OrderPlacing,
    private readonly changes: OrderChanges,
    private readonly reader: OrderReader,
  ) {}

  @Post()
  @MoneyCommand(PlacedOrderDto)
  @ApiOperation({
    summary: 'Buy or sell',
    description:
      'It is filled at once as far as the market allows; the rest of it waits, as long as its time in force says. With ' +
      '`confirm` it is only reserved, for 60 seconds.',
  })
  place(
    @CurrentSession() { userId }: Session,
    @Body() body: PlaceOrderDto,
    @CurrentCall() call: Call,
  ): Promise<PlacedOrderDto> {
    return this.placing.place(userId, body, call);
  }

  @Post('preview')
  @HttpCode(200)
  @ApiOperation({ summary: 'What an order would come to, and why it would be refused' })
  @ApiOkResponse({ type: OrderPreviewDto })
  preview(@CurrentSession() { userId }: Session, @Body() body: PlaceOrderDto): Promise<OrderPreviewDto> {
    return this.placing.preview(userId, body);
  }

  @Get()
  @ApiOperation({ summary: 'My orders, newest first' })
  @ApiOkResponse({ type: OrderPageDto })
  list(@CurrentSession() { userId }: Session, @Query() query: OrderQuery): Promise<OrderPageDto> {
    return this.reader.list(userId, query);
  }

  @Get(':id')
  @ApiOperation({ summary: 'One order with its history, and the quote and the rule behind each fill' })
  @ApiOkResponse({ type: OrderDetailDto })
  @ApiNotFoundResponse({ type: ProblemDto })
  get(@CurrentSession() { userId }: Session, @Param('id') id: string): Promise<OrderDetailDto> {
    return this.reader.get(userId, id);
  }

  @Patch(':id')
  @MoneyCommand(PlacedOrderDto)
  @ApiOperation({ summary: 'Change the terms of an order; it stays the same order, with its history' })
  @ApiOkResponse({ type: PlacedOrderDto })
  @ApiNotFoundResponse({ type: ProblemDto })
  replace(
    @CurrentSession() { userId }: Session,
    @Param('id') id: string,
    @Body() body: ReplaceOrderDto,
    @CurrentCall() call: Call,
  ): Promise<PlacedOrderDto> {
    return this.changes.replace(userId, id, body, call);
  }

  @Delete(':id')
  @MoneyCommand(PlacedOrderDto)
  @ApiOperation({ summary: 'Cancel an order; what it reserved is free again' })
  @ApiOkResponse({ type: PlacedOrderDto })
  @ApiNotFoundResponse({ type: ProblemDto })
  cancel(
    @CurrentSession() { userId }: Session,
    @Param('id') id: string,
    @CurrentCall() call: Call,
  ): Promise<PlacedOrderDto> {
    return this.changes.cancel(userId, id, call);
  }

  @Post(':id/commit')
  @MoneyCommand(PlacedOrderDto)
  @ApiOperation({ summary: 'Carry out a reserved order, at the price that was reserved' })
  @ApiNotFoundResponse({ type: ProblemDto })
  commit(
    @CurrentSession() { userId }: Session,
    @Param('id') id: string,
    @CurrentCall() call: Call,
  ): Promise<PlacedOrderDto> {
    return this.changes.commit(userId, id, call);
  }
}
