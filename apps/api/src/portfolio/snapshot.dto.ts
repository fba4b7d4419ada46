import { ApiProperty } from '@nestjs/swagger';
import { assetClasses } from '@tradeyard/portfolio';
import { MoneyDto } from '../platform/money.dto.js';
import { FiguresHeadDto, Percent, TextColumn } from './figures.dto.js';

export const AssetClassProperty = (): PropertyDecorator =>
  ApiProperty({ enum: assetClasses, enumName: 'AssetClass' });

/** A gain by the return on average investment: with what rates of currencies did, and as if they had stood as today. */
export class GainDto {
  @ApiProperty({ description: 'Each flow and each value at the rate of its day' }) net!: MoneyDto;
  @Percent('Of what was invested on average') percent!: string | null;
  @ApiProperty({ description: 'All at the rates of today' }) netFlat!: MoneyDto;
  @Percent('Of what was invested on average, all at the rates of today') percentFlat!: string | null;
}

export class RangeGainDto extends GainDto {
  @ApiProperty({ example: 'ytd', description: '1d, wtd, mtd, ytd, 1y, 5y, max, or a year that ended' })
  key!: string;
}

export class SnapshotPositionDto {
  @ApiProperty({ format: 'uuid' }) portfolioId!: string;
  @ApiProperty({ example: 'AAPL' }) symbol!: string;
  @ApiProperty({ example: 'Apple Inc.' }) name!: string;
  @AssetClassProperty() class!: string;
  @ApiProperty({ example: 'USD', description: 'What its price is in' }) currency!: string;
  @ApiProperty({ type: String, nullable: true, example: 'Technology' }) sector!: string | null;
  @ApiProperty({ type: String, nullable: true, example: 'US' }) country!: string | null;
  @ApiProperty({ example: '4.2999656', description: 'Below zero for what is short or owed' })
  quantity!: string;
  @ApiProperty({ description: 'Per unit, in its own currency, of what is held' }) averagePrice!: MoneyDto;
  @ApiProperty({
    type: MoneyDto,
    nullable: true,
    description: 'Per unit, in its own currency; null where nobody knows one',
  })
  price!: MoneyDto | null;
  @ApiProperty() value!: MoneyDto;
  @Percent('Of the value of all') weight!: string | null;
  @ApiProperty({ description: 'At average cost and the rates of its days' }) invested!: MoneyDto;
  @ApiProperty() gain!: GainDto;
  @ApiProperty({ description: 'Before fees' }) gross!: MoneyDto;
  @ApiProperty({ description: 'All that it paid, at the rates of the days' }) dividend!: MoneyDto;
  @ApiProperty() fee!: MoneyDto;
  @ApiProperty({ type: 'integer' }) activities!: number;
  @ApiProperty({ format: 'date' }) firstDay!: string;
  @ApiProperty({ description: 'No price is known: it is worth what was paid, and takes part in no return' })
  unpriced!: boolean;
  @TextColumn('12.34', 'The gain of each range, in the order of `ranges`') rangeNet!: string[];
  @ApiProperty({ type: [String], example: ['1.2345'], description: 'The same in percent' })
  rangePercent!: string[];
}

/** The first of each list are the first day. Amounts are in the currency of the figures. */
export class HistoryColumnsDto {
  @ApiProperty({ type: [String], format: 'date', description: 'Oldest first' }) day!: string[];
  @TextColumn('1234.56', 'Of all that takes part in the return') value!: string[];
  @TextColumn('1234.56', 'All positions and cash, less what is owed') netWorth!: string[];
  @TextColumn('1000.00', 'What it had cost') invested!: string[];
  @TextColumn('234.56', 'Gained since the beginning, after fees') net!: string[];
  @TextColumn('12.3456', 'The same in percent') netPercent!: string[];
  @TextColumn('12.3456', 'In percent, all at the rates of today') netPercentFlat!: string[];
}

export class InvestedColumnsDto {
  @ApiProperty({ type: [String], format: 'date', description: 'The first day of each month or year' })
  day!: string[];
  @TextColumn('500.00', 'By how much more, or less, was invested') invested!: string[];
}

export class SnapshotDto extends FiguresHeadDto {
  @ApiProperty({ description: 'All positions and all cash' }) value!: MoneyDto;
  @ApiProperty({ description: 'The same less what is owed' }) netWorth!: MoneyDto;
  @ApiProperty() cash!: MoneyDto;
  @ApiProperty() liabilities!: MoneyDto;
  @ApiProperty() invested!: MoneyDto;
  @ApiProperty() gain!: GainDto;
  @ApiProperty() fees!: MoneyDto;
  @ApiProperty() interest!: MoneyDto;
  @ApiProperty() dividend!: MoneyDto;
  @ApiProperty({ type: [RangeGainDto] }) ranges!: RangeGainDto[];
  @ApiProperty({ type: [SnapshotPositionDto], description: 'By symbol' }) positions!: SnapshotPositionDto[];
  @ApiProperty() history!: HistoryColumnsDto;
  @ApiProperty() investmentsByMonth!: InvestedColumnsDto;
  @ApiProperty() investmentsByYear!: InvestedColumnsDto;
  @ApiProperty({ type: [String], description: 'Symbols that are held and have no price' })
  unpriced!: string[];
  @ApiProperty({
    type: [String],
    description: 'Currencies without any rate: what is in them counts as nothing',
  })
  unrated!: string[];
}
