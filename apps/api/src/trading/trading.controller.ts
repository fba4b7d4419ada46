import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiNotFoundResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { CurrentSession, type Session } from '../auth/auth.guard.js';
import { CurrentCall, type Call } from '../ledger/call.dto.js';
import { MoneyCommand } from '../ledger/refusals.filter.js';
import { ProblemDto } from '../platform/problem.js';
import { OrderDetailDto, OrderDto, OrderPageDto, OrderQuery, PlaceOrderDto } from './trading.dto.js';
import { TradingService } from './trading.service.js';

@ApiTags('orders')
@ApiBearerAuth()
@Controller('orders')
export class TradingController {
  constructor(private readonly trading: TradingService) {}

  @Post()
  @MoneyCommand(OrderDto)
  @ApiOperation({ summary: 'Buy or sell' })
  place(
    @CurrentSession() { userId }: Session,
    @Body() body: PlaceOrderDto,
    @CurrentCall() call: Call,
  ): Promise<OrderDto> {
    return this.trading.place(userId, body, call);
  }

  @Get()
  @ApiOperation({ summary: 'My orders, newest first' })
  @ApiOkResponse({ type: OrderPageDto })
  list(@CurrentSession() { userId }: Session, @Query() query: OrderQuery): Promise<OrderPageDto> {
    return this.trading.list(userId, query);
  }

  @Get(':id')
  @ApiOperation({ summary: 'One order with its history, and the quote and the rule behind each fill' })
  @ApiOkResponse({ type: OrderDetailDto })
  @ApiNotFoundResponse({ type: ProblemDto })
  get(@CurrentSession() { userId }: Session, @Param('id') id: string): Promise<OrderDetailDto> {
    return this.trading.get(userId, id);
  }
}
