import { ApiProperty } from '@nestjs/swagger';
import { MoneyDto } from '../platform/money.dto.js';
import { FiguresHeadDto } from './figures.dto.js';

export class MonthAmountDto {
  @ApiProperty({ example: '2025-03' }) month!: string;
  @ApiProperty() amount!: MoneyDto;
}

export class YearAmountDto {
  @ApiProperty({ example: 2025 }) year!: number;
  @ApiProperty() amount!: MoneyDto;
}

export class SymbolAmountDto {
  @ApiProperty({ example: 'AAPL' }) symbol!: string;
  @ApiProperty() amount!: MoneyDto;
}

export class ReceivedDividendsDto {
  @ApiProperty() total!: MoneyDto;
  @ApiProperty({ type: [MonthAmountDto], description: 'Months with any, oldest first' })
  byMonth!: MonthAmountDto[];
  @ApiProperty({ type: [YearAmountDto] }) byYear!: YearAmountDto[];
  @ApiProperty({ type: [SymbolAmountDto] }) bySymbol!: SymbolAmountDto[];
}

export class ExpectedDividendDto {
  @ApiProperty({ example: 'AAPL' }) symbol!: string;
  @ApiProperty({ format: 'date' }) day!: string;
  @ApiProperty({ description: 'For one unit' }) perUnit!: MoneyDto;
  @ApiProperty() amount!: MoneyDto;
}

export class ExpectedDividendsDto {
  @ApiProperty() total!: MoneyDto;
  @ApiProperty({ type: [ExpectedDividendDto], description: 'Of the next twelve months' })
  payments!: ExpectedDividendDto[];
  @ApiProperty({ type: [MonthAmountDto], description: 'This month first' }) byMonth!: MonthAmountDto[];
}

export class DividendsDto extends FiguresHeadDto {
  @ApiProperty({ description: 'Before tax, at the rates of the days' }) received!: ReceivedDividendsDto;
  @ApiProperty({ description: 'As the last ones were, for what is held today, at the rates of today' })
  expected!: ExpectedDividendsDto;
}
