import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { activityTypes } from '@tradeyard/portfolio';

const decimal = (description?: string): PropertyDecorator =>
  ApiPropertyOptional({ type: String, example: '89.12', ...(description !== undefined && { description }) });

// What is wrong in a body of this form is told by the calculation itself, with the path to it.

export class CalculationActivityDto {
  @ApiProperty({ format: 'date' }) day!: string;
  @ApiPropertyOptional({ format: 'date-time' }) at?: string;
  @ApiProperty({ enum: activityTypes.filter((type) => !['split', 'merger', 'spin_off'].includes(type)) })
  type!: string;
  @ApiProperty({ example: 'GOOGL', description: 'One of `assets`' }) symbol!: string;
  @decimal('Units') quantity?: string;
  @decimal("Per unit, in the asset's currency") price?: string;
  @decimal('All of a dividend, interest, deposit, withdrawal or liability') amount?: string;
  @decimal("In the asset's currency") fee?: string;
  @decimal("In the portfolio's currency, where that is known") feeInBase?: string;
}

export class CalculationAssetDto {
  @ApiProperty({ example: 'GOOGL' }) symbol!: string;
  @ApiProperty({ example: 'USD' }) currency!: string;
  @ApiPropertyOptional({ enum: ['asset', 'cash', 'liability'], default: 'asset' }) kind?: string;
  @ApiPropertyOptional({ default: false, description: 'Without a price it is worth what was last paid' })
  isPricedByHand?: boolean;
}

export class CalculationSplitDto {
  @ApiProperty({ example: 'GOOGL' }) symbol!: string;
  @ApiProperty({ format: 'date' }) day!: string;
  @ApiProperty({ example: '20' }) to!: string;
  @ApiProperty({ example: '1' }) from!: string;
}

const byDay = (example: object, description: string): PropertyDecorator =>
  ApiProperty({
    type: 'object',
    additionalProperties: { type: 'object', additionalProperties: { type: 'string' } },
    example,
    description,
  });

/** A whole portfolio and its market: nothing else is looked up. */
export class CalculationRequestDto {
  @ApiProperty({ example: 'CHF', description: 'Of the portfolio' }) currency!: string;
  @ApiProperty({ format: 'date', description: 'The last day' }) today!: string;
  @ApiProperty({ type: [CalculationActivityDto], maxItems: 20_000 }) activities!: CalculationActivityDto[];
  @ApiProperty({ type: [CalculationAssetDto], maxItems: 1_000 }) assets!: CalculationAssetDto[];
  @byDay({ GOOGL: { '2023-01-03': '89.12' } }, 'By symbol and day, split-adjusted') prices!: object;
  @byDay({ USD: { '2023-01-03': '0.9238' } }, "By currency and day, in the portfolio's for one")
  rates!: object;
  @ApiPropertyOptional({ type: [CalculationSplitDto] }) splits?: CalculationSplitDto[];
  @ApiPropertyOptional({
    type: [String],
    format: 'date',
    description: 'Days on which a balance of cash was noted',
  })
  balanceDays?: string[];
  @ApiPropertyOptional({ enum: ['dates', 'days'], default: 'dates', description: 'Rows of the history' })
  history?: string;
}

export class TwoViewsDto {
  @ApiProperty({ description: 'All at the rates of the last day' }) flat!: number;
  @ApiProperty({ description: 'Each flow and value at the rate of its day' }) withCurrency!: number;
}

const free = (description: string): PropertyDecorator =>
  ApiProperty({ type: 'array', items: { type: 'object', additionalProperties: true }, description });

/** Numbers are not rounded: amounts in whole units, percentages as fractions. */
export class CalculationDto {
  @ApiProperty({ example: 'CHF' }) currency!: string;
  @ApiProperty({ format: 'date' }) first!: string;
  @ApiProperty({ format: 'date' }) today!: string;
  @free('By symbol') positions!: readonly object[];
  @ApiProperty({ type: [String] }) unpriced!: readonly string[];
  @ApiProperty() value!: number;
  @ApiProperty() cash!: number;
  @ApiProperty() liabilities!: number;
  @ApiProperty() fees!: number;
  @ApiProperty() interest!: number;
  @ApiProperty() invested!: TwoViewsDto;
  @ApiProperty() gross!: TwoViewsDto;
  @ApiProperty() net!: TwoViewsDto;
  @ApiProperty() averageInvested!: TwoViewsDto;
  @ApiProperty() netPercent!: TwoViewsDto;
  @ApiProperty({ type: 'object', additionalProperties: { type: 'object', additionalProperties: true } })
  ranges!: object;
  @free('Oldest first') history!: readonly object[];
  @free('On each day of an activity') investments!: readonly object[];
  @free('From the first to the last') investmentsByMonth!: readonly object[];
  @free('From the first to the last') investmentsByYear!: readonly object[];
}
