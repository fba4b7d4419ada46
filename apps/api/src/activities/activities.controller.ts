import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post, Query } from '@nestjs/common';
import {
  ApiBearerAuth,
  ApiConflictResponse,
  ApiCreatedResponse,
  ApiNotFoundResponse,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
  ApiUnprocessableEntityResponse,
} from '@nestjs/swagger';
import { CurrentSession, type Session } from '../auth/auth.guard.js';
import { PageQuery } from '../platform/page.dto.js';
import { ProblemDto } from '../platform/problem.js';
import {
  ActivitiesQuery,
  ActivityDto,
  ActivityPageDto,
  ChangeActivityDto,
  PortfolioChangeDto,
  PortfolioChangePageDto,
  NewActivityDto,
  RemovalDto,
} from './activities.dto.js';
import { ActivitiesService } from './activities.service.js';
import { ChangesService } from './changes.service.js';

const refusals =
  '`activities_of_ledger`, `portfolio_archived`, `too_many_activities`, `too_many_assets`, `lot_not_found`, or what is wrong with the activity: ' +
  '`activity_malformed`, `not_a_decimal`, `unknown_currency` and so on, with the field';

const readOnly = '`activities_of_ledger` or `portfolio_archived`';

@ApiTags('activities')
@ApiBearerAuth()
@Controller('portfolios/:id')
export class ActivitiesController {
  constructor(
    private readonly activities: ActivitiesService,
    private readonly changes: ChangesService,
  ) {}

  @Get('activities')
  @ApiOperation({
    summary: 'What happened in a portfolio',
    description:
      'Of a tracked portfolio what was entered or imported; of the others what the ledger booked, in the same form: trades, ' +
      'deposits, withdrawals, transfers, conversions, dividends and splits, but for what was reversed.',
  })
  @ApiOkResponse({ type: ActivityPageDto })
  @ApiNotFoundResponse({ type: ProblemDto })
  list(
    @CurrentSession() { userId }: Session,
    @Param('id') id: string,
    @Query() query: ActivitiesQuery,
  ): Promise<ActivityPageDto> {
    return this.activities.list(userId, id, query);
  }

  @Post('activities')
  @ApiOperation({ summary: 'Enter what happened; an asset that is new comes into being by itself' })
  @ApiCreatedResponse({ type: ActivityDto })
  @ApiNotFoundResponse({ type: ProblemDto })
  @ApiConflictResponse({ type: ProblemDto, description: '`activity_exists`' })
  @ApiUnprocessableEntityResponse({ type: ProblemDto, description: refusals })
  create(
    @CurrentSession() { userId }: Session,
    @Param('id') id: string,
    @Body() body: NewActivityDto,
  ): Promise<ActivityDto> {
    return this.activities.create(userId, id, body);
  }

  @Patch('activities/:activityId')
  @ApiOperation({ summary: 'Correct an activity; what is not sent stays, null takes away' })
  @ApiOkResponse({ type: ActivityDto })
  @ApiNotFoundResponse({ type: ProblemDto })
  @ApiUnprocessableEntityResponse({ type: ProblemDto, description: refusals })
  change(
    @CurrentSession() { userId }: Session,
    @Param('id') id: string,
    @Param('activityId') activityId: string,
    @Body() body: ChangeActivityDto,
  ): Promise<ActivityDto> {
    return this.activities.change(userId, id, activityId, body);
  }

  @Delete('activities/:activityId')
  @ApiOperation({ summary: 'Remove an activity; the answer is the change, which can be undone' })
  @ApiOkResponse({ type: PortfolioChangeDto })
  @ApiNotFoundResponse({ type: ProblemDto })
  @ApiUnprocessableEntityResponse({ type: ProblemDto, description: readOnly })
  async remove(
    @CurrentSession() { userId }: Session,
    @Param('id') id: string,
    @Param('activityId') activityId: string,
  ): Promise<PortfolioChangeDto> {
    return PortfolioChangeDto.of(await this.activities.remove(userId, id, [activityId]));
  }

  @Post('activities/removal')
  @HttpCode(200)
  @ApiOperation({ summary: 'Remove several activities as one change: all or none' })
  @ApiOkResponse({ type: PortfolioChangeDto })
  @ApiNotFoundResponse({ type: ProblemDto })
  @ApiUnprocessableEntityResponse({ type: ProblemDto, description: readOnly })
  async removeMany(
    @CurrentSession() { userId }: Session,
    @Param('id') id: string,
    @Body() { ids }: RemovalDto,
  ): Promise<PortfolioChangeDto> {
    return PortfolioChangeDto.of(await this.activities.remove(userId, id, ids));
  }

  @Get('changes')
  @ApiOperation({ summary: 'What was changed in a tracked portfolio, newest first' })
  @ApiOkResponse({ type: PortfolioChangePageDto })
  @ApiNotFoundResponse({ type: ProblemDto })
  listChanges(
    @CurrentSession() { userId }: Session,
    @Param('id') id: string,
    @Query() query: PageQuery,
  ): Promise<PortfolioChangePageDto> {
    return this.changes.list(userId, id, query);
  }

  @Post('changes/:version/undo')
  @HttpCode(200)
  @ApiOperation({ summary: 'Take a change of activities back; undo the undo to have it again' })
  @ApiOkResponse({ type: PortfolioChangeDto })
  @ApiNotFoundResponse({ type: ProblemDto })
  @ApiConflictResponse({
    type: ProblemDto,
    description: '`change_not_undoable`: later changes, which the message names, touched the same activities',
  })
  @ApiUnprocessableEntityResponse({
    type: ProblemDto,
    description: `${readOnly}, or \`too_many_activities\``,
  })
  async undo(
    @CurrentSession() { userId }: Session,
    @Param('id') id: string,
    @Param('version') version: string,
  ): Promise<PortfolioChangeDto> {
    return PortfolioChangeDto.of(await this.changes.undo(userId, id, version));
  }
}
