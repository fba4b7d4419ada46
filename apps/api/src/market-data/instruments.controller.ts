import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiNotFoundResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Problem, ProblemDto } from '../platform/problem.js';
import { CandlesService } from './candles.service.js';
import {
  CandleDto,
  CandlePageDto,
  CandlesQuery,
  InstrumentDto,
  InstrumentPageDto,
  InstrumentsQuery,
} from './instruments.dto.js';
import { InstrumentsService } from './instruments.service.js';

@ApiTags('market')
@ApiBearerAuth()
@Controller('instruments')
export class InstrumentsController {
  constructor(
    private readonly instruments: InstrumentsService,
    private readonly candles: CandlesService,
  ) {}

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

  @Get(':symbol/candles')
  @ApiOperation({
    summary: 'Prices over time, oldest first; each candle says whether it is real or simulated',
  })
  @ApiOkResponse({ type: CandlePageDto })
  @ApiNotFoundResponse({ type: ProblemDto })
  async listCandles(
    @Param('symbol') symbol: string,
    @Query() { interval, from, to, limit, cursor }: CandlesQuery,
  ): Promise<CandlePageDto> {
    await this.instruments.getInstrument(symbol);
    const { items, next } = await this.candles.list({
      symbol,
      interval,
      from: readMoment(from, 'from'),
      to: readMoment(to, 'to'),
      after: readMoment(cursor, 'cursor'),
      limit,
    });
    return { items: items.map(CandleDto.from), next };
  }
}

/** The pattern of the query lets the 31st of February through. */
function readMoment(text: string | undefined, field: string): Date | undefined {
  if (text === undefined) return undefined;
  const moment = new Date(text);
  if (!Number.isNaN(moment.getTime()) && moment.toISOString().startsWith(text.slice(0, 10))) return moment;
  const message = `${text} is not a day that exists`;
  throw new Problem('validation_failed', message, [{ field, message }]);
}
