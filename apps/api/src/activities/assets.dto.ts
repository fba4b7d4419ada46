import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsObject, IsOptional } from 'class-validator';
import { assetClasses, type AssetClass } from '@tradeyard/portfolio';
import { PageDto, PageQuery } from '../platform/page.dto.js';
import { IsDay, IsName, IsText, MayBeAbsent } from '../platform/validation.js';
import type { AssetRow, HandPrice } from './activities-reader.service.js';

/** As many as fit into a request of the usual size: over ten years of days. */
export const pricesMax = 5_000;

export class AssetDto {
  @ApiProperty({ example: 'AAPL' }) symbol!: string;
  @ApiProperty({ example: 'Apple Inc.' }) name!: string;
  @ApiProperty({ enum: assetClasses, enumName: 'AssetClass' }) class!: AssetClass;
  @ApiProperty({ example: 'USD', description: 'Its prices are in it' }) currency!: string;
  @ApiProperty({ type: String, nullable: true, example: 'Technology' }) sector!: string | null;
  @ApiProperty({ type: String, nullable: true, example: 'US' }) country!: string | null;
  @ApiProperty({
    type: String,
    nullable: true,
    description: 'The instrument whose prices it has; null where they are given by hand',
  })
  instrument!: string | null;

  static from({
    symbol,
    name,
    class: assetClass,
    currency,
    sector,
    country,
    instrument,
  }: AssetRow): AssetDto {
    return { symbol, name, class: assetClass, currency, sector, country, instrument };
  }
}

export class AssetPageDto extends PageDto {
  @ApiProperty({ type: [AssetDto], description: 'By symbol' }) items!: AssetDto[];
}

/** What is left out stays, or has its usual value in a new asset. */
export class PutAssetDto {
  @ApiPropertyOptional({ example: 'Apple Inc.', maxLength: 120 })
  @MayBeAbsent()
  @IsName(120)
  name?: string;

  @ApiPropertyOptional({ enum: assetClasses, enumName: 'AssetClass' })
  @MayBeAbsent()
  @IsIn(assetClasses)
  class?: AssetClass;

  @ApiPropertyOptional({ example: 'USD', description: 'With an instrument it is the one of that' })
  @MayBeAbsent()
  @IsText(12)
  currency?: string;

  @ApiPropertyOptional({ type: String, nullable: true, example: 'Technology' })
  @IsOptional()
  @IsText(60, 1)
  sector?: string | null;

  @ApiPropertyOptional({ type: String, nullable: true, example: 'US' })
  @IsOptional()
  @IsText(60, 1)
  country?: string | null;

  @ApiPropertyOptional({
    type: String,
    nullable: true,
    example: 'AAPL',
    description: 'The instrument whose prices it has; null to give them by hand',
  })
  @IsOptional()
  @IsText(40, 1)
  instrument?: string | null;
}

export class PriceDto {
  @ApiProperty({ example: '2024-05-17' }) day!: string;
  @ApiProperty({ example: '189.84', description: "Per unit, in the asset's currency" }) price!: string;

  static from({ day, price }: HandPrice): PriceDto {
    return { day, price: price ?? '' };
  }
}

export class PricePageDto extends PageDto {
  @ApiProperty({ type: [PriceDto], description: 'Newest first' }) items!: PriceDto[];
}

export class PricesQuery extends PageQuery {
  @ApiPropertyOptional({ example: '2024-01-01', description: 'The first day' })
  @IsOptional()
  @IsDay()
  from?: string;

  @ApiPropertyOptional({ example: '2024-12-31', description: 'The last day' })
  @IsOptional()
  @IsDay()
  to?: string;
}

export class PutPriceDto {
  @ApiProperty({ example: '189.84', description: 'Zero or more' })
  @IsText(60)
  price!: string;
}

export class PutPricesDto {
  @ApiProperty({
    type: 'object',
    additionalProperties: { type: 'string', nullable: true },
    example: { '2024-05-17': '189.84', '2024-05-18': null },
    description: `Prices by day, at most ${pricesMax}; null takes one away`,
  })
  @IsObject()
  prices!: Record<string, string | null>;
}
