import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { allocationKinds, type AllocationKind } from '@tradeyard/portfolio';
import { IsBoolean, IsIn, IsOptional } from 'class-validator';
import { MoneyDto } from '../platform/money.dto.js';
import { IsShapeOf, MayBeAbsent } from '../platform/validation.js';
import { FiguresHeadDto } from './figures.dto.js';

export class AllocationQuery {
  @ApiPropertyOptional({ enum: allocationKinds, default: 'position' })
  @IsOptional()
  @IsIn(allocationKinds)
  by: AllocationKind = 'position';
}

const weight = (description: string): PropertyDecorator =>
  ApiProperty({ type: String, nullable: true, example: '25.50', description });

export class AllocationSliceDto {
  @ApiProperty({
    type: String,
    nullable: true,
    example: 'Technology',
    description: 'Null for all that has none',
  })
  key!: string | null;
  @ApiProperty() value!: MoneyDto;
  @weight('In percent; all together are 100') weight!: string | null;
  @weight('What it should be, by the settings') target!: string | null;
  @weight('Weight less target, in percent points') drift!: string | null;
}

export class AllocationDto extends FiguresHeadDto {
  @ApiProperty({ enum: allocationKinds }) by!: AllocationKind;
  @ApiProperty() total!: MoneyDto;
  @ApiProperty({ type: [AllocationSliceDto], description: 'The largest first, what has no key last' })
  slices!: AllocationSliceDto[];
}

export class RebalanceQueryDto {
  @ApiPropertyOptional({
    type: MoneyDto,
    description: 'To invest besides, in the currency of the portfolio. Unless given: the cash that it keeps',
  })
  @MayBeAbsent()
  @IsShapeOf(() => MoneyDto)
  cash?: MoneyDto;

  @ApiPropertyOptional({ type: MoneyDto, description: 'Nothing below it is bought or sold; 1 unless given' })
  @MayBeAbsent()
  @IsShapeOf(() => MoneyDto)
  minimumOrder?: MoneyDto;

  @ApiPropertyOptional({ type: Boolean, default: true, description: 'Without, only purchases' })
  @MayBeAbsent()
  @IsBoolean()
  maySell = true;

  @ApiPropertyOptional({
    type: Boolean,
    default: false,
    description: 'Whole shares only; coins are never whole',
  })
  @MayBeAbsent()
  @IsBoolean()
  wholeUnits = false;
}

/** A body of `POST /orders`, and of `POST /orders/preview`. */
export class PlannedOrderDto {
  @ApiProperty({ example: 'AAPL' }) symbol!: string;
  @ApiProperty({ enum: ['buy', 'sell'] }) side!: 'buy' | 'sell';
  @ApiProperty({ enum: ['market'] }) type!: 'market';
  @ApiProperty({ enum: ['day'] }) timeInForce!: 'day';
  @ApiProperty({ example: '1.5' }) quantity!: string;
  @ApiProperty({ format: 'uuid' }) portfolioId!: string;
}

export class PlannedTradeDto {
  @ApiProperty({ example: 'AAPL' }) symbol!: string;
  @ApiProperty({ enum: ['buy', 'sell'] }) side!: 'buy' | 'sell';
  @ApiProperty({ example: '1.5' }) quantity!: string;
  @ApiProperty({ description: 'At the price of the plan' }) amount!: MoneyDto;
  @ApiProperty({
    type: PlannedOrderDto,
    nullable: true,
    description:
      'To be previewed and placed as it is; null where nothing is traded here, as in what is tracked',
  })
  order!: PlannedOrderDto | null;
}

export class RebalancedDto {
  @ApiProperty({ example: 'AAPL' }) symbol!: string;
  @ApiProperty() value!: MoneyDto;
  @weight('In percent') weight!: string | null;
  @weight('In percent') target!: string | null;
  @weight('Weight less target, in percent points') drift!: string | null;
}

export class RebalanceDto extends FiguresHeadDto {
  @ApiProperty({ type: [PlannedTradeDto], description: 'Sales first' }) trades!: PlannedTradeDto[];
  @ApiProperty({ description: 'Cash that is left' }) residual!: MoneyDto;
  @ApiProperty({ type: [RebalancedDto], description: 'What has a target, after all of it' })
  after!: RebalancedDto[];
  @ApiProperty({ type: [String], description: 'Symbols with a target that have no price' })
  unpriced!: string[];
}
