import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import { CurrentSession, type Session } from '../auth/auth.guard.js';
import { AllocationDto, AllocationQuery, RebalanceDto, RebalanceQueryDto } from './allocation.dto.js';
import { AllocationsService } from './allocations.service.js';
import { DividendsDto } from './dividends.dto.js';
import { DividendsService } from './dividends.service.js';
import { OfScope } from './figures.controller.js';
import {
  ComparisonOfMethodsQuery,
  GainsQuery,
  GainsReportDto,
  LotPageDto,
  LotsQuery,
  MethodComparisonDto,
} from './lots.dto.js';
import { LotsService } from './lots.service.js';
import { RebalancesService } from './rebalances.service.js';

@ApiTags('portfolio figures')
@ApiBearerAuth()
@Controller('portfolios/:id')
export class HoldingsController {
  constructor(
    private readonly lots: LotsService,
    private readonly allocations: AllocationsService,
    private readonly rebalances: RebalancesService,
    private readonly paidOut: DividendsService,
  ) {}

  @Get('lots')
  @OfScope(LotPageDto, 'What is held, by purchase')
  listLots(
    @CurrentSession() { userId }: Session,
    @Param('id') id: string,
    @Query() query: LotsQuery,
  ): Promise<LotPageDto> {
    return this.lots.list(userId, id, query);
  }

  @Get('gains')
  @OfScope(GainsReportDto, 'Realised gains and income by tax year; of one year with every lot')
  gains(
    @CurrentSession() { userId }: Session,
    @Param('id') id: string,
    @Query() query: GainsQuery,
  ): Promise<GainsReportDto> {
    return this.lots.gains(userId, id, query);
  }

  @Get('cost-basis-comparison')
  @OfScope(MethodComparisonDto, 'What another cost basis would make of the same activities')
  compare(
    @CurrentSession() { userId }: Session,
    @Param('id') id: string,
    @Query() query: ComparisonOfMethodsQuery,
  ): Promise<MethodComparisonDto> {
    return this.lots.compare(userId, id, query);
  }

  @Get('allocation')
  @OfScope(AllocationDto, 'What it consists of, and how far that is from its targets')
  allocation(
    @CurrentSession() { userId }: Session,
    @Param('id') id: string,
    @Query() { by }: AllocationQuery,
  ): Promise<AllocationDto> {
    return this.allocations.get(userId, id, by);
  }

  @Post('rebalance')
  @HttpCode(200)
  @OfScope(
    RebalanceDto,
    'What to buy and sell for the targets by position',
    'Nothing is ordered: of a portfolio that trades, each trade has an `order` to be previewed and placed',
  )
  rebalance(
    @CurrentSession() { userId }: Session,
    @Param('id') id: string,
    @Body() body: RebalanceQueryDto,
  ): Promise<RebalanceDto> {
    return this.rebalances.plan(userId, id, body);
  }

  @Get('dividends')
  @OfScope(DividendsDto, 'Dividends that came, and those to be expected in the next twelve months')
  dividends(@CurrentSession() { userId }: Session, @Param('id') id: string): Promise<DividendsDto> {
    return this.paidOut.get(userId, id);
  }
}
