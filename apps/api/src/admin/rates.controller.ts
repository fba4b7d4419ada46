import { Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import {
  ApiBearerAuth,
  ApiNotFoundResponse,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
  ApiUnprocessableEntityResponse,
} from '@nestjs/swagger';
import { AdminOnly } from '../auth/admin.guard.js';
import { CurrentSession, type Session } from '../auth/auth.guard.js';
import { ProblemDto } from '../platform/problem.js';
import {
  QuarantinedRateDto,
  QuarantinePageDto,
  QuarantineQuery,
  RateRunDto,
  RateRunsPageDto,
  RateRunsQuery,
  RatesOverviewDto,
} from './rates.dto.js';
import { RatesAdministrationService } from './rates.service.js';

@ApiTags('admin')
@ApiBearerAuth()
@AdminOnly()
@Controller('admin/rates')
export class RatesAdministrationController {
  constructor(private readonly rates: RatesAdministrationService) {}

  @Get()
  @ApiOperation({
    summary: 'Where exchange rates come from, how old they are, and when they are refreshed next',
  })
  @ApiOkResponse({ type: RatesOverviewDto })
  overview(): Promise<RatesOverviewDto> {
    return this.rates.getOverview();
  }

  @Post('refresh')
  @HttpCode(200)
  @ApiOperation({
    summary: 'Ask the sources now, and wait for what they say',
    description:
      'One refresh runs at a time, across all processes: who asks while one is under way gets what becomes of that one.',
  })
  @ApiOkResponse({ type: RateRunDto })
  refresh(@CurrentSession() { userId }: Session): Promise<RateRunDto> {
    return this.rates.refresh(userId);
  }

  @Get('runs')
  @ApiOperation({ summary: 'Refreshes of the last 90 days, newest first' })
  @ApiOkResponse({ type: RateRunsPageDto })
  runs(@Query() query: RateRunsQuery): Promise<RateRunsPageDto> {
    return this.rates.listRuns(query);
  }

  @Get('quarantine')
  @ApiOperation({ summary: 'Rates that were not believed, newest first' })
  @ApiOkResponse({ type: QuarantinePageDto })
  quarantine(@Query() query: QuarantineQuery): Promise<QuarantinePageDto> {
    return this.rates.listQuarantine(query);
  }

  @Post('quarantine/:id/accept')
  @HttpCode(200)
  @ApiOperation({ summary: 'Believe it: it becomes the rate of its day, whatever another source said' })
  @ApiOkResponse({ type: QuarantinedRateDto })
  @ApiNotFoundResponse({ type: ProblemDto })
  @ApiUnprocessableEntityResponse({
    type: ProblemDto,
    description: '`quarantine_closed`: a later rate settled it',
  })
  accept(@Param('id') id: string, @CurrentSession() { userId }: Session): Promise<QuarantinedRateDto> {
    return this.rates.decide(id, 'accepted', userId);
  }

  @Post('quarantine/:id/dismiss')
  @HttpCode(200)
  @ApiOperation({ summary: 'Say that it is wrong: it stays out' })
  @ApiOkResponse({ type: QuarantinedRateDto })
  @ApiNotFoundResponse({ type: ProblemDto })
  @ApiUnprocessableEntityResponse({
    type: ProblemDto,
    description: '`quarantine_closed`: it is in use or settled',
  })
  dismiss(@Param('id') id: string, @CurrentSession() { userId }: Session): Promise<QuarantinedRateDto> {
    return this.rates.decide(id, 'dismissed', userId);
  }
}
