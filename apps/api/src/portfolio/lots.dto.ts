import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsOptional, Matches } from 'class-validator';
import { lotMethods, type LotMethod } from '@tradeyard/portfolio';
import { MoneyDto } from '../platform/money.dto.js';
import { PageDto, PageQuery } from '../platform/page.dto.js';
import { IsText } from '../platform/validation.js';
import { FiguresHeadDto } from './figures.dto.js';

export class LotsQuery extends PageQuery {
  @ApiPropertyOptional({ example: 'AAPL' })
  @IsOptional()
  @IsText(100, 1)
  symbol?: string;

  @ApiPropertyOptional({ description: '`next` of the page before' })
  @IsOptional()
  @Matches(/^\d{1,7}$/, { message: 'cursor must be `next` of the page before' })
  override cursor?: string;
}

class YearStartQuery {
  @ApiPropertyOptional({
    type: String,
    example: '04-06',
    default: '01-01',
    description: 'Month and day on which tax years begin',
  })
  @IsOptional()
  @Matches(/^(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/, {
    message: 'yearStart must be a month and a day such as 04-06',
  })
  yearStart = '01-01';
}

export class GainsQuery extends YearStartQuery {
  @ApiPropertyOptional({
    example: '2025',
    description: 'With every sale and its lots; only sums of all years unless given',
  })
  @IsOptional()
  @Matches(/^\d{4}(\/\d\d)?$/, { message: 'year must be the label of a tax year, such as 2025 or 2025/26' })
  year?: string;
}

export class ComparisonOfMethodsQuery extends YearStartQuery {
  @ApiPropertyOptional({ enum: lotMethods, description: 'Only this one; all unless given' })
  @IsOptional()
  @IsIn(lotMethods)
  method?: LotMethod;
}

export class LotDto {
  @ApiProperty({ format: 'uuid' }) portfolioId!: string;
  @ApiProperty({ example: 'AAPL' }) symbol!: string;
  @ApiProperty({ enum: ['long', 'short'] }) side!: 'long' | 'short';
  @ApiProperty({ format: 'uuid', description: 'Of the activity that it came with' }) activityId!: string;
  @ApiProperty({ format: 'date' }) acquired!: string;
  @ApiProperty({ example: '4.2999656' }) quantity!: string;
  @ApiProperty({ description: 'Fees included; of a short one what its sale brought' }) cost!: MoneyDto;
  @ApiProperty({ description: 'In the currency that it was paid in' }) ownCost!: MoneyDto;
  @ApiProperty({ description: 'False for what was transferred in without its cost' }) costKnown!: boolean;
  @ApiProperty({ type: MoneyDto, nullable: true, description: 'Today; null without a price' })
  value!: MoneyDto | null;
  @ApiProperty({ type: MoneyDto, nullable: true }) gain!: MoneyDto | null;
}

export class LotPageDto extends PageDto {
  @ApiProperty({ example: 'EUR' }) currency!: string;
  @ApiProperty({ type: [LotDto], description: 'By portfolio and symbol, the oldest first' }) items!: LotDto[];
}

export class GainSumsDto {
  @ApiProperty() proceeds!: MoneyDto;
  @ApiProperty() cost!: MoneyDto;
  @ApiProperty({ description: 'Proceeds less cost' }) gain!: MoneyDto;
  @ApiProperty({ description: 'Of what was held for a year at most' }) shortTerm!: MoneyDto;
  @ApiProperty({ description: 'Of what was held for more than a year' }) longTerm!: MoneyDto;
}

export class DisposedLotDto {
  @ApiProperty({ format: 'uuid' }) activityId!: string;
  @ApiProperty({ format: 'date' }) acquired!: string;
  @ApiProperty({ example: '2.5' }) quantity!: string;
  @ApiProperty() cost!: MoneyDto;
  @ApiProperty() proceeds!: MoneyDto;
  @ApiProperty() gain!: MoneyDto;
  @ApiProperty({ type: 'integer' }) heldDays!: number;
  @ApiProperty({ enum: ['short', 'long'] }) term!: 'short' | 'long';
  @ApiProperty() costKnown!: boolean;
}

export class DisposalDto {
  @ApiProperty({ format: 'uuid' }) activityId!: string;
  @ApiProperty({ format: 'date' }) day!: string;
  @ApiProperty({ example: 'AAPL' }) symbol!: string;
  @ApiProperty({ enum: ['sale', 'cover', 'transfer', 'merger_cash', 'cash_in_lieu', 'lapse'] }) kind!: string;
  @ApiProperty({ enum: ['long', 'short'] }) side!: 'long' | 'short';
  @ApiProperty({ example: '2.5' }) quantity!: string;
  @ApiProperty() cost!: MoneyDto;
  @ApiProperty() proceeds!: MoneyDto;
  @ApiProperty() gain!: MoneyDto;
  @ApiProperty({ type: [DisposedLotDto] }) lots!: DisposedLotDto[];
}

export class SymbolGainsDto extends GainSumsDto {
  @ApiProperty({ example: 'AAPL' }) symbol!: string;
  @ApiProperty({ type: 'integer' }) disposals!: number;
}

export class YearGainsDto extends GainSumsDto {
  @ApiProperty({ example: '2025', description: '`2025/26` where it begins within a year' }) year!: string;
  @ApiProperty({ format: 'date' }) first!: string;
  @ApiProperty({ format: 'date' }) last!: string;
  @ApiProperty() dividends!: MoneyDto;
  @ApiProperty() interest!: MoneyDto;
  @ApiProperty({ description: 'On dividends and interest' }) taxes!: MoneyDto;
  @ApiProperty({ description: 'That are in no cost and no proceeds' }) fees!: MoneyDto;
  @ApiProperty({ description: 'That are in costs and proceeds already' }) tradeFees!: MoneyDto;
  @ApiProperty({ type: [SymbolGainsDto] }) symbols!: SymbolGainsDto[];
  @ApiProperty({ type: [DisposalDto], description: 'Of the year that was asked for' })
  disposals!: DisposalDto[];
  @ApiProperty({ type: [DisposalDto], description: 'What was transferred out, at cost' })
  transfers!: DisposalDto[];
}

export class WashSaleDto {
  @ApiProperty({ format: 'uuid' }) activityId!: string;
  @ApiProperty({ format: 'date' }) day!: string;
  @ApiProperty({ example: 'AAPL' }) symbol!: string;
  @ApiProperty() loss!: MoneyDto;
  @ApiProperty({ description: 'Of units that were bought again within 30 days' }) washed!: MoneyDto;
}

export class PortfolioGainsDto {
  @ApiProperty({ format: 'uuid' }) portfolioId!: string;
  @ApiProperty() name!: string;
  @ApiProperty({ enum: lotMethods, enumName: 'CostBasis' }) method!: LotMethod;
  @ApiProperty({ type: [YearGainsDto], description: 'Oldest first' }) years!: YearGainsDto[];
  @ApiProperty({ type: [WashSaleDto], description: 'For information: nothing is corrected by them' })
  washSales!: WashSaleDto[];
}

export class GainsReportDto extends FiguresHeadDto {
  @ApiProperty({ type: [PortfolioGainsDto] }) portfolios!: PortfolioGainsDto[];
}

export class MethodYearDto extends GainSumsDto {
  @ApiProperty({ example: '2025' }) year!: string;
  @ApiProperty({ description: 'More than under the method in use' }) shift!: MoneyDto;
}

export class MethodOutcomeDto {
  @ApiProperty({ enum: lotMethods, enumName: 'CostBasis' }) method!: LotMethod;
  @ApiProperty({ type: [MethodYearDto] }) years!: MethodYearDto[];
  @ApiProperty() realised!: GainSumsDto;
  @ApiProperty({ description: 'Of what is held' }) heldCost!: MoneyDto;
  @ApiProperty() unrealised!: MoneyDto;
  @ApiProperty({ description: 'Realised and unrealised together' }) total!: MoneyDto;
  @ApiProperty({ description: 'More than under the method in use' }) realisedShift!: MoneyDto;
  @ApiProperty({ description: 'More than under the method in use' }) unrealisedShift!: MoneyDto;
}

export class PortfolioMethodsDto {
  @ApiProperty({ format: 'uuid' }) portfolioId!: string;
  @ApiProperty() name!: string;
  @ApiProperty({ enum: lotMethods, enumName: 'CostBasis', description: 'In use' }) method!: LotMethod;
  @ApiProperty({ description: 'Of what is held: the same under every method' }) value!: MoneyDto;
  @ApiProperty({ type: [MethodOutcomeDto] }) outcomes!: MethodOutcomeDto[];
  @ApiProperty({ type: [String], description: 'Without a price they count as worth their cost' })
  unpriced!: string[];
}

export class MethodComparisonDto extends FiguresHeadDto {
  @ApiProperty({ type: [PortfolioMethodsDto] }) portfolios!: PortfolioMethodsDto[];
}
