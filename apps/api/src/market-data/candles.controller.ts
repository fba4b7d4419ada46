import { Controller, Get, Header, Param, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiNotFoundResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { candleIntervalMs } from '@tradeyard/market';
import { Problem, ProblemDto } from '../platform/problem.js';
import { Revalidated } from '../platform/revalidation.js';
import { CandleSeriesService, type CandleSeries } from './candle-series.service.js';
import {
  CandleColumnsDto,
  CandleColumnsQuery,
  CandlePageDto,
  CandlesQuery,
  type CandlesRangeQuery,
} from './candles.dto.js';
import { InstrumentsService } from './instruments.service.js';

const itemsUsual = 1_000;
const rowsUsual = 10_000;

@ApiTags('market')
@ApiBearerAuth()
@Controller('instruments/:symbol/candles')
export class CandlesController {
  constructor(
    private readonly instruments: InstrumentsService,
    private readonly series: CandleSeriesService,
  ) {}

  @Get()
  @Revalidated()
  @ApiOperation({
    summary: 'Prices over time, oldest first; each candle says whether it is real or simulated',
    description:
      'In pages, or with `points` the whole range at once. The newest candle may still be growing. A time without ' +
      'trades has no candle.',
  })
  @ApiOkResponse({ type: CandlePageDto })
  @ApiNotFoundResponse({ type: ProblemDto })
  async list(
    @Param('symbol') symbol: string,
    @Query() { limit, ...query }: CandlesQuery,
  ): Promise<CandlePageDto> {
    return CandlePageDto.from(query, await this.find(symbol, query, limit, itemsUsual));
  }

  @Get('columns')
  @Revalidated()
  @Header('content-type', 'application/json; charset=utf-8')
  @ApiOperation({
    summary: 'The same prices as one list for each column',
    description: 'For many: a hundred thousand candles are one page, half as large as candles one by one.',
  })
  @ApiOkResponse({ type: CandleColumnsDto })
  @ApiNotFoundResponse({ type: ProblemDto })
  async listColumns(
    @Param('symbol') symbol: string,
    @Query() { limit, ...query }: CandleColumnsQuery,
  ): Promise<string> {
    return CandleColumnsDto.textOf(query, await this.find(symbol, query, limit, rowsUsual));
  }

  private async find(
    symbol: string,
    { interval, from, to, points, cursor, adjust }: CandlesRangeQuery,
    limit: number | undefined,
    limitUsual: number,
  ): Promise<CandleSeries> {
    const bounds = { from: readMoment(from, 'from'), to: readEnd(to) };
    const after = readMoment(cursor, 'cursor');
    const { calendar } = await this.instruments.getInstrument(symbol);
    const range = { symbol, interval, ...bounds, adjust, calendar };
    if (points === undefined) return this.series.listPage({ ...range, after, limit: limit ?? limitUsual });
    if (cursor !== undefined) return refuseWithPoints('cursor');
    if (limit !== undefined) return refuseWithPoints('limit');
    return this.series.listThinned(range, points);
  }
}

/** The pattern of the query lets the 31st of February through. */
function readMoment(text: string | undefined, field: string): Date | undefined {
  if (text === undefined) return undefined;
  const moment = new Date(text);
  if (!Number.isNaN(moment.getTime()) && moment.toISOString().startsWith(text.slice(0, 10))) return moment;
  return refuse(field, `${text} is not a day that exists`);
}

/** A day is part of the range as a whole, with all its minutes. */
function readEnd(text: string | undefined): Date | undefined {
  const moment = readMoment(text, 'to');
  return moment && text?.includes('T') === false
    ? new Date(moment.getTime() + candleIntervalMs['1d'] - 1)
    : moment;
}

const refuseWithPoints = (field: string): never =>
  refuse(field, `points asks for the whole range at once, which has no pages: leave ${field} out`);

function refuse(field: string, message: string): never {
  throw new Problem('validation_failed', message, [{ field, message }]);
}
