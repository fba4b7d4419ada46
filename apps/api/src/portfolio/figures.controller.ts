import { applyDecorators, Controller, Get, Param, Query } from '@nestjs/common';
import {
  ApiBearerAuth,
  ApiNotFoundResponse,
  ApiOkResponse,
  ApiOperation,
  ApiParam,
  ApiTags,
  ApiUnprocessableEntityResponse,
} from '@nestjs/swagger';
import { CurrentSession, type Session } from '../auth/auth.guard.js';
import { ProblemDto } from '../platform/problem.js';
import { Revalidated } from '../platform/revalidation.js';
import { BenchmarksService } from './benchmarks.service.js';
import { NetWorthDto, ProjectionDto, ProjectionQuery } from './net-worth.dto.js';
import { NetWorthService } from './net-worth.service.js';
import { PerformanceDto, PerformanceQuery } from './performance.dto.js';
import { PerformanceService } from './performance.service.js';
import { RangeQuery } from './ranges.dto.js';
import { BenchmarkDto, BenchmarkQuery, RiskDto, RiskQuery } from './risk.dto.js';
import { RisksService } from './risks.service.js';
import { SnapshotDto } from './snapshot.dto.js';
import { SnapshotsService } from './snapshots.service.js';
import { TrailAnswerDto, TrailQuery } from './trail.dto.js';
import { TrailsService } from './trails.service.js';

/** A figure of a portfolio, a group, or all of them. */
export const OfScope = (type: new () => object, summary: string, description?: string): MethodDecorator =>
  applyDecorators(
    ApiParam({ name: 'id', description: 'A portfolio, a group, or `all`' }),
    ApiOperation({ summary, ...(description !== undefined && { description }) }),
    ApiOkResponse({ type }),
    ApiNotFoundResponse({ type: ProblemDto }),
    ApiUnprocessableEntityResponse({ type: ProblemDto, description: 'Such as `date_out_of_range`' }),
  );

@ApiTags('portfolio figures')
@ApiBearerAuth()
@Controller('portfolios/:id')
export class FiguresController {
  constructor(
    private readonly snapshots: SnapshotsService,
    private readonly performances: PerformanceService,
    private readonly trails: TrailsService,
    private readonly risks: RisksService,
    private readonly benchmarks: BenchmarksService,
    private readonly netWorths: NetWorthService,
  ) {}

  @Get('snapshot')
  @Revalidated()
  @OfScope(SnapshotDto, 'All positions, every range, and the history, by the return on average investment')
  snapshot(@CurrentSession() { userId }: Session, @Param('id') id: string): Promise<SnapshotDto> {
    return this.snapshots.get(userId, id);
  }

  @Get('performance')
  @Revalidated()
  @OfScope(PerformanceDto, 'What a range gained, by every method, and what the gain is made of')
  performance(
    @CurrentSession() { userId }: Session,
    @Param('id') id: string,
    @Query() query: PerformanceQuery,
  ): Promise<PerformanceDto> {
    return this.performances.get(userId, id, query);
  }

  @Get('trail')
  @OfScope(TrailAnswerDto, 'How a figure came about: its flows, prices, rates and formula')
  trail(
    @CurrentSession() { userId }: Session,
    @Param('id') id: string,
    @Query() query: TrailQuery,
  ): Promise<TrailAnswerDto> {
    return this.trails.get(userId, id, query);
  }

  @Get('risk')
  @Revalidated()
  @OfScope(RiskDto, 'How unsteady it was, alone and beside a benchmark')
  risk(
    @CurrentSession() { userId }: Session,
    @Param('id') id: string,
    @Query() query: RiskQuery,
  ): Promise<RiskDto> {
    return this.risks.get(userId, id, query);
  }

  @Get('benchmark')
  @Revalidated()
  @OfScope(BenchmarkDto, 'Beside a benchmark, and what the same money would be in it')
  benchmark(
    @CurrentSession() { userId }: Session,
    @Param('id') id: string,
    @Query() query: BenchmarkQuery,
  ): Promise<BenchmarkDto> {
    return this.benchmarks.compare(userId, id, query);
  }

  @Get('net-worth')
  @Revalidated()
  @OfScope(NetWorthDto, 'All that is owned less what is owed, over time')
  netWorth(
    @CurrentSession() { userId }: Session,
    @Param('id') id: string,
    @Query() query: RangeQuery,
  ): Promise<NetWorthDto> {
    return this.netWorths.get(userId, id, query);
  }

  @Get('projection')
  @OfScope(ProjectionDto, 'When the capital will carry what a year costs')
  projection(
    @CurrentSession() { userId }: Session,
    @Param('id') id: string,
    @Query() query: ProjectionQuery,
  ): Promise<ProjectionDto> {
    return this.netWorths.project(userId, id, query);
  }
}
