import { Controller, Get, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { CurrentSession, type Session } from '../auth/auth.guard.js';
import { AuditEntryDto, AuditPageDto, AuditQuery } from '../ledger/audit.dto.js';
import { AuditService } from '../ledger/audit.service.js';

@ApiTags('wallet')
@ApiBearerAuth()
@Controller('wallet')
export class AuditController {
  constructor(private readonly audit: AuditService) {}

  @Get('audit')
  @ApiOperation({
    summary: 'Who did what with my money, newest first: what was booked, and what was refused to me',
  })
  @ApiOkResponse({ type: AuditPageDto })
  async list(@CurrentSession() { userId }: Session, @Query() query: AuditQuery): Promise<AuditPageDto> {
    const { items, next } = await this.audit.listOf(userId, query);
    return { items: items.map((entry) => AuditEntryDto.from(entry, userId)), next };
  }
}
