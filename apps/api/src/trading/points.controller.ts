import { Body, Controller, Get, Post, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { CurrentSession, type Session } from '../auth/auth.guard.js';
import { CurrentCall, type Call } from '../ledger/call.dto.js';
import { MoneyCommand } from '../ledger/refusals.filter.js';
import { PlacePointDto } from './order-terms.dto.js';
import { PointsService } from './points.service.js';
import { PointDto, PointPageDto, PointQuery } from './trading.dto.js';

@ApiTags('orders')
@ApiBearerAuth()
@Controller('points')
export class PointsController {
  constructor(private readonly points: PointsService) {}

  @Post()
  @MoneyCommand(PointDto)
  @ApiOperation({
    summary: 'Buy this much when it falls to a price, or sell this many when it rises to one',
    description: 'A limit order that waits until it is cancelled, with `DELETE /orders/:id`.',
  })
  place(
    @CurrentSession() { userId }: Session,
    @Body() body: PlacePointDto,
    @CurrentCall() call: Call,
  ): Promise<PointDto> {
    return this.points.place(userId, body, call);
  }

  @Get()
  @ApiOperation({
    summary: 'My automated points that wait, newest first, with how far the price is from each',
  })
  @ApiOkResponse({ type: PointPageDto })
  list(@CurrentSession() { userId }: Session, @Query() { limit, cursor }: PointQuery): Promise<PointPageDto> {
    return this.points.list(userId, limit, cursor);
  }
}
