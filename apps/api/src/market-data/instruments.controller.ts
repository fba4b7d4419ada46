import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiNotFoundResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Clock } from '../platform/clock.js';
import { ProblemDto } from '../platform/problem.js';
import { Revalidated } from '../platform/revalidation.js';
import { InstrumentSearchService } from './instrument-search.service.js';
import { InstrumentDto, InstrumentPageDto, InstrumentsQuery } from './instruments.dto.js';
import { InstrumentsService } from './instruments.service.js';

@ApiTags('market')
@ApiBearerAuth()
@Controller('instruments')
export class InstrumentsController {
  constructor(
    private readonly instruments: InstrumentsService,
    private readonly searching: InstrumentSearchService,
    private readonly clock: Clock,
  ) {}

  @Get()
  @Revalidated()
  @ApiOperation({ summary: 'Find instruments by symbol or name, the best first' })
  @ApiOkResponse({ type: InstrumentPageDto })
  async search(@Query() query: InstrumentsQuery): Promise<InstrumentPageDto> {
    const { items, next } = await this.searching.search(query);
    return { items: items.map((each) => InstrumentDto.from(each, this.clock.now())), next };
  }

  @Get(':symbol')
  @Revalidated()
  @ApiOperation({ summary: 'One instrument' })
  @ApiOkResponse({ type: InstrumentDto })
  @ApiNotFoundResponse({ type: ProblemDto })
  async get(@Param('symbol') symbol: string): Promise<InstrumentDto> {
    return InstrumentDto.from(await this.instruments.getInstrument(symbol), this.clock.now());
  }
}
