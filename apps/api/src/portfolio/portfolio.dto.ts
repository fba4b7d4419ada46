import { ApiProperty } from '@nestjs/swagger';
import { instrumentClasses, type InstrumentClass } from '@tradeyard/market';
import { RatesAsOfDto } from '../currency/rates-as-of.dto.js';
import { MoneyDto } from '../platform/money.dto.js';
import { PageDto } from '../platform/page.dto.js';

/** All money is in the portfolio's currency; what has no price or rate at the moment is null. */
export class PositionDto {
  @ApiProperty({ example: 'AAPL' }) symbol!: string;
  @ApiProperty({ example: 'Apple Inc.' }) name!: string;
  @ApiProperty({ enum: instrumentClasses }) class!: InstrumentClass;
  @ApiProperty({ example: '4.29996560' }) quantity!: string;
  @ApiProperty({ description: 'Per unit, fees included, at the rates of the days of purchase' })
  averageCost!: MoneyDto;
  @ApiProperty({ type: MoneyDto, nullable: true, description: 'Per unit' }) price!: MoneyDto | null;
  @ApiProperty() cost!: MoneyDto;
  @ApiProperty({ type: MoneyDto, nullable: true }) value!: MoneyDto | null;
  @ApiProperty({ type: MoneyDto, nullable: true, description: 'Value less cost' }) gain!: MoneyDto | null;
  @ApiProperty({ type: String, nullable: true, example: '12.34' }) gainPercent!: string | null;
  @ApiProperty({ type: String, nullable: true, example: 'simulated', description: 'Where the price is from' })
  source!: string | null;
}

export class PositionsTotalDto {
  @ApiProperty() cost!: MoneyDto;
  @ApiProperty() value!: MoneyDto;
  @ApiProperty() gain!: MoneyDto;
  @ApiProperty({ type: String, nullable: true, example: '12.34' }) gainPercent!: string | null;
}

export class PositionsDto extends PageDto {
  @ApiProperty({ type: [PositionDto] }) items!: PositionDto[];
  @ApiProperty({ description: 'All positions that have a price' }) total!: PositionsTotalDto;
  @ApiProperty({ description: 'Money that is in no position' }) cash!: MoneyDto;
  @ApiProperty({ description: 'Positions and cash' }) netWorth!: MoneyDto;
  @ApiProperty({ example: 'EUR' }) currency!: string;
  @ApiProperty({ type: RatesAsOfDto, nullable: true, description: 'The oldest rate behind these values' })
  asOf!: RatesAsOfDto | null;
}
