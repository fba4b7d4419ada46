import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { instrumentClasses, type InstrumentClass } from '@tradeyard/market';
import { IsOptional } from 'class-validator';
import { PageDto, PageQuery } from '../platform/page.dto.js';
import { IsText } from '../platform/validation.js';
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
