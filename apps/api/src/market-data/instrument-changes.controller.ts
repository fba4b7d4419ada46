import { Body, Controller, Get, HttpCode, Param, Patch, Post, Query, Req } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import {
  ApiBearerAuth,
  ApiBody,
  ApiConflictResponse,
  ApiConsumes,
  ApiCreatedResponse,
  ApiNotFoundResponse,
  ApiOkResponse,
  ApiOperation,
  ApiPayloadTooLargeResponse,
  ApiTags,
  ApiUnprocessableEntityResponse,
} from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { AdminOnly } from '../auth/admin.guard.js';
import { Clock } from '../platform/clock.js';
import { requireStream, takes } from '../platform/streamed-body.js';
import { ProblemDto } from '../platform/problem.js';
import {
  ChangeInstrumentDto,
  ImportQuery,
  ImportSummaryDto,
  InstrumentSettingsDto,
  NewInstrumentDto,
} from './instrument-changes.dto.js';
import { InstrumentChangesService } from './instrument-changes.service.js';
import { InstrumentsImportService } from './instruments-import.service.js';
import { InstrumentsService } from './instruments.service.js';

const malformed = '`instrument_malformed`, `unknown_currency`, `unknown_calendar` or `provider_unavailable`';

@ApiTags('market')
@ApiBearerAuth()
@AdminOnly()
@Controller('instruments')
export class InstrumentChangesController {
  constructor(
    private readonly changes: InstrumentChangesService,
    private readonly imports: InstrumentsImportService,
    private readonly instruments: InstrumentsService,
    private readonly clock: Clock,
  ) {}

  @Post()
  @ApiOperation({ summary: 'List an instrument' })
  @ApiCreatedResponse({ type: InstrumentSettingsDto })
  @ApiConflictResponse({ type: ProblemDto, description: '`instrument_exists` or `provider_symbol_taken`' })
  @ApiUnprocessableEntityResponse({ type: ProblemDto, description: malformed })
  async create(@Body() body: NewInstrumentDto): Promise<InstrumentSettingsDto> {
    return InstrumentSettingsDto.from(await this.changes.create(body), this.clock.now());
  }

  @Get(':symbol/settings')
  @ApiOperation({ summary: 'One instrument, with how it is priced' })
  @ApiOkResponse({ type: InstrumentSettingsDto })
  @ApiNotFoundResponse({ type: ProblemDto })
  async getSettings(@Param('symbol') symbol: string): Promise<InstrumentSettingsDto> {
    return InstrumentSettingsDto.from(await this.instruments.getInstrument(symbol), this.clock.now());
  }

  @Patch(':symbol')
  @ApiOperation({
    summary: 'Change, halt or delist an instrument',
    description:
      'Prices follow within a few seconds. A halted or delisted instrument is not traded from this moment on.',
  })
  @ApiOkResponse({ type: InstrumentSettingsDto })
  @ApiNotFoundResponse({ type: ProblemDto })
  @ApiConflictResponse({ type: ProblemDto, description: '`provider_symbol_taken`' })
  @ApiUnprocessableEntityResponse({ type: ProblemDto, description: malformed })
  async change(
    @Param('symbol') symbol: string,
    @Body() body: ChangeInstrumentDto,
  ): Promise<InstrumentSettingsDto> {
    return InstrumentSettingsDto.from(await this.changes.change(symbol, body), this.clock.now());
  }

  @Post('import')
  @HttpCode(200)
  @RouteConfig(takes('text/csv'))
  @ApiOperation({
    summary: 'List and change many instruments',
    description:
      'A CSV file whose header names fields of an instrument: symbol, name, exchange, class and currency at least. What ' +
      'it does not name stays as it is, or has its usual value. One wrong row, and nothing is written; `errors` has them ' +
      'by line and column.',
  })
  @ApiConsumes('text/csv')
  @ApiBody({
    schema: {
      type: 'string',
      example: 'symbol,name,exchange,class,currency,calendar\nMSFT,Microsoft,NASDAQ,stock,USD,XNAS',
    },
  })
  @ApiOkResponse({ type: ImportSummaryDto })
  @ApiPayloadTooLargeResponse({ type: ProblemDto })
  @ApiUnprocessableEntityResponse({ type: ProblemDto, description: '`csv_malformed`' })
  async import(@Req() { body }: FastifyRequest, @Query() { dryRun }: ImportQuery): Promise<ImportSummaryDto> {
    return this.imports.importRows(requireStream(body, 'Send the file itself as the body, as text/csv'), {
      dryRun,
    });
  }
}
