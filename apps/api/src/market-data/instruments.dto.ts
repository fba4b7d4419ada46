import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import {
  instrumentClasses,
  instrumentStatuses,
  providerNames,
  sessionOfInstrument,
  timeZoneOf,
  type InstrumentClass,
  type InstrumentStatus,
  type ProviderName,
} from '@tradeyard/market';
import { IsIn, IsOptional } from 'class-validator';
import { PageDto, PageQuery } from '../platform/page.dto.js';
import { IsText } from '../platform/validation.js';
import type { InstrumentEntity } from './instrument.entity.js';

export class InstrumentsQuery extends PageQuery {
  @ApiPropertyOptional({
    example: 'app',
    description: 'A symbol, or the beginning of words of symbol and name; the symbol itself comes first',
  })
  @IsOptional()
  @IsText(100)
  query?: string;

  @ApiPropertyOptional({ enum: instrumentClasses })
  @IsOptional()
  @IsIn(instrumentClasses)
  class?: InstrumentClass;

  @ApiPropertyOptional({ example: 'NASDAQ' })
  @IsOptional()
  @IsText(30)
  exchange?: string;

  @ApiPropertyOptional({ example: 'USD', description: 'What the price is in' })
  @IsOptional()
  @IsText(12)
  currency?: string;

  @ApiPropertyOptional({ enum: providerNames })
  @IsOptional()
  @IsIn(providerNames)
  provider?: ProviderName;

  @ApiPropertyOptional({ enum: instrumentStatuses })
  @IsOptional()
  @IsIn(instrumentStatuses)
  status?: InstrumentStatus;
}

export class SessionDto {
  @ApiProperty({ description: 'Whether it is traded now' }) isOpen!: boolean;
  @ApiProperty({
    type: String,
    format: 'date-time',
    nullable: true,
    description: 'When that changes; null where it never does or nobody knows',
  })
  until!: string | null;
}

export class InstrumentDto {
  @ApiProperty({ example: 'AAPL' }) symbol!: string;
  @ApiProperty({ example: 'Apple Inc.' }) name!: string;
  @ApiProperty({ example: 'NASDAQ' }) exchange!: string;
  @ApiProperty({ enum: instrumentClasses }) class!: InstrumentClass;
  @ApiProperty({ example: 'USD', description: 'What its price is in' }) currency!: string;
  @ApiProperty({
    type: String,
    nullable: true,
    example: 'BTC',
    description: 'The currency that crypto trades; null for what trades itself',
  })
  base!: string | null;
  @ApiProperty({ example: '0.01', description: 'The smallest step of its price' }) tickSize!: string;
  @ApiProperty({
    enum: instrumentStatuses,
    description: 'A halted one shows its last price and is not traded, a delisted one has ended',
  })
  status!: InstrumentStatus;
  @ApiProperty({ example: 'XNAS', description: 'Trading calendar: 24/7, or an exchange by ISO 10383' })
  calendar!: string;
  @ApiProperty({ example: 'America/New_York', description: 'The zone of that calendar' }) timeZone!: string;
  @ApiProperty({ enum: providerNames, description: 'Who says what it costs' }) provider!: ProviderName;
  @ApiProperty() session!: SessionDto;
  @ApiProperty({ type: String, nullable: true, example: 'Technology' }) sector!: string | null;
  @ApiProperty({ type: String, nullable: true, example: 'US', description: 'By ISO 3166-1, two letters' })
  country!: string | null;

  /** `at` is the moment of the session. */
  static from(instrument: InstrumentEntity, at: Date): InstrumentDto {
    const { symbol, name, exchange, currency, base, tickSize, status, calendar, provider } = instrument;
    const { sector, country } = instrument;
    const { isOpen, until } = sessionOfInstrument(instrument, at);
    return {
      symbol,
      name,
      exchange,
      class: instrument.class,
      currency,
      base,
      tickSize,
      status,
      calendar,
      timeZone: timeZoneOf(calendar),
      provider,
      session: { isOpen, until: until?.toISOString() ?? null },
      sector,
      country,
    };
  }
}

export class InstrumentPageDto extends PageDto {
  @ApiProperty({ type: [InstrumentDto] }) items!: InstrumentDto[];
}
