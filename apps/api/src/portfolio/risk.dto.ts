import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsOptional, Matches } from 'class-validator';
import { MoneyDto } from '../platform/money.dto.js';
import { IsText } from '../platform/validation.js';
import { FiguresHeadDto, Percent, TextColumn } from './figures.dto.js';
import { RangeDto, RangeQuery } from './ranges.dto.js';

export class BenchmarkQuery extends RangeQuery {
  @ApiPropertyOptional({ example: 'SPY', description: 'An instrument; that of the settings unless given' })
  @IsOptional()
  @IsText(20, 1)
  benchmark?: string;
}

export class RiskQuery extends BenchmarkQuery {
  @ApiPropertyOptional({
    type: String,
    example: '2.5',
    default: '0',
    description: 'The risk-free rate, in percent a year',
  })
  @IsOptional()
  @Matches(/^-?\d{1,2}(\.\d{1,4})?$/, { message: 'riskFree must be a percentage such as 2.5' })
  riskFree = '0';
}

const figure = (description: string): PropertyDecorator =>
  ApiProperty({ type: String, nullable: true, example: '0.8312', description });

export class DrawdownDto {
  @Percent('How far it fell') percent!: string | null;
  @ApiProperty({ type: String, nullable: true, format: 'date' }) peak!: string | null;
  @ApiProperty({ type: String, nullable: true, format: 'date' }) trough!: string | null;
  @ApiProperty({
    type: String,
    nullable: true,
    format: 'date',
    description: 'Back where it was; null while it is not',
  })
  recovery!: string | null;
}

export class ValueAtRiskDto {
  @ApiProperty({ enum: [95, 99] }) confidence!: number;
  @Percent('What a weekday loses at most, with that confidence') percent!: string | null;
  @Percent('What one loses on average that loses more') expectedShortfall!: string | null;
}

export class MonthRowDto {
  @ApiProperty({ example: 2025 }) year!: number;
  @ApiProperty({ type: [String], description: 'January to December in percent; empty where there is none' })
  months!: string[];
  @Percent('Of the year') total!: string | null;
}

export class RollingColumnsDto {
  @ApiProperty({ type: [String], format: 'date', description: 'The last day of each window' }) day!: string[];
  @TextColumn('8.1234', 'Return of the window') percent!: string[];
}

export class DrawdownColumnsDto {
  @ApiProperty({ type: [String], format: 'date' }) day!: string[];
  @TextColumn('-3.2100', 'Below the highest until then, in percent') percent!: string[];
}

export class RiskDto extends FiguresHeadDto {
  @ApiProperty() range!: RangeDto;
  @ApiProperty({ type: 'integer', description: 'Returns of weekdays that went into it' }) returns!: number;
  @Percent('A year') volatility!: string | null;
  @figure('Of returns above the risk-free rate, a year') sharpe!: string | null;
  @figure('The same, only falls counting as risk') sortino!: string | null;
  @ApiProperty({ type: DrawdownDto, nullable: true }) drawdown!: DrawdownDto | null;
  @ApiProperty({ type: [ValueAtRiskDto], description: 'Historical; those for which there are enough days' })
  valueAtRisk!: ValueAtRiskDto[];
  @ApiProperty({ type: String, nullable: true, example: 'SPY' }) benchmark!: string | null;
  @figure('How much it moves with the benchmark') beta!: string | null;
  @figure('From -1 to 1') correlation!: string | null;
  @Percent("Jensen's, a year") alpha!: string | null;
  @Percent('A year') trackingError!: string | null;
  @ApiProperty({ type: [MonthRowDto] }) months!: MonthRowDto[];
  @ApiProperty({ description: 'Of 365 days each' }) rolling!: RollingColumnsDto;
  @ApiProperty() drawdowns!: DrawdownColumnsDto;
}

export class BenchmarkColumnsDto {
  @ApiProperty({ type: [String], format: 'date' }) day!: string[];
  @TextColumn('3.4560', 'Time-weighted, since the opening') percent!: string[];
  @TextColumn('2.1000', 'The benchmark since the opening') benchmarkPercent!: string[];
  @TextColumn('1234.56', 'What the portfolio was worth') value!: string[];
  @TextColumn('1200.00', 'What it would be had the same money gone into the benchmark')
  sameMoneyValue!: string[];
}

export class BenchmarkDto extends FiguresHeadDto {
  @ApiProperty() range!: RangeDto;
  @ApiProperty({ type: String, nullable: true, example: 'SPY', description: 'Null where none is chosen' })
  symbol!: string | null;
  @ApiProperty({ type: String, nullable: true, example: 'SPDR S&P 500 ETF' })
  benchmarkName!: string | null;
  @Percent('Time-weighted') percent!: string | null;
  @Percent('Of the benchmark, in the currency of the figures') benchmarkPercent!: string | null;
  @ApiProperty({ type: MoneyDto, nullable: true, description: 'Had the same money gone into the benchmark' })
  sameMoneyValue!: MoneyDto | null;
  @ApiProperty({ type: MoneyDto, nullable: true }) sameMoneyGain!: MoneyDto | null;
  @ApiProperty() series!: BenchmarkColumnsDto;
}
