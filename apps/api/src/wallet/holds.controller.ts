import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiNotFoundResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { CurrentPerson, CurrentSession, type Session } from '../auth/auth.guard.js';
import type { Person } from '../auth/person-lookup.service.js';
import { CurrentCall, type Call } from '../ledger/call.dto.js';
import { MoneyCommand } from '../ledger/refusals.filter.js';
import { ProblemDto } from '../platform/problem.js';
import { CaptureDto, HoldDto, HoldPageDto, HoldQuery, PlaceHoldDto } from './holds.dto.js';
import { HoldsReader } from './holds-reader.service.js';
import { HoldsService } from './holds.service.js';

@ApiTags('wallet')
@ApiBearerAuth()
@Controller('wallet/holds')
export class HoldsController {
  constructor(
    private readonly holds: HoldsService,
    private readonly reader: HoldsReader,
  ) {}

  @Post()
  @MoneyCommand(HoldDto)
  @ApiOperation({ summary: 'Reserve money for another person' })
  place(
    @CurrentPerson() person: Person,
    @Body() body: PlaceHoldDto,
    @CurrentCall() call: Call,
  ): Promise<HoldDto> {
    return this.holds.place(person, body, call);
  }

  @Get()
  @ApiOperation({ summary: 'What is or was reserved by me or for me, newest first' })
  @ApiOkResponse({ type: HoldPageDto })
  list(@CurrentSession() { userId }: Session, @Query() query: HoldQuery): Promise<HoldPageDto> {
    return this.reader.list(userId, query);
  }

  @Get(':id')
  @ApiOperation({ summary: 'One hold' })
  @ApiOkResponse({ type: HoldDto })
  @ApiNotFoundResponse({ type: ProblemDto })
  get(@CurrentSession() { userId }: Session, @Param('id') id: string): Promise<HoldDto> {
    return this.reader.get(userId, id);
  }

  @Post(':id/capture')
  @MoneyCommand(HoldDto)
  @ApiOperation({ summary: 'Take what is held for me, or a part of it; the rest goes back' })
  @ApiNotFoundResponse({ type: ProblemDto })
  capture(
    @CurrentSession() { userId }: Session,
    @Param('id') id: string,
    @Body() body: CaptureDto,
    @CurrentCall() call: Call,
  ): Promise<HoldDto> {
    return this.holds.capture(userId, id, body, call);
  }

  @Post(':id/release')
  @MoneyCommand(HoldDto)
  @ApiOperation({
    summary:
      'Give back what is held: the payee at any time, the payer once it has expired or the payee is gone',
  })
  @ApiNotFoundResponse({ type: ProblemDto })
  release(
    @CurrentSession() { userId }: Session,
    @Param('id') id: string,
    @CurrentCall() call: Call,
  ): Promise<HoldDto> {
    return this.holds.release(userId, id, call);
  }
}
