import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsOptional, Matches } from 'class-validator';
import { MoneyDto } from '../platform/money.dto.js';
import { FiguresHeadDto, TextColumn } from './figures.dto.js';
import { RangeDto } from './ranges.dto.js';
import { AssetClassProperty } from './snapshot.dto.js';

export class ClassColumnDto {
  @AssetClassProperty() class!: string;
  @TextColumn('1234.56', 'What it was worth on each day') value!: string[];
}

export class NetWorthDto extends FiguresHeadDto {
  @ApiProperty() range!: RangeDto;
  @ApiProperty({ description: 'On the last day' }) netWorth!: MoneyDto;
  @ApiProperty({ type: [String], format: 'date', description: 'At most 400' }) day!: string[];
  @TextColumn('1234.56', 'All that is owned, less what is owed') total!: string[];
  @ApiProperty({ type: [ClassColumnDto], description: 'They add up to it, but for what rounding leaves' })
  classes!: ClassColumnDto[];
}

const percent = (example: string, description: string, fallback: string): PropertyDecorator => {
  const documented = ApiPropertyOptional({ type: String, example, description, default: fallback });
  return (target, name) => {
    documented(target, name);
    IsOptional()(target, name);
    Matches(/^-?\d{1,3}(\.\d{1,4})?$/, { message: '$property must be a percentage such as 4.5' })(
      target,
      name,
    );
  };
};

const amount = /^-?\d{1,12}(\.\d{1,8})?$/;

export class ProjectionQuery {
  @ApiProperty({
    example: '1500',
    description: 'Saved at the end of each month, in the currency of the figures',
  })
  @Matches(amount, { message: 'monthlySavings must be an amount such as 1500' })
  monthlySavings!: string;

  @ApiProperty({ example: '36000', description: 'What a year costs, in money of today' })
  @Matches(amount, { message: 'yearlyExpenses must be an amount such as 36000' })
  yearlyExpenses!: string;

  @percent('4', 'The part of the capital that a year may take, in percent', '4') withdrawalRate = '4';
  @percent('5', 'The return of a year above inflation, in percent', '5') realReturn = '5';
}

export class ProjectedCourseDto {
  @ApiProperty({ example: '5.0000', description: 'Percent a year above inflation' }) realReturn!: string;
  @ApiProperty({
    type: 'integer',
    nullable: true,
    description: 'Until the target; null when not within a hundred years',
  })
  months!: number | null;
  @TextColumn('123456.78', 'The capital today and after each year, in money of today') capital!: string[];
}

export class ProjectionDto extends FiguresHeadDto {
  @ApiProperty({ description: 'The net worth of today' }) capital!: MoneyDto;
  @ApiProperty({ description: 'Of which the expenses can be taken year after year' }) target!: MoneyDto;
  @ApiProperty() base!: ProjectedCourseDto;
  @ApiProperty({ description: 'With two percent points of return less' }) lower!: ProjectedCourseDto;
  @ApiProperty({ description: 'With two more' }) higher!: ProjectedCourseDto;
}
