import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsOptional } from 'class-validator';
import { IsText } from '../platform/validation.js';
import { RangeDto } from './ranges.dto.js';
import { RiskQuery } from './risk.dto.js';
import { partKinds, type PartKind } from './series.service.js';

export const riskFigures = [
  'volatility',
  'drawdown',
  'sharpe',
  'sortino',
  'valueAtRisk95',
  'valueAtRisk99',
  'beta',
  'correlation',
] as const;
export const trailFigures = [
  'value',
  'gain',
  'effects',
  'simple',
  'twr',
  'mwr',
  'roai',
  ...riskFigures,
] as const;
export type AskedFigure = (typeof trailFigures)[number];

/** `benchmark` and `riskFree` count for figures of risk. */
export class TrailQuery extends RiskQuery {
  @ApiProperty({ enum: trailFigures, description: 'Which figure is to be explained' })
  @IsIn(trailFigures)
  figure!: AskedFigure;

  @ApiPropertyOptional({
    example: 'AAPL',
    description: 'Of one part, as `by` says; of the whole unless given',
  })
  @IsOptional()
  @IsText(100, 1)
  of?: string;

  @ApiPropertyOptional({ enum: partKinds, default: 'position', description: 'What `of` names' })
  @IsOptional()
  @IsIn(partKinds)
  by: PartKind = 'position';
}

export class TrailFormulaDto {
  @ApiProperty({ example: 'linked_factors', description: 'Its name, for a sentence about it' }) key!: string;
  @ApiProperty({ example: 'product(factor) - 1', description: 'With the names of inputs and columns' })
  text!: string;
  @ApiProperty({
    enum: ['figure', 'zero'],
    description: 'What it gives: the figure, or zero where that is a root of it',
  })
  gives!: 'figure' | 'zero';
}

export class TrailRowFormulaDto {
  @ApiProperty({ example: 'value' }) column!: string;
  @ApiProperty({ example: 'quantity * price * rate' }) text!: string;
}

export class TrailColumnDto {
  @ApiProperty({ example: 'price' }) name!: string;
  @ApiProperty({
    example: 'price',
    description: 'What its numbers are of: money, rate, factor, days and so on',
  })
  unit!: string;
  @ApiProperty({ enum: ['activities', 'prices', 'rates', 'valuation', 'assumption', 'formula'] })
  source!: string;
}

export class TrailInputDto extends TrailColumnDto {
  @ApiProperty() value!: number;
}

/** How a figure came about: whoever puts these numbers into the formula gets it. They are not rounded. */
export class TrailDto {
  @ApiProperty({ enum: trailFigures }) figure!: AskedFigure;
  @ApiProperty({ type: Number, nullable: true, description: 'Null where there is none: `note` says why' })
  value!: number | null;
  @ApiProperty({ example: 'rate', description: 'A rate is a fraction: 0.05 is 5 %' }) unit!: string;
  @ApiProperty() formula!: TrailFormulaDto;
  @ApiProperty({ type: TrailRowFormulaDto, nullable: true }) rowFormula!: TrailRowFormulaDto | null;
  @ApiProperty({ type: [TrailInputDto] }) inputs!: readonly TrailInputDto[];
  @ApiProperty({ type: [TrailColumnDto] }) columns!: readonly TrailColumnDto[];
  @ApiProperty({
    type: 'array',
    items: {
      type: 'object',
      additionalProperties: { oneOf: [{ type: 'number' }, { type: 'string' }], nullable: true },
    },
    description: 'A value for each column',
  })
  rows!: readonly Readonly<Record<string, unknown>>[];
  @ApiProperty({ type: String, nullable: true }) note!: string | null;
}

export class TrailAnswerDto {
  @ApiProperty({ example: 'EUR' }) currency!: string;
  @ApiProperty({ description: 'The return on average investment is always of the whole time' })
  range!: RangeDto;
  @ApiProperty() trail!: TrailDto;
}
