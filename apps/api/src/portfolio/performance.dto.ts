import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsOptional } from 'class-validator';
import { MoneyDto } from '../platform/money.dto.js';
import { FiguresHeadDto, Percent, TextColumn } from './figures.dto.js';
import { RangeDto, RangeQuery } from './ranges.dto.js';
import { partKinds, type PartKind } from './series.service.js';

export class PerformanceQuery extends RangeQuery {
  @ApiPropertyOptional({ enum: partKinds, default: 'position', description: 'What the parts are' })
  @IsOptional()
  @IsIn(partKinds)
  by: PartKind = 'position';
}

/** What a gain is made of: to the smallest unit they add up to it, and those of all parts to those of the whole. */
export class EffectsDto {
  @ApiProperty({ description: 'What prices did' }) price!: MoneyDto;
  @ApiProperty({ description: 'Dividends and interest' }) dividend!: MoneyDto;
  @ApiProperty({ description: 'What rates of currencies did' }) currency!: MoneyDto;
  @ApiProperty({ description: 'Zero or less' }) fee!: MoneyDto;
  @ApiProperty() total!: MoneyDto;
}

export const moneyWeightedKinds = ['one', 'several', 'none'] as const;

/** The rate at which all flows are worth nothing together; there can be none, or several. */
export class MoneyWeightedDto {
  @ApiProperty({ enum: moneyWeightedKinds }) kind!: (typeof moneyWeightedKinds)[number];
  @Percent('A year') percent!: string | null;
  @Percent('For the span of the flows, which may be less than a year') periodPercent!: string | null;
  @ApiProperty({ type: [String], description: 'Of several: each of them a year, ascending' })
  percents!: string[];
  @ApiProperty({
    type: String,
    nullable: true,
    enum: ['no_flows', 'one_sign', 'one_day', 'no_rate'],
    description: 'Why there is none',
  })
  why!: string | null;
}

/** The same range by every method. */
export class MethodsDto {
  @Percent('On average investment') roai!: string | null;
  @Percent('Time-weighted') timeWeighted!: string | null;
  @Percent('Time-weighted, a year; null for less than one') timeWeightedYearly!: string | null;
  @ApiProperty({
    type: 'integer',
    description: 'Days without prices, of which the time-weighted return is estimated',
  })
  bridgedDays!: number;
  @ApiProperty() moneyWeighted!: MoneyWeightedDto;
  @Percent('Gain over what was there and came in') simple!: string | null;
}

export class PartPerformanceDto {
  @ApiProperty({ example: 'AAPL', description: 'A symbol, a class or a currency' }) key!: string;
  @ApiProperty({ example: 'Apple Inc.' }) name!: string;
  @ApiProperty({ description: 'When the range opened' }) opening!: MoneyDto;
  @ApiProperty({ description: 'At the end of it' }) closing!: MoneyDto;
  @ApiProperty() paidIn!: MoneyDto;
  @ApiProperty() takenOut!: MoneyDto;
  @ApiProperty({ description: 'The gain, and what it is made of' }) effects!: EffectsDto;
  @ApiProperty({
    description: 'The gain by the return on average investment, without dividends and interest',
  })
  roaiNet!: MoneyDto;
  @ApiProperty() methods!: MethodsDto;
}

/** Of at most 400 days of the range; the first of each list are the opening. */
export class PerformanceColumnsDto {
  @ApiProperty({ type: [String], format: 'date' }) day!: string[];
  @TextColumn('1234.56', 'What it was worth') value!: string[];
  @TextColumn('34.56', 'Gained since the opening') gain!: string[];
  @TextColumn('1000.00', 'Paid in less taken out since the opening, with the opening value') putIn!: string[];
  @TextColumn('3.4560', 'The time-weighted return since the opening, in percent') timeWeighted!: string[];
}

export class PerformanceDto extends FiguresHeadDto {
  @ApiProperty() range!: RangeDto;
  @ApiProperty({ enum: partKinds }) by!: PartKind;
  @ApiProperty() total!: PartPerformanceDto;
  @ApiProperty({ type: [PartPerformanceDto], description: 'By key; the effects add up to those of `total`' })
  parts!: PartPerformanceDto[];
  @ApiProperty() series!: PerformanceColumnsDto;
}
