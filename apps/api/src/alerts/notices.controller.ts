import { Body, Controller, Get, HttpCode, Post, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiNotFoundResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { CurrentSession, type Session } from '../auth/auth.guard.js';
import { ProblemDto } from '../platform/problem.js';
import { NoticePageDto, NoticesQuery, ReadNoticesDto, UnreadDto } from './notices.dto.js';
import { NoticesService } from './notices.service.js';

@ApiTags('alerts')
@ApiBearerAuth()
@Controller('notices')
export class NoticesController {
  constructor(private readonly notices: NoticesService) {}

  @Get()
  @ApiOperation({ summary: 'What I was told, newest first', description: 'Notices are kept for 90 days.' })
  @ApiOkResponse({ type: NoticePageDto })
  list(@CurrentSession() { userId }: Session, @Query() query: NoticesQuery): Promise<NoticePageDto> {
    return this.notices.list(userId, query);
  }

  @Post('read')
  @HttpCode(200)
  @ApiOperation({ summary: 'Mark notices as read; safe to repeat' })
  @ApiOkResponse({ type: UnreadDto })
  @ApiNotFoundResponse({ type: ProblemDto, description: '`notice_not_found`, of `upTo`' })
  read(@CurrentSession() { userId }: Session, @Body() body: ReadNoticesDto): Promise<UnreadDto> {
    return this.notices.markRead(userId, body);
  }
}
