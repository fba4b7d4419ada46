import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiNotFoundResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { ProblemDto } from '../platform/problem.js';
import { InstrumentDto, InstrumentPageDto, InstrumentsQuery } from './instruments.dto.js';
import { InstrumentsService } from './instruments.service.js';

@ApiTags('market')
@ApiBearerAuth()
@Controller('instruments')
export class InstrumentsController {
  constructor(private readonly instruments: InstrumentsService) {}

  @Get()
  @ApiOperation({ summary: 'Find instruments by symbol or name' })
  @ApiOkResponse({ type: InstrumentPageDto })
  async search(@Query() query: InstrumentsQuery): Promise<InstrumentPageDto> {
    const { items, next } = await this.instruments.search(query);
    return { items: items.map(InstrumentDto.from), next };
  }

  @Get(':symbol')
  @ApiOperation({ summary: 'One instrument' })
  @ApiOkResponse({ type: InstrumentDto })
  @ApiNotFoundResponse({ type: ProblemDto })
  async get(@Param('symbol') symbol: string): Promise<InstrumentDto> {
    return InstrumentDto.from(await this.instruments.getInstrument(symbol));
  }
}
