import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsObject, IsOptional } from 'class-validator';
import { IsText, MayBeAbsent } from '../platform/validation.js';
import { costBases, targetDimensions, type CostBasis, type Targets } from './portfolio-setting.entity.js';

const targetsSchema = {
  type: 'object',
  additionalProperties: false,
  properties: Object.fromEntries(
    targetDimensions.map((dimension) => [
      dimension,
      { type: 'object' as const, additionalProperties: { type: 'string', example: '60' } },
    ]),
  ),
  example: { class: { stock: '60', bond: '40' } },
} as const;

const explained =
  'How much of the portfolio each position, class, currency, sector or country should be, in percent; of each of these ' +
  'at most 100 together';

export class PortfolioSettingsDto {
  @ApiProperty({ enum: costBases, enumName: 'CostBasis', description: 'Which purchases a sale takes from' })
  costBasis!: CostBasis;
  @ApiProperty({ type: String, nullable: true, example: 'SPY', description: 'The symbol of an instrument' })
  benchmark!: string | null;
  @ApiProperty({ ...targetsSchema, description: explained }) targets!: Targets;

  static from({ costBasis, benchmark, targets }: PortfolioSettingsDto): PortfolioSettingsDto {
    return { costBasis, benchmark, targets };
  }
}

/** What is left out stays. */
export class ChangePortfolioSettingsDto {
  @ApiPropertyOptional({ enum: costBases, enumName: 'CostBasis' })
  @MayBeAbsent()
  @IsIn(costBases)
  costBasis?: CostBasis;

  @ApiPropertyOptional({ type: String, nullable: true, example: 'SPY' })
  @IsOptional()
  @IsText(40, 1)
  benchmark?: string | null;

  @ApiPropertyOptional({
    ...targetsSchema,
    description: `${explained}. Those of a kind replace all of that kind`,
  })
  @MayBeAbsent()
  @IsObject()
  targets?: Record<string, unknown>;
}
