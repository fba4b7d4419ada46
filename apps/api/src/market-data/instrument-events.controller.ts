import { Body, Controller, Delete, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import {
  ApiBearerAuth,
  ApiConflictResponse,
  ApiCreatedResponse,
  ApiNoContentResponse,
  ApiNotFoundResponse,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
  ApiUnprocessableEntityResponse,
} from '@nestjs/swagger';
import { AdminOnly } from '../auth/admin.guard.js';
import { PageQuery } from '../platform/page.dto.js';
import { ProblemDto } from '../platform/problem.js';
import { Revalidated } from '../platform/revalidation.js';
import {
  InstrumentEventDto,
  InstrumentEventPageDto,
  NewInstrumentEventDto,
} from './instrument-events.dto.js';
import { InstrumentEventsService } from './instrument-events.service.js';

@ApiTags('market')
@ApiBearerAuth()
@Controller('instruments/:symbol/events')
export class InstrumentEventsController {
  constructor(private readonly events: InstrumentEventsService) {}

  @Get()
  @Revalidated()
  @ApiOperation({ summary: 'Splits and dividends of an instrument' })
  @ApiOkResponse({ type: InstrumentEventPageDto })
  @ApiNotFoundResponse({ type: ProblemDto })
  async list(@Param('symbol') symbol: string, @Query() query: PageQuery): Promise<InstrumentEventPageDto> {
    const { items, next } = await this.events.list(symbol, query);
    return { items: items.map(InstrumentEventDto.from), next };
  }

  @Post()
  @AdminOnly()
  @ApiOperation({ summary: 'Tell of a split or a dividend; prices before it show corrected from now on' })
  @ApiCreatedResponse({ type: InstrumentEventDto })
  @ApiNotFoundResponse({ type: ProblemDto })
  @ApiConflictResponse({ type: ProblemDto, description: '`event_exists`' })
  @ApiUnprocessableEntityResponse({ type: ProblemDto, description: '`event_malformed`' })
  async create(
    @Param('symbol') symbol: string,
    @Body() body: NewInstrumentEventDto,
  ): Promise<InstrumentEventDto> {
    return InstrumentEventDto.from(await this.events.create(symbol, body));
  }

  @Delete(':day/:kind')
  @AdminOnly()
  @HttpCode(204)
  @ApiOperation({ summary: 'Take back a split or a dividend that never was' })
  @ApiNoContentResponse()
  @ApiNotFoundResponse({ type: ProblemDto, description: '`event_not_found`' })
  remove(
    @Param('symbol') symbol: string,
    @Param('day') day: string,
    @Param('kind') kind: string,
  ): Promise<void> {
    return this.events.remove(symbol, day, kind);
  }
}
