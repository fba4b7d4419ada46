import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { ArrayMaxSize, ArrayMinSize, IsOptional, IsUUID } from 'class-validator';
import { portfolioKinds, portfoliosMax, type PortfolioKind } from '../paper/portfolios.dto.js';
import { MoneyDto } from '../platform/money.dto.js';
import { PageDto } from '../platform/page.dto.js';

export class ComparisonQuery {
  @ApiPropertyOptional({
    type: String,
    example: '01890000-0000-7000-8000-000000000000',
    description:
      'Ids of portfolios, archived ones too, with commas in between; all that are open unless given',
  })
  @IsOptional()
  @Transform(({ value }: { value: unknown }) => (typeof value === 'string' ? value.split(',') : value))
  @ArrayMinSize(1)
  @ArrayMaxSize(portfoliosMax + 1)
  @IsUUID('all', { each: true, message: 'Each id must be the id of a portfolio' })
  ids?: string[];
}

/** A position by what it gained. */
export class ComparedPositionDto {
  @ApiProperty({ example: 'AAPL' }) symbol!: string;
  @ApiProperty({ example: 'Apple Inc.' }) name!: string;
  @ApiProperty() gain!: MoneyDto;
  @ApiProperty({ example: '12.34' }) gainPercent!: string;
}

/** All money is in the portfolio's currency. */
export class ComparedPortfolioDto {
  @ApiProperty({ format: 'uuid' }) id!: string;
  @ApiProperty({ example: 'Momentum' }) name!: string;
  @ApiProperty({ enum: portfolioKinds, enumName: 'PortfolioKind' }) kind!: PortfolioKind;
  @ApiProperty({ example: 'USD' }) currency!: string;
  @ApiProperty({ format: 'date-time', description: 'When it was last begun anew' }) startedAt!: string;
  @ApiProperty({ type: MoneyDto, nullable: true, description: 'Null for the main one' })
  startingCash!: MoneyDto | null;
  @ApiProperty({ description: 'Cash and positions at the prices of this moment' }) value!: MoneyDto;
  @ApiProperty() cash!: MoneyDto;
  @ApiProperty({
    type: String,
    nullable: true,
    example: '12.34',
    description: 'Since the start, in percent; null for the main one, where money comes and goes',
  })
  returnPercent!: string | null;
  @ApiProperty({ type: 'integer', description: 'Since the start' }) orders!: number;
  @ApiProperty({ type: 'integer', description: 'Since the start' }) fills!: number;
  @ApiProperty({ type: ComparedPositionDto, nullable: true, description: 'Of those that it holds' })
  best!: ComparedPositionDto | null;
  @ApiProperty({ type: ComparedPositionDto, nullable: true, description: 'Null where there are not two' })
  worst!: ComparedPositionDto | null;
}

export class ComparisonDto extends PageDto {
  @ApiProperty({ type: [ComparedPortfolioDto] }) items!: ComparedPortfolioDto[];
}
