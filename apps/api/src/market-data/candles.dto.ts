import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import {
  adjustModes,
  candleIntervalMs,
  candleIntervals,
  candleSources,
  packSeparator,
  splitPacked,
  type AdjustMode,
  type CandleInterval,
  type CandleSource,
  type PackedCandles,
} from '@tradeyard/market';
import { IsIn, IsOptional, Matches } from 'class-validator';
import { PageDto } from '../platform/page.dto.js';
import { IsWhole } from '../platform/validation.js';
import type { CandleSeries } from './candle-series.service.js';

/** A day, or a moment in UTC. */
const momentPattern = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?Z)?$/;
const momentMessage = '$property must be a day such as 2025-08-28, or a moment such as 2025-08-28T14:30:00Z';

const itemsMax = 10_000;
const rowsMax = 100_000;
const [pointsMin, pointsMax] = [10, 5_000];

export class CandlesRangeQuery {
  @ApiPropertyOptional({ enum: candleIntervals, default: '1d' })
  @IsIn(candleIntervals)
  interval: CandleInterval = '1d';

  @ApiPropertyOptional({
    example: '2025-01-01',
    description: 'The first day, or moment in UTC, of the range',
  })
  @IsOptional()
  @Matches(momentPattern, { message: momentMessage })
  from?: string;

  @ApiPropertyOptional({ example: '2025-08-28', description: 'The last day, or moment in UTC, of the range' })
  @IsOptional()
  @Matches(momentPattern, { message: momentMessage })
  to?: string;

  @ApiPropertyOptional({
    type: 'integer',
    minimum: pointsMin,
    maximum: pointsMax,
    description:
      'The whole range in at most so many candles: where it has more, neighbours are joined to candles of one longer ' +
      'step, so that no high or low is lost. Not together with `limit` or `cursor`.',
  })
  @IsOptional()
  @IsWhole(pointsMin, pointsMax)
  points?: number;

  @ApiPropertyOptional({
    enum: adjustModes,
    default: 'none',
    description:
      "Prices as they were paid; or as today's shares would have had them, after splits; or also with dividends reinvested",
  })
  @IsIn(adjustModes)
  adjust: AdjustMode = 'none';

  @ApiPropertyOptional({ description: '`next` of the page before' })
  @IsOptional()
  @Matches(momentPattern, { message: 'cursor must be `next` of the page before' })
  cursor?: string;
}

export class CandlesQuery extends CandlesRangeQuery {
  @ApiPropertyOptional({ type: 'integer', minimum: 1, maximum: itemsMax, default: 1000 })
  @IsOptional()
  @IsWhole(1, itemsMax)
  limit?: number;
}

export class CandleColumnsQuery extends CandlesRangeQuery {
  @ApiPropertyOptional({ type: 'integer', minimum: 1, maximum: rowsMax, default: 10_000 })
  @IsOptional()
  @IsWhole(1, rowsMax)
  limit?: number;
}

export class CandleDto {
  @ApiProperty({ format: 'date-time', description: 'When the interval begins' }) at!: string;
  @ApiProperty({ example: '230.82' }) open!: string;
  @ApiProperty({ example: '233.41' }) high!: string;
  @ApiProperty({ example: '229.335' }) low!: string;
  @ApiProperty({ example: '232.56' }) close!: string;
  @ApiProperty({ example: '38074700' }) volume!: string;
  @ApiProperty({ enum: candleSources }) source!: CandleSource;
}

class CandlesAnswerDto extends PageDto {
  @ApiProperty({ enum: candleIntervals }) interval!: CandleInterval;
  @ApiProperty({
    example: 86_400_000,
    description:
      'How much time each candle covers, in milliseconds: the interval, or more where it is thinned',
  })
  stepMs!: number;
  @ApiProperty({ description: 'Whether neighbours were joined to keep to `points`' }) thinned!: boolean;
  @ApiProperty({ enum: adjustModes }) adjust!: AdjustMode;
}

export class CandlePageDto extends CandlesAnswerDto {
  @ApiProperty({ type: [CandleDto], description: 'Oldest first' }) items!: CandleDto[];

  static from(query: CandlesRangeQuery, series: CandleSeries): CandlePageDto {
    const { ats, opens, highs, lows, closes, volumes, sources } = splitPacked(series.candles);
    const items = ats.map((at, place) => ({
      at: new Date(Number(at)).toISOString(),
      open: opens[place] ?? '',
      high: highs[place] ?? '',
      low: lows[place] ?? '',
      close: closes[place] ?? '',
      volume: volumes[place] ?? '',
      source: sources[place] as CandleSource,
    }));
    return { ...answerTo(query, series), items };
  }
}

export class CandleSourceRunDto {
  @ApiProperty({ enum: candleSources }) source!: CandleSource;
  @ApiProperty({ example: 520, description: 'So many candles, after those of the run before' })
  count!: number;
}

/** The same as candles one by one, in half the bytes: the first of each list are the first candle. */
export class CandleColumnsDto extends CandlesAnswerDto {
  @ApiProperty({ type: [Number], description: 'When each begins, milliseconds since 1970; oldest first' })
  at!: number[];
  @ApiProperty({ type: [String], example: ['230.82'] }) open!: string[];
  @ApiProperty({ type: [String], example: ['233.41'] }) high!: string[];
  @ApiProperty({ type: [String], example: ['229.335'] }) low!: string[];
  @ApiProperty({ type: [String], example: ['232.56'] }) close!: string[];
  @ApiProperty({ type: [String], example: ['38074700'] }) volume!: string[];
  @ApiProperty({ type: [CandleSourceRunDto], description: 'Whose prices they are' })
  sources!: CandleSourceRunDto[];

  /** As JSON, without reading the columns: they are sent as Postgres wrote them. */
  static textOf(query: CandlesRangeQuery, series: CandleSeries): string {
    const { candles } = series;
    const texts = (['open', 'high', 'low', 'close', 'volume'] as const).map((column) =>
      candles.count === 0 ? `"${column}":[]` : `"${column}":["${candles[`${column}s`]}"]`,
    );
    const head = JSON.stringify({ ...answerTo(query, series), sources: listRuns(candles) });
    return `${head.slice(0, -1)},"at":[${candles.ats}],${texts.join(',')}}`;
  }
}

const answerTo = (
  { interval, points, adjust }: CandlesRangeQuery,
  { next, stepMs }: CandleSeries,
): Pick<CandlesAnswerDto, keyof CandlesAnswerDto> => ({
  next,
  interval,
  stepMs,
  thinned: points !== undefined && stepMs > candleIntervalMs[interval],
  adjust,
});

function listRuns({ count, sources }: PackedCandles): CandleSourceRunDto[] {
  if (count === 0) return [];
  if (!sources.includes(packSeparator)) return [{ source: sources as CandleSource, count }];
  const runs: CandleSourceRunDto[] = [];
  for (const each of sources.split(packSeparator)) {
    const source = each as CandleSource;
    const run = runs.at(-1);
    if (run?.source === source) run.count += 1;
    else runs.push({ source, count: 1 });
  }
  return runs;
}
