import { Body, Controller, Delete, Get, HttpCode, Param, Post } from '@nestjs/common';
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
import { Public } from '../platform/public.js';
import { SharedPortfolioDto } from './shared-portfolio.dto.js';
import { SharedPortfoliosService } from './shared-portfolios.service.js';
import { NewShareDto, NewShareTokenDto, ShareDto, SharePageDto } from './shares.dto.js';
import { SharesService } from './shares.service.js';

@ApiTags('portfolio shares')
@ApiBearerAuth()
@Controller('portfolio-shares')
export class SharesController {
  constructor(private readonly shares: SharesService) {}

  @Get()
  @ApiOperation({ summary: 'My links that others can look at portfolios by, newest first' })
  @ApiOkResponse({ type: SharePageDto })
  async list(@CurrentSession() { userId }: Session): Promise<SharePageDto> {
    return { items: (await this.shares.list(userId)).map(ShareDto.from), next: null };
  }

  @Post()
  @ApiOperation({ summary: 'Make a link that shows a portfolio to whoever has it' })
  @ApiCreatedResponse({ type: NewShareTokenDto })
  @ApiNotFoundResponse({ type: ProblemDto })
  @ApiUnprocessableEntityResponse({ type: ProblemDto, description: '`share_expired` or `too_many_shares`' })
  async create(@CurrentSession() { userId }: Session, @Body() body: NewShareDto): Promise<NewShareTokenDto> {
    const { portfolioId, scope, label, expiresAt } = body;
    const { share, token } = await this.shares.create(userId, {
      scopeId: portfolioId,
      scope,
      label,
      expiresAt: expiresAt === undefined ? null : new Date(expiresAt),
    });
    return { share: ShareDto.from(share), token };
  }

  @Delete(':id')
  @HttpCode(204)
  @ApiOperation({ summary: 'Revoke a link: it shows nothing any more' })
  @ApiNoContentResponse()
  @ApiNotFoundResponse({ type: ProblemDto })
  revoke(@CurrentSession() { userId }: Session, @Param('id') id: string): Promise<void> {
    return this.shares.revoke(userId, id);
  }
}

@ApiTags('portfolio shares')
@Public()
@Controller('shared-portfolios')
export class SharedPortfoliosController {
  constructor(private readonly shared: SharedPortfoliosService) {}

  @Get(':token')
  @ApiOperation({
    summary: 'What a link shows',
    description: 'Without an account. The same 404 for a link that never was, was revoked, or has expired.',
  })
  @ApiOkResponse({ type: SharedPortfolioDto })
  @ApiNotFoundResponse({ type: ProblemDto })
  open(@Param('token') token: string): Promise<SharedPortfolioDto> {
    return this.shared.open(token);
  }
}
