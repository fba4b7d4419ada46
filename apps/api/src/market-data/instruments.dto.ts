import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import {
  candleIntervals,
  candleSources,
  instrumentClasses,
  type CandleInterval,
  type CandleSource,
  type InstrumentClass,
} from '@tradeyard/market';
import { IsIn, IsOptional, Matches } from 'class-validator';
import { PageDto, PageQuery } from '../platform/page.dto.js';
import { IsText, IsWhole } from '../platform/validation.js';
import type { CandleEntity } from './candle.entity.js';
import type { InstrumentEntity } from './instrument.entity.js';

export class InstrumentsQuery extends PageQuery {
  @ApiPropertyOptional({ example: 'app', description: 'Beginning of a word of the symbol or the name' })
  @IsOptional()
  @IsText(100)
  query?: string;
}

export class InstrumentDto {
  @ApiProperty({ example: 'AAPL' }) symbol!: string;
  @ApiProperty({ example: 'Apple Inc.' }) name!: string;
  @ApiProperty({ example: 'NASDAQ' }) exchange!: string;
  @ApiProperty({ enum: instrumentClasses }) class!: InstrumentClass;
  @ApiProperty({ example: 'USD', description: 'What its price is in' }) currency!: string;
  @ApiProperty({ example: '0.01', description: 'The smallest step of its price' }) tickSize!: string;

  static from(instrument: InstrumentEntity): InstrumentDto {
    const { symbol, name, exchange, currency, tickSize } = instrument;
    return { symbol, name, exchange, class: instrument.class, currency, tickSize };
  }
}

export class InstrumentPageDto extends PageDto {
  @ApiProperty({ type: [InstrumentDto] }) items!: InstrumentDto[];
}

/** A day, or a moment in UTC. */
const momentPattern = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?Z)?$/;
const momentMessage = '$property must be a day such as 2025-08-28, or a moment such as 2025-08-28T14:30:00Z';

const candlesMax = 10_000;

export class CandlesQuery {
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

  @ApiPropertyOptional({ type: 'integer', minimum: 1, maximum: candlesMax, default: 1000 })
  @IsWhole(1, candlesMax)
  limit = 1000;

  @ApiPropertyOptional({ description: '`next` of the page before' })
  @IsOptional()
  @Matches(momentPattern, { message: 'cursor must be `next` of the page before' })
  cursor?: string;
}

export class CandleDto {
  @ApiProperty({ format: 'date-time', description: 'When the interval begins' }) at!: string;
  @ApiProperty({ example: '230.82' }) open!: string;
  @ApiProperty({ example: '233.41' }) high!: string;
  @ApiProperty({ example: '229.335' }) low!: string;
  @ApiProperty({ example: '232.56' }) close!: string;
  @ApiProperty({ example: '38074700' }) volume!: string;
  @ApiProperty({ enum: candleSources }) source!: CandleSource;

  static from({ at, open, high, low, close, volume, source }: CandleEntity): CandleDto {
    return { at: at.toISOString(), open, high, low, close, volume, source };
  }
}

export class CandlePageDto extends PageDto {
  @ApiProperty({ type: [CandleDto], description: 'Oldest first' }) items!: CandleDto[];
}
