import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post, Query } from '@nestjs/common';
import {
  ApiBearerAuth,
  ApiConflictResponse,
  ApiCreatedResponse,
  ApiForbiddenResponse,
  ApiNoContentResponse,
  ApiNotFoundResponse,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
  ApiTooManyRequestsResponse,
  ApiUnprocessableEntityResponse,
} from '@nestjs/swagger';
import { CurrentPerson } from '../auth/auth.guard.js';
import type { Person } from '../auth/person-lookup.service.js';
import { TeacherOnly } from '../auth/teacher.guard.js';
import { CurrentCall, type Call } from '../ledger/call.dto.js';
import { MoneyCommand } from '../ledger/refusals.filter.js';
import { ProblemDto } from '../platform/problem.js';
import { LeaderboardDto, LeaderboardQuery } from './leaderboard.dto.js';
import { LeagueResultsService } from './league-results.service.js';
import {
  ChangeLeagueDto,
  IdPageQuery,
  JoinLeagueDto,
  LeagueDto,
  LeagueMemberPageDto,
  LeaguePageDto,
  NewLeagueDto,
} from './leagues.dto.js';
import { LeaguesService } from './leagues.service.js';
import { MembershipService } from './membership.service.js';
import { PortfolioDto } from './portfolios.dto.js';

@ApiTags('leagues')
@ApiBearerAuth()
@Controller('leagues')
export class LeaguesController {
  constructor(
    private readonly leagues: LeaguesService,
    private readonly membership: MembershipService,
    private readonly results: LeagueResultsService,
  ) {}

  @Get()
  @ApiOperation({ summary: 'The leagues that I am in or have opened, newest first' })
  @ApiOkResponse({ type: LeaguePageDto })
  list(@CurrentPerson() person: Person, @Query() query: IdPageQuery): Promise<LeaguePageDto> {
    return this.leagues.list(person, query);
  }

  @Post()
  @TeacherOnly()
  @ApiOperation({ summary: 'Open a league, as a teacher or an administrator' })
  @ApiCreatedResponse({ type: LeagueDto })
  @ApiUnprocessableEntityResponse({
    type: ProblemDto,
    description: '`league_dates_invalid`, `models_invalid` and others',
  })
  create(@CurrentPerson() person: Person, @Body() body: NewLeagueDto): Promise<LeagueDto> {
    return this.leagues.create(person, body);
  }

  @Post('join')
  @MoneyCommand(PortfolioDto)
  @ApiOperation({ summary: 'Join a league by its code, with a portfolio that begins with its starting cash' })
  @ApiNotFoundResponse({ type: ProblemDto, description: '`league_not_found`: the code is wrong' })
  @ApiConflictResponse({ type: ProblemDto, description: '`already_in_league`' })
  @ApiTooManyRequestsResponse({ type: ProblemDto, description: 'Ten wrong codes within a minute' })
  join(
    @CurrentPerson() person: Person,
    @Body() { code }: JoinLeagueDto,
    @CurrentCall() call: Call,
  ): Promise<PortfolioDto> {
    return this.membership.join(person, code, call);
  }

  @Get(':id')
  @ApiOperation({ summary: 'One league, for its members, its owner and administrators' })
  @ApiOkResponse({ type: LeagueDto })
  @ApiNotFoundResponse({ type: ProblemDto })
  get(@CurrentPerson() person: Person, @Param('id') id: string): Promise<LeagueDto> {
    return this.leagues.get(person, id);
  }

  @Patch(':id')
  @ApiOperation({ summary: 'Rename or describe a league; until it has started, change its dates' })
  @ApiOkResponse({ type: LeagueDto })
  @ApiForbiddenResponse({ type: ProblemDto })
  @ApiNotFoundResponse({ type: ProblemDto })
  @ApiUnprocessableEntityResponse({
    type: ProblemDto,
    description: '`league_started` or `league_dates_invalid`',
  })
  change(
    @CurrentPerson() person: Person,
    @Param('id') id: string,
    @Body() body: ChangeLeagueDto,
  ): Promise<LeagueDto> {
    return this.leagues.change(person, id, body);
  }

  @Post(':id/code')
  @HttpCode(200)
  @ApiOperation({ summary: 'Replace the code; the one before lets nobody in any more' })
  @ApiOkResponse({ type: LeagueDto })
  @ApiForbiddenResponse({ type: ProblemDto })
  @ApiNotFoundResponse({ type: ProblemDto })
  replaceCode(@CurrentPerson() person: Person, @Param('id') id: string): Promise<LeagueDto> {
    return this.leagues.replaceCode(person, id);
  }

  @Get(':id/leaderboard')
  @ApiOperation({
    summary: 'Who made most of it, at prices at most two seconds old; final when it has ended',
  })
  @ApiOkResponse({ type: LeaderboardDto })
  @ApiNotFoundResponse({ type: ProblemDto })
  async leaderboard(
    @CurrentPerson() person: Person,
    @Param('id') id: string,
    @Query() query: LeaderboardQuery,
  ): Promise<LeaderboardDto> {
    return this.results.leaderboard(person.id, await this.leagues.getVisible(person, id), query);
  }

  @Get(':id/members')
  @ApiOperation({ summary: 'Who is in it, for its owner and administrators' })
  @ApiOkResponse({ type: LeagueMemberPageDto })
  @ApiForbiddenResponse({ type: ProblemDto })
  @ApiNotFoundResponse({ type: ProblemDto })
  listMembers(
    @CurrentPerson() person: Person,
    @Param('id') id: string,
    @Query() query: IdPageQuery,
  ): Promise<LeagueMemberPageDto> {
    return this.membership.list(person, id, query);
  }

  @Delete(':id/members/:userId')
  @HttpCode(204)
  @ApiOperation({ summary: 'Remove somebody; their portfolio becomes an ordinary one' })
  @ApiNoContentResponse()
  @ApiForbiddenResponse({ type: ProblemDto })
  @ApiNotFoundResponse({ type: ProblemDto })
  removeMember(
    @CurrentPerson() person: Person,
    @Param('id') id: string,
    @Param('userId') userId: string,
  ): Promise<void> {
    return this.membership.remove(person, id, userId);
  }

  @Post(':id/leave')
  @HttpCode(204)
  @ApiOperation({ summary: 'Leave a league; my portfolio becomes an ordinary one' })
  @ApiNoContentResponse()
  @ApiNotFoundResponse({ type: ProblemDto })
  leave(@CurrentPerson() person: Person, @Param('id') id: string): Promise<void> {
    return this.membership.leave(person, id);
  }
}
