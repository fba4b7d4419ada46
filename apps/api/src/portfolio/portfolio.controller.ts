import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiNotFoundResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { CurrentSession, type Session } from '../auth/auth.guard.js';
import { ProblemDto } from '../platform/problem.js';
import { ComparisonDto, ComparisonQuery } from './comparison.dto.js';
import { ComparisonService } from './comparison.service.js';
import { PositionsDto } from './portfolio.dto.js';
import { PortfolioService } from './portfolio.service.js';

@ApiTags('portfolios')
@ApiBearerAuth()
@Controller('portfolios')
export class PortfolioController {
  constructor(
    private readonly portfolios: PortfolioService,
    private readonly comparison: ComparisonService,
  ) {}

  @Get('comparison')
  @ApiOperation({ summary: 'My portfolios side by side: the main one, then those of paper' })
  @ApiOkResponse({ type: ComparisonDto })
  @ApiNotFoundResponse({ type: ProblemDto })
  compare(@CurrentSession() { userId }: Session, @Query() { ids }: ComparisonQuery): Promise<ComparisonDto> {
    return this.comparison.compare(userId, ids);
  }

  @Get(':id/positions')
  @ApiOperation({ summary: 'What I hold, what it cost and what it is worth' })
  @ApiOkResponse({ type: PositionsDto })
  @ApiNotFoundResponse({ type: ProblemDto })
  positions(@CurrentSession() { userId }: Session, @Param('id') id: string): Promise<PositionsDto> {
    return this.portfolios.positions(userId, id);
  }
}
