import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post } from '@nestjs/common';
import {
  ApiBearerAuth,
  ApiCreatedResponse,
  ApiNoContentResponse,
  ApiNotFoundResponse,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
  ApiUnprocessableEntityResponse,
} from '@nestjs/swagger';
import { CurrentSession, type Session } from '../auth/auth.guard.js';
import { ProblemDto } from '../platform/problem.js';
import {
  ChangePortfolioGroupDto,
  NewPortfolioGroupDto,
  PortfolioGroupDto,
  PortfolioGroupPageDto,
} from './portfolio-groups.dto.js';
import { PortfolioGroupsService } from './portfolio-groups.service.js';

@ApiTags('portfolios')
@ApiBearerAuth()
@Controller('portfolio-groups')
export class PortfolioGroupsController {
  constructor(private readonly groups: PortfolioGroupsService) {}

  @Get()
  @ApiOperation({ summary: 'My groups of portfolios' })
  @ApiOkResponse({ type: PortfolioGroupPageDto })
  async list(@CurrentSession() { userId }: Session): Promise<PortfolioGroupPageDto> {
    return { items: await this.groups.list(userId), next: null };
  }

  @Post()
  @ApiOperation({
    summary: 'Look at several portfolios together; its id can be used where a portfolio is read',
  })
  @ApiCreatedResponse({ type: PortfolioGroupDto })
  @ApiNotFoundResponse({ type: ProblemDto, description: '`portfolio_not_found`' })
  @ApiUnprocessableEntityResponse({
    type: ProblemDto,
    description: '`unknown_currency` or `too_many_portfolio_groups`',
  })
  create(
    @CurrentSession() { userId }: Session,
    @Body() body: NewPortfolioGroupDto,
  ): Promise<PortfolioGroupDto> {
    return this.groups.create(userId, body);
  }

  @Patch(':id')
  @ApiOperation({ summary: 'Rename a group, value it in another currency, or replace what is in it' })
  @ApiOkResponse({ type: PortfolioGroupDto })
  @ApiNotFoundResponse({
    type: ProblemDto,
    description: '`portfolio_group_not_found` or `portfolio_not_found`',
  })
  @ApiUnprocessableEntityResponse({ type: ProblemDto, description: '`unknown_currency`' })
  change(
    @CurrentSession() { userId }: Session,
    @Param('id') id: string,
    @Body() body: ChangePortfolioGroupDto,
  ): Promise<PortfolioGroupDto> {
    return this.groups.change(userId, id, body);
  }

  @Delete(':id')
  @HttpCode(204)
  @ApiOperation({ summary: 'Delete a group; its portfolios stay' })
  @ApiNoContentResponse()
  @ApiNotFoundResponse({ type: ProblemDto })
  remove(@CurrentSession() { userId }: Session, @Param('id') id: string): Promise<void> {
    return this.groups.remove(userId, id);
  }
}
