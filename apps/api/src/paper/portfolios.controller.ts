import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post, Query } from '@nestjs/common';
import {
  ApiBearerAuth,
  ApiConflictResponse,
  ApiNoContentResponse,
  ApiNotFoundResponse,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
  ApiUnprocessableEntityResponse,
} from '@nestjs/swagger';
import { CurrentSession, type Session } from '../auth/auth.guard.js';
import { CurrentCall, type Call } from '../ledger/call.dto.js';
import { MoneyCommand } from '../ledger/refusals.filter.js';
import { ProblemDto } from '../platform/problem.js';
import {
  ChangePortfolioDto,
  NewPortfolioDto,
  PortfolioDto,
  PortfolioPageDto,
  PortfoliosQuery,
  ResetPortfolioDto,
  RunPageDto,
  RunsQuery,
} from './portfolios.dto.js';
import { PortfoliosService } from './portfolios.service.js';
import { RunsService } from './runs.service.js';
import { TrackedPortfoliosService } from './tracked-portfolios.service.js';

@ApiTags('portfolios')
@ApiBearerAuth()
@Controller('portfolios')
export class PortfoliosController {
  constructor(
    private readonly portfolios: PortfoliosService,
    private readonly runs: RunsService,
    private readonly tracked: TrackedPortfoliosService,
  ) {}

  @Get()
  @ApiOperation({ summary: 'My portfolios: the main one, then those of paper and those that are tracked' })
  @ApiOkResponse({ type: PortfolioPageDto })
  list(@CurrentSession() { userId }: Session, @Query() query: PortfoliosQuery): Promise<PortfolioPageDto> {
    return this.portfolios.list(userId, query);
  }

  @Post()
  @MoneyCommand(PortfolioDto)
  @ApiOperation({ summary: 'Open a portfolio of paper money, or begin to track one by hand' })
  create(
    @CurrentSession() { userId }: Session,
    @Body() body: NewPortfolioDto,
    @CurrentCall() call: Call,
  ): Promise<PortfolioDto> {
    return this.portfolios.create(userId, body, call);
  }

  @Get(':id')
  @ApiOperation({ summary: 'One portfolio' })
  @ApiOkResponse({ type: PortfolioDto })
  @ApiNotFoundResponse({ type: ProblemDto })
  get(@CurrentSession() { userId }: Session, @Param('id') id: string): Promise<PortfolioDto> {
    return this.portfolios.get(userId, id);
  }

  @Patch(':id')
  @ApiOperation({
    summary:
      'Rename a portfolio, or change how its orders are filled or whether a tracked one keeps its cash',
  })
  @ApiOkResponse({ type: PortfolioDto })
  @ApiNotFoundResponse({ type: ProblemDto })
  @ApiUnprocessableEntityResponse({
    type: ProblemDto,
    description: '`models_invalid`, `league_sets_models`, `portfolio_is_main` or `portfolio_archived`',
  })
  change(
    @CurrentSession() { userId }: Session,
    @Param('id') id: string,
    @Body() body: ChangePortfolioDto,
  ): Promise<PortfolioDto> {
    return this.portfolios.change(userId, id, body);
  }

  @Post(':id/reset')
  @MoneyCommand(PortfolioDto)
  @ApiOperation({
    summary: 'Begin anew with the starting cash',
    description: 'Open orders are cancelled. What happened before can still be read.',
  })
  @ApiNotFoundResponse({ type: ProblemDto })
  @ApiConflictResponse({ type: ProblemDto, description: '`portfolio_changed`' })
  reset(
    @CurrentSession() { userId }: Session,
    @Param('id') id: string,
    @Body() body: ResetPortfolioDto,
    @CurrentCall() call: Call,
  ): Promise<PortfolioDto> {
    return this.runs.reset(userId, id, body, call);
  }

  @Delete(':id')
  @HttpCode(204)
  @ApiOperation({ summary: 'Archive a portfolio; open orders are cancelled' })
  @ApiNoContentResponse()
  @ApiNotFoundResponse({ type: ProblemDto })
  @ApiConflictResponse({ type: ProblemDto, description: '`portfolio_changed`' })
  @ApiUnprocessableEntityResponse({
    type: ProblemDto,
    description: '`portfolio_is_main`, `portfolio_of_league` or `portfolio_archived`',
  })
  async archive(@CurrentSession() { userId }: Session, @Param('id') id: string): Promise<void> {
    if (await this.tracked.find(userId, id)) await this.tracked.archive(userId, id);
    else await this.runs.archive(userId, id);
  }

  @Get(':id/runs')
  @ApiOperation({ summary: 'From each start or reset of a paper portfolio to the next, newest first' })
  @ApiOkResponse({ type: RunPageDto })
  @ApiNotFoundResponse({ type: ProblemDto })
  listRuns(
    @CurrentSession() { userId }: Session,
    @Param('id') id: string,
    @Query() query: RunsQuery,
  ): Promise<RunPageDto> {
    return this.runs.list(userId, id, query);
  }
}
