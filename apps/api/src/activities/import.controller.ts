import { PassThrough, type Readable } from 'node:stream';
import { Controller, HttpCode, Param, Post, Query, Req, Res, StreamableFile } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import {
  ApiBearerAuth,
  ApiBody,
  ApiConsumes,
  ApiExtraModels,
  ApiNotFoundResponse,
  ApiOkResponse,
  ApiOperation,
  ApiPayloadTooLargeResponse,
  ApiTags,
  ApiTooManyRequestsResponse,
  ApiUnsupportedMediaTypeResponse,
  ApiUnprocessableEntityResponse,
} from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { CurrentSession, type Session } from '../auth/auth.guard.js';
import { toProblem } from '../platform/problem.filter.js';
import { ProblemDto } from '../platform/problem.js';
import { isJsonFile, requireStream, takesFile } from '../platform/streamed-body.js';
import { ImportActivitiesQuery, ImportPreviewDto, ImportReportDto, PreviewQuery } from './import.dto.js';
import { ImportService, type Progress, type Upload } from './import.service.js';

const lines = 'application/x-ndjson';
const tooMany = 'Several files of the same person are being read: one after the other';
const table = {
  schema: {
    type: 'string',
    example: 'type,day,symbol,quantity,price,currency\nbuy,2024-05-17,AAPL,1,189.84,USD',
  },
};

@ApiTags('activities')
@ApiBearerAuth()
@ApiExtraModels(ImportReportDto)
@Controller('portfolios/:id/import')
export class ImportController {
  constructor(private readonly imports: ImportService) {}

  @Post()
  @HttpCode(200)
  @RouteConfig(takesFile())
  @ApiOperation({
    summary: 'Bring a file into a tracked portfolio, as one change',
    description:
      'The file itself is the body: a table as text/csv, or JSON. When a row is wrong nothing is written, unless ' +
      '`onFault=skip`. Asked for application/x-ndjson the answer comes line by line: `{"read":65536,"of":6353837}`, ' +
      '`{"checked":500,"of":100000}`, `{"written":1000,"of":100000}`, and at the end the report, or a problem.',
  })
  @ApiConsumes('text/csv', 'application/json')
  @ApiBody(table)
  @ApiOkResponse({ type: ImportReportDto })
  @ApiNotFoundResponse({ type: ProblemDto })
  @ApiPayloadTooLargeResponse({ type: ProblemDto })
  @ApiUnsupportedMediaTypeResponse({ type: ProblemDto })
  @ApiTooManyRequestsResponse({ type: ProblemDto, description: tooMany })
  @ApiUnprocessableEntityResponse({
    type: ProblemDto,
    description:
      '`activities_of_ledger`, `portfolio_archived`, `csv_malformed`, `import_malformed`, `too_many_activities`, ' +
      '`too_many_assets` or `too_many_prices`',
  })
  async import(
    @CurrentSession() { userId }: Session,
    @Param('id') id: string,
    @Query() query: ImportActivitiesQuery,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ImportReportDto | StreamableFile> {
    const upload = uploadOf(request);
    if (!(request.headers.accept ?? '').includes(lines))
      return this.imports.import(userId, id, upload, query);
    void reply.header('x-accel-buffering', 'no');
    const told = this.tell((onProgress) => this.imports.import(userId, id, upload, query, onProgress));
    return new StreamableFile(told, { type: lines });
  }

  @Post('preview')
  @HttpCode(200)
  @RouteConfig(takesFile())
  @ApiOperation({
    summary: 'What an import of a file would come to',
    description:
      'With the first activities as they were understood, and for a table that nobody knows what its columns may be.',
  })
  @ApiConsumes('text/csv', 'application/json')
  @ApiBody(table)
  @ApiOkResponse({ type: ImportPreviewDto })
  @ApiNotFoundResponse({ type: ProblemDto })
  @ApiPayloadTooLargeResponse({ type: ProblemDto })
  @ApiUnsupportedMediaTypeResponse({ type: ProblemDto })
  @ApiTooManyRequestsResponse({ type: ProblemDto, description: tooMany })
  @ApiUnprocessableEntityResponse({
    type: ProblemDto,
    description: '`activities_of_ledger`, `portfolio_archived`, `csv_malformed` or `import_malformed`',
  })
  preview(
    @CurrentSession() { userId }: Session,
    @Param('id') id: string,
    @Query() query: PreviewQuery,
    @Req() request: FastifyRequest,
  ): Promise<ImportPreviewDto> {
    return this.imports.preview(userId, id, uploadOf(request), query);
  }

  /** Lines as they come. Whoever leaves is not told the end: what they sent is imported all the same. */
  private tell(work: (onProgress: (progress: Progress) => void) => Promise<object>): Readable {
    const output = new PassThrough();
    const say = (line: object): void => {
      if (!output.destroyed) output.write(`${JSON.stringify(line)}\n`);
    };
    void work(say)
      .catch((error: unknown) => {
        const { type, title, status, code, detail, errors } = toProblem(error);
        return { type, title, status, code, detail, ...(errors && { errors }) };
      })
      .then((last) => {
        say(last);
        output.end();
      });
    return output;
  }
}

/** Throws `unsupported_media_type`. */
function uploadOf(request: FastifyRequest): Upload {
  const body = requireStream(request.body, 'Send the file itself, as text/csv or application/json');
  const bytes = Number(request.headers['content-length']);
  return { body, isJson: isJsonFile(request), bytes: Number.isSafeInteger(bytes) ? bytes : null };
}
