import { ApiProperty } from '@nestjs/swagger';
import { allocationKinds, type AllocationKind } from '@tradeyard/portfolio';
import { MoneyDto } from '../platform/money.dto.js';
import { Percent, TextColumn } from './figures.dto.js';
import { shareScopes, type ShareScope } from './share.entity.js';
import { AssetClassProperty } from './snapshot.dto.js';

// All that leaves by a link stands here, field by field: what is added to other answers does not come along. With the
// scope `percent` each `amounts` is null, and nothing else tells how much anything is.

export class SharedPositionAmountsDto {
  @ApiProperty({ example: '4.2999656' }) quantity!: string;
  @ApiProperty() value!: MoneyDto;
  @ApiProperty() invested!: MoneyDto;
  @ApiProperty() gain!: MoneyDto;
}

export class SharedPositionDto {
  @ApiProperty({ example: 'AAPL' }) symbol!: string;
  @ApiProperty({ example: 'Apple Inc.' }) name!: string;
  @AssetClassProperty() class!: string;
  @Percent('Of the whole') weight!: string | null;
  @Percent('Gain on average investment') gainPercent!: string | null;
  @ApiProperty({ type: SharedPositionAmountsDto, nullable: true }) amounts!: SharedPositionAmountsDto | null;
}

export class SharedSliceDto {
  @ApiProperty({ type: String, nullable: true, example: 'Technology' }) key!: string | null;
  @ApiProperty({ type: String, nullable: true, example: '25.50', description: 'In percent' }) weight!:
    string | null;
}

export class SharedAllocationDto {
  @ApiProperty({ enum: allocationKinds }) by!: AllocationKind;
  @ApiProperty({ type: [SharedSliceDto] }) slices!: SharedSliceDto[];
}

export class SharedRangeDto {
  @ApiProperty({ example: 'ytd' }) key!: string;
  @Percent('Gain on average investment') percent!: string | null;
}

export class SharedColumnsDto {
  @ApiProperty({ type: [String], format: 'date', description: 'At most 400' }) day!: string[];
  @TextColumn('3.4560', 'The time-weighted return since the beginning') percent!: string[];
}

export class SharedAmountsDto {
  @ApiProperty() value!: MoneyDto;
  @ApiProperty() netWorth!: MoneyDto;
  @ApiProperty() invested!: MoneyDto;
  @ApiProperty() gain!: MoneyDto;
  @ApiProperty({ type: [String], description: 'Of the days of `series`' }) values!: string[];
}

export class SharedPortfolioDto {
  @ApiProperty({ example: 'For my club' }) label!: string;
  @ApiProperty({ enum: shareScopes, enumName: 'ShareScope' }) scope!: ShareScope;
  @ApiProperty({ example: 'EUR' }) currency!: string;
  @ApiProperty({ format: 'date' }) today!: string;
  @ApiProperty({ type: String, nullable: true, format: 'date-time' }) expiresAt!: string | null;
  @ApiProperty({ type: [SharedRangeDto] }) ranges!: SharedRangeDto[];
  @ApiProperty({ type: [SharedPositionDto], description: 'The largest first' })
  positions!: SharedPositionDto[];
  @ApiProperty({ type: [SharedAllocationDto] }) allocation!: SharedAllocationDto[];
  @ApiProperty() series!: SharedColumnsDto;
  @Percent('A year') volatility!: string | null;
  @Percent('The deepest fall') drawdown!: string | null;
  @ApiProperty({
    type: SharedAmountsDto,
    nullable: true,
    description: 'Null where only percentages are shared',
  })
  amounts!: SharedAmountsDto | null;
}
