import { Controller, Get, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { CurrentSession, type Session } from '../auth/auth.guard.js';
import { GainsDto } from './gains.dto.js';
import { GainsService } from './gains.service.js';
import { PeriodQuery, readFilter } from './statement.dto.js';

@ApiTags('wallet')
@ApiBearerAuth()
@Controller('wallet/gains')
export class GainsController {
  constructor(private readonly gains: GainsService) {}

  @Get()
  @ApiOperation({
    summary: 'What each currency of mine earned in a period, and would by selling it now',
    description:
      'By average cost: what comes in adds what it is worth to the cost of all that is there, and what leaves takes its share of it. ' +
      'What was sold is in the period when it was booked.',
  })
  @ApiOkResponse({ type: GainsDto })
  async get(@CurrentSession() { userId }: Session, @Query() query: PeriodQuery): Promise<GainsDto> {
    return GainsDto.from(await this.gains.getGains(userId, readFilter(query)));
  }
}
