import { Controller, Get, Param, Query, StreamableFile } from '@nestjs/common';
import {
  ApiBearerAuth,
  ApiNotFoundResponse,
  ApiOkResponse,
  ApiOperation,
  ApiProduces,
  ApiPropertyOptional,
  ApiTags,
} from '@nestjs/swagger';
import { IsIn, IsOptional } from 'class-validator';
import { CurrentSession, type Session } from '../auth/auth.guard.js';
import { ProblemDto } from '../platform/problem.js';
import { exportFormats, ExportService, type ExportFormat } from './export.service.js';

export class ExportQuery {
  @ApiPropertyOptional({ enum: exportFormats, enumName: 'ExportFormat', default: 'json' })
  @IsOptional()
  @IsIn(exportFormats)
  format: ExportFormat = 'json';
}

const types = { csv: 'text/csv; charset=utf-8', json: 'application/json; charset=utf-8' };

@ApiTags('activities')
@ApiBearerAuth()
@Controller('portfolios/:id/export')
export class ExportController {
  constructor(private readonly exports: ExportService) {}

  @Get()
  @ApiOperation({
    summary: 'A portfolio as a file',
    description:
      'JSON has everything: settings, assets, prices by hand and activities; CSV all but the settings. Both are imported ' +
      'again to the same. A connection that breaks off means that the file is not whole.',
  })
  @ApiProduces('application/json', 'text/csv')
  @ApiOkResponse({ schema: { type: 'string' } })
  @ApiNotFoundResponse({ type: ProblemDto })
  async export(
    @CurrentSession() { userId }: Session,
    @Param('id') id: string,
    @Query() { format }: ExportQuery,
  ): Promise<StreamableFile> {
    const { name, content } = await this.exports.export(userId, id, format);
    return new StreamableFile(content, {
      type: types[format],
      disposition: `attachment; filename="${name}"`,
    });
  }
}
