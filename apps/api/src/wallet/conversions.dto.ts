import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, ValidateIf } from 'class-validator';
import { IsShapeOf, IsText, MayBeAbsent } from '../platform/validation.js';
import { conversionSides, type ConversionSideName } from './quote.entity.js';
import { RemarkDto } from './wallet.dto.js';

export class ConversionSideDto {
  @ApiPropertyOptional({ example: '100.00', description: 'On one of the two sides; the other follows' })
  @MayBeAbsent()
  @IsText(60)
  amount?: string;

  @ApiProperty({ example: 'EUR' })
  @IsText(12)
  currency!: string;
}

/** A quote stands for both sides. */
const UnlessQuoted = (): PropertyDecorator =>
  ValidateIf(({ quoteId }: ConversionDto, value) => quoteId === undefined || value !== undefined);

const withoutQuote = 'Needed without `quoteId`, and not allowed with it';

export class ConversionDto extends RemarkDto {
  @ApiPropertyOptional({ description: `${withoutQuote}. The amount stands on exactly one side` })
  @UnlessQuoted()
  @IsShapeOf(() => ConversionSideDto, 'The side to convert from is missing')
  from?: ConversionSideDto;

  @ApiPropertyOptional({ description: withoutQuote })
  @UnlessQuoted()
  @IsShapeOf(() => ConversionSideDto, 'The side to convert to is missing')
  to?: ConversionSideDto;

  @ApiPropertyOptional({
    example: '0190b6a5-2f3e-7c1a-9d52-0a3b6c1d2e4f',
    description: 'A quote of yours that has neither expired nor been used: exactly that is booked',
  })
  @MayBeAbsent()
  @IsText(60)
  quoteId?: string;
}

export class AskQuoteDto {
  @ApiProperty()
  @IsShapeOf(() => ConversionSideDto, 'The side to convert from is missing')
  from!: ConversionSideDto;

  @ApiProperty()
  @IsShapeOf(() => ConversionSideDto, 'The side to convert to is missing')
  to!: ConversionSideDto;

  @ApiPropertyOptional({
    enum: conversionSides,
    enumName: 'ConversionSide',
    description: 'Whose amount is fixed, while the other follows; unless given, the one that has an amount',
  })
  @MayBeAbsent()
  @IsIn(conversionSides, { message: `The side must be one of ${conversionSides.join(', ')}` })
  side?: ConversionSideName;
}
