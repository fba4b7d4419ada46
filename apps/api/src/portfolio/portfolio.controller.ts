import { Controller, Get, Param } from '@nestjs/common';
import { ApiBearerAuth, ApiNotFoundResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { CurrentSession, type Session } from '../auth/auth.guard.js';
import { ProblemDto } from '../platform/problem.js';
import { PositionsDto } from './portfolio.dto.js';
import { PortfolioService } from './portfolio.service.js';

@ApiTags('portfolios')
@ApiBearerAuth()
@Controller('portfolios')
export class PortfolioController {
  constructor(private readonly portfolios: PortfolioService) {}

  @Get(':id/positions')
  @ApiOperation({ summary: 'What I hold, what it cost and what it is worth' })
  @ApiOkResponse({ type: PositionsDto })
  @ApiNotFoundResponse({ type: ProblemDto })
  positions(@CurrentSession() { userId }: Session, @Param('id') id: string): Promise<PositionsDto> {
    return this.portfolios.positions(userId, id);
  }
}
