import { Controller, Get, Query, StreamableFile } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import { CurrentSession, type Session } from '../auth/auth.guard.js';
import { StatementDto, StatementFilter, StatementQuery } from './statement.dto.js';
import { StatementService } from './statement.service.js';

@ApiTags('wallet')
@ApiBearerAuth()
@Controller('wallet')
export class StatementController {
  constructor(private readonly statements: StatementService) {}

  @Get('statement')
  @ApiOperation({
    summary: 'What happened to one currency, newest first, with the balance after each entry',
    description:
      'Entries are in the order in which they were booked. Of a search for what is rare, a page may have fewer entries than ' +
      'asked for, or none: there are more as long as there is a `next`.',
  })
  @ApiOkResponse({ type: StatementDto })
  statement(@CurrentSession() { userId }: Session, @Query() query: StatementQuery): Promise<StatementDto> {
    return this.statements.getPage(userId, query);
  }

  @Get('statement.csv')
  @ApiOperation({
    summary: 'The same as a file for spreadsheets, whole and oldest first',
    description:
      'RFC 4180 in UTF-8 with a byte order mark. Text that a spreadsheet would take for a formula has an apostrophe before it. ' +
      'A connection that breaks off means that the file is not whole.',
  })
  @ApiProduces('text/csv')
  @ApiOkResponse({ schema: { type: 'string' } })
  async file(
    @CurrentSession() { userId }: Session,
    @Query() query: StatementFilter,
  ): Promise<StreamableFile> {
    const { name, content } = await this.statements.getFile(userId, query);
    return new StreamableFile(content, {
      type: 'text/csv; charset=utf-8',
      disposition: `attachment; filename="${name}"`,
    });
  }
}
