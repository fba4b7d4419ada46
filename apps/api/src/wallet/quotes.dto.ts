import { ApiProperty } from '@nestjs/swagger';
import { money } from '@tradeyard/kernel';
import { MoneyDto } from '../platform/money.dto.js';
import { conversionSides, type ConversionQuoteEntity, type ConversionSideName } from './quote.entity.js';

export class ConversionQuoteDto {
  @ApiProperty({ format: 'uuid', description: 'Convert with it as `quoteId`' }) id!: string;
  @ApiProperty({ description: 'What is paid, with the fee' }) from!: MoneyDto;
  @ApiProperty({ description: 'What is received' }) to!: MoneyDto;
  @ApiProperty({
    enum: conversionSides,
    enumName: 'ConversionSide',
    description: 'Whose amount was fixed, while the other followed',
  })
  side!: ConversionSideName;
  @ApiProperty({ example: '1.1684', description: 'What one unit of the currency that is paid is worth' })
  rate!: string;
  @ApiProperty({ type: String, format: 'date', example: '2026-04-13' }) rateDate!: string;
  @ApiProperty({ example: 'ECB' }) rateSource!: string;
  @ApiProperty({ description: 'Part of what is paid; it is not converted' }) fee!: MoneyDto;
  @ApiProperty({ format: 'date-time', description: 'From then on it cannot be used' }) expiresAt!: string;
  @ApiProperty({ format: 'date-time' }) createdAt!: string;
  @ApiProperty({
    type: String,
    format: 'uuid',
    nullable: true,
    description: 'The transaction that it became',
  })
  usedBy!: string | null;

  static from(quote: ConversionQuoteEntity): ConversionQuoteDto {
    return {
      id: quote.id,
      from: MoneyDto.from(money(quote.sold, quote.fromCurrency)),
      to: MoneyDto.from(money(quote.bought, quote.toCurrency)),
      side: quote.side,
      rate: quote.rate,
      rateDate: quote.rateDate,
      rateSource: quote.rateSource,
      fee: MoneyDto.from(money(quote.fee, quote.fromCurrency)),
      expiresAt: quote.expiresAt.toISOString(),
      createdAt: quote.createdAt.toISOString(),
      usedBy: quote.usedBy,
    };
  }
}
