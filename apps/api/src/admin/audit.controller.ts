import { Controller, Get, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { AdminOnly } from '../auth/admin.guard.js';
import { WholeAuditEntryDto, WholeAuditPageDto, WholeAuditQuery } from '../ledger/audit.dto.js';
import { AuditService } from '../ledger/audit.service.js';

@ApiTags('admin')
@ApiBearerAuth()
@AdminOnly()
@Controller('admin/audit')
export class WholeAuditController {
  constructor(private readonly audit: AuditService) {}

  @Get()
  @ApiOperation({
    summary: 'Every money command, newest first: who asked, when, from where, and what became of it',
  })
  @ApiOkResponse({ type: WholeAuditPageDto })
  async list(@Query() query: WholeAuditQuery): Promise<WholeAuditPageDto> {
    const { items, next } = await this.audit.listAll(query);
    return { items: items.map(WholeAuditEntryDto.of), next };
  }
}
