import { Body, Controller, Get, Param, Patch } from '@nestjs/common';
import {
  ApiBearerAuth,
  ApiNotFoundResponse,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
  ApiUnprocessableEntityResponse,
} from '@nestjs/swagger';
import { CurrentSession, type Session } from '../auth/auth.guard.js';
import { ProblemDto } from '../platform/problem.js';
import { ChangePortfolioSettingsDto, PortfolioSettingsDto } from './portfolio-settings.dto.js';
import { PortfolioSettingsService } from './portfolio-settings.service.js';

@ApiTags('portfolios')
@ApiBearerAuth()
@Controller('portfolios/:id/settings')
export class PortfolioSettingsController {
  constructor(private readonly settings: PortfolioSettingsService) {}

  @Get()
  @ApiOperation({ summary: 'How the figures of a portfolio are computed, and what it should be made of' })
  @ApiOkResponse({ type: PortfolioSettingsDto })
  @ApiNotFoundResponse({ type: ProblemDto })
  get(@CurrentSession() { userId }: Session, @Param('id') id: string): Promise<PortfolioSettingsDto> {
    return this.settings.get(userId, id);
  }

  @Patch()
  @ApiOperation({ summary: 'Change settings; what is not sent stays' })
  @ApiOkResponse({ type: PortfolioSettingsDto })
  @ApiNotFoundResponse({ type: ProblemDto, description: '`portfolio_not_found` or `instrument_not_found`' })
  @ApiUnprocessableEntityResponse({ type: ProblemDto, description: '`portfolio_archived`' })
  change(
    @CurrentSession() { userId }: Session,
    @Param('id') id: string,
    @Body() body: ChangePortfolioSettingsDto,
  ): Promise<PortfolioSettingsDto> {
    return this.settings.change(userId, id, body);
  }
}
