import { currencies, formatDecimal, ratioToSignificant, type Currency, type Day } from '@tradeyard/kernel';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsOptional } from 'class-validator';
import { PageDto } from '../platform/page.dto.js';
import { IsDay, IsText } from '../platform/validation.js';
import type { DatedRate, RateList } from './rates.service.js';

/** Rates are shown with so many digits; amounts are computed with all of them. */
export const rateDigitsShown = 12;

export class RatesQuery {
  @ApiPropertyOptional({
    type: String,
    example: 'EUR',
    default: 'EUR',
    description: 'Any currency, crypto assets too',
  })
  @IsOptional()
  @IsText(12)
  base = 'EUR';

  @ApiPropertyOptional({
    type: String,
    example: '2026-04-13',
    description: 'The last rates on or before this day; else the newest',
  })
  @IsOptional()
  @IsDay()
  date?: Day;
}

export class CurrencyDto {
  @ApiProperty({ example: 'JPY' }) code!: string;
  @ApiProperty({ example: 'Japanese Yen' }) name!: string;
  @ApiProperty({ example: 0, description: 'Decimal places of its amounts' }) exponent!: number;
  @ApiProperty({ enum: ['fiat', 'crypto'] }) kind!: 'fiat' | 'crypto';
  @ApiProperty({
    type: String,
    format: 'date',
    nullable: true,
    description: 'The first day on which it was no longer legal tender; no wallet can take it',
  })
  endedOn!: Day | null;

  static from({ code, name, exponent, kind, endedOn }: Currency): CurrencyDto {
    return { code, name, exponent, kind, endedOn: endedOn ?? null };
  }
}

export class CurrencyListDto extends PageDto {
  @ApiProperty({ type: [CurrencyDto] }) items!: CurrencyDto[];

  static all(): CurrencyListDto {
    return { items: currencies.map(CurrencyDto.from), next: null };
  }
}

export class RateDto {
  @ApiProperty({ example: 'USD' }) currency!: string;
  @ApiProperty({ example: '1.1684', description: 'Units of the currency for one unit of the base' })
  rate!: string;
  @ApiProperty({ type: String, format: 'date', description: 'The day it is of; of two, the older' })
  date!: Day;
  @ApiProperty({ example: 'ECB', description: 'Who said so' }) source!: string;

  static from({ rate, date, source }: DatedRate): RateDto {
    return {
      currency: rate.to,
      rate: formatDecimal(ratioToSignificant(rate.rate, rateDigitsShown)),
      date,
      source,
    };
  }
}

export class RateListDto extends PageDto {
  @ApiProperty({ example: 'EUR' }) base!: string;
  @ApiProperty({
    type: String,
    format: 'date',
    description: 'The newest day among the reference rates',
  })
  date!: Day;
  @ApiProperty({ example: 'ECB', description: 'Where the rates of that day are from' }) source!: string;
  @ApiProperty({ example: 1, description: 'Days from that day to today' }) ageDays!: number;
  @ApiProperty({ type: [RateDto] }) items!: RateDto[];

  static from({ base, date, source, ageDays, rates }: RateList): RateListDto {
    return { base, date, source, ageDays, items: rates.map(RateDto.from), next: null };
  }
}
