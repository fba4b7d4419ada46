import { dayOfNumber, formatDecimal, ratioToSignificant, type Day, type SeriesRate } from '@tradeyard/kernel';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsOptional } from 'class-validator';
import { IsDay, IsText } from '../platform/validation.js';
import type { RateHistory } from './rate-history.service.js';
import { rateDigitsShown } from './rates.dto.js';

export class RateHistoryQuery {
  @ApiProperty({
    type: String,
    example: 'GBP',
    description: 'Any currency, crypto assets and ended ones too',
  })
  @IsText(12, 1)
  base!: string;

  @ApiProperty({ type: String, example: 'JPY', description: 'Likewise, and another one' })
  @IsText(12, 1)
  quote!: string;

  @ApiPropertyOptional({
    type: String,
    example: '2020-01-01',
    description: 'The first day; without it the first that has a rate',
  })
  @IsOptional()
  @IsDay()
  from?: Day;

  @ApiPropertyOptional({ type: String, example: '2020-12-31', description: 'The last day; without it today' })
  @IsOptional()
  @IsDay()
  to?: Day;
}

export class RateHistoryItemDto {
  @ApiProperty({ type: String, format: 'date' }) date!: Day;
  @ApiProperty({
    example: '136.0875',
    description: 'Units of the quote for one unit of the base, twelve digits of it',
  })
  rate!: string;
  @ApiPropertyOptional({
    type: String,
    format: 'date',
    description:
      'The day the rate is of, where that is an earlier one: on a weekend, or of two rates the older',
  })
  asOf?: Day;

  static from({ day, asOf, rate }: SeriesRate): RateHistoryItemDto {
    const item = {
      date: dayOfNumber(day),
      rate: formatDecimal(ratioToSignificant(rate, rateDigitsShown)),
    };
    return asOf < day ? { ...item, asOf: dayOfNumber(asOf) } : item;
  }
}

export class EndedCurrencyDto {
  @ApiProperty({ example: 'HRK' }) currency!: string;
  @ApiProperty({
    type: String,
    format: 'date',
    description: 'The first day on which it was no longer legal tender',
  })
  endedOn!: Day;
}

export class RateHistoryDto {
  @ApiProperty({ example: 'GBP' }) base!: string;
  @ApiProperty({ example: 'JPY' }) quote!: string;
  @ApiProperty({ type: String, format: 'date' }) from!: Day;
  @ApiProperty({ type: String, format: 'date' }) to!: Day;
  @ApiProperty({ type: [String], example: ['ECB'], description: 'Who said so' }) sources!: string[];
  @ApiProperty({
    type: EndedCurrencyDto,
    nullable: true,
    description: 'The one of the two that has ended, and of two the first: the rates end on the day before',
  })
  ended!: EndedCurrencyDto | null;
  @ApiProperty({
    type: [RateHistoryItemDto],
    description: 'Oldest first; not a page, since the calendar bounds it: 27 years are some 7,000 days',
  })
  items!: RateHistoryItemDto[];

  static from({ base, quote, from, to, sources, ended, rates }: RateHistory): RateHistoryDto {
    return { base, quote, from, to, sources: [...sources], ended, items: rates.map(RateHistoryItemDto.from) };
  }
}
