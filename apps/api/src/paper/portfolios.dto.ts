import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import {
  DomainError,
  formatMoney,
  getActiveCurrency,
  money,
  parseMoney,
  type Money,
} from '@tradeyard/kernel';
import { IsBoolean, IsIn, IsObject, IsOptional, IsUUID } from 'class-validator';
import { atField, MoneyDto } from '../platform/money.dto.js';
import { PageDto, PageQuery } from '../platform/page.dto.js';
import { IsName, IsShapeOf, IsText, MayBeAbsent } from '../platform/validation.js';
import { ModelsChangeDto, ModelsDto } from './models.dto.js';
import type { PaperPortfolioEntity, PaperRunEntity } from './portfolio.entity.js';
import type { TrackedPortfolio } from './tracked-portfolio.entity.js';

/** So many can be open at once. */
export const portfoliosMax = 50;
export const trackedMax = 50;
export const portfolioNameCharactersMax = 80;
/** In whole units of whatever currency: nobody learns anything from more. */
const startingCashMax = '1000000000';

/**
 * `trading` is the main portfolio, which trades with the wallet; `league` is a paper one that competes; of a `tracked` one
 * its owner says what happened, and nothing is traded in it.
 */
export const portfolioKinds = ['trading', 'paper', 'league', 'tracked'] as const;
export type PortfolioKind = (typeof portfolioKinds)[number];

/** Cash of a currency that there is, at most a milliard. Throws at the fields `currency` and `startingCash`. */
export function readStartingCash(sent: MoneyDto, currency: string): Money {
  atField('currency', () => getActiveCurrency(currency));
  const cash = MoneyDto.readPositive(sent, 'startingCash');
  if (cash.currency !== currency) {
    throw new DomainError(
      'currency_mismatch',
      `The starting cash is in the portfolio's currency, ${currency}`,
      'startingCash.currency',
    );
  }
  const most = parseMoney(startingCashMax, currency);
  if (cash.minor > most.minor) {
    throw new DomainError(
      'amount_too_large',
      `The starting cash is at most ${formatMoney(most)}`,
      'startingCash.amount',
    );
  }
  return cash;
}

export const newPortfolioKinds = ['paper', 'tracked'] as const;

export class NewPortfolioDto {
  @ApiPropertyOptional({ enum: newPortfolioKinds, description: '`paper` unless given' })
  @MayBeAbsent()
  @IsIn(newPortfolioKinds)
  kind?: (typeof newPortfolioKinds)[number];

  @ApiProperty({ example: 'Momentum', maxLength: portfolioNameCharactersMax })
  @IsName(portfolioNameCharactersMax)
  name!: string;

  @ApiProperty({ example: 'USD', description: 'What it is valued in' })
  @IsText(12)
  currency!: string;

  @ApiPropertyOptional({
    type: MoneyDto,
    description: 'In its currency, at most 1,000,000,000. A paper portfolio needs it, a tracked one has none',
  })
  @MayBeAbsent()
  @IsShapeOf(() => MoneyDto)
  startingCash?: MoneyDto;

  @ApiPropertyOptional({
    type: ModelsChangeDto,
    description: 'Of a paper portfolio. At the offer, without slippage and fees, unless given',
  })
  @MayBeAbsent()
  @IsObject()
  models?: ModelsChangeDto;

  @ApiPropertyOptional({
    description:
      'Of a tracked portfolio: whether the cash that purchases take and sales bring is part of it; not unless given',
  })
  @MayBeAbsent()
  @IsBoolean()
  keepsCash?: boolean;
}

export class ChangePortfolioDto {
  @ApiPropertyOptional({
    example: 'Momentum',
    maxLength: portfolioNameCharactersMax,
    description: 'The main portfolio keeps its name',
  })
  @MayBeAbsent()
  @IsName(portfolioNameCharactersMax)
  name?: string;

  @ApiPropertyOptional({ type: ModelsChangeDto, description: 'Those that are not given stay as they are' })
  @MayBeAbsent()
  @IsObject()
  models?: ModelsChangeDto;

  @ApiPropertyOptional({ description: 'Of a tracked portfolio' })
  @MayBeAbsent()
  @IsBoolean()
  keepsCash?: boolean;
}

export class ResetPortfolioDto {
  @ApiPropertyOptional({ type: MoneyDto, description: 'As before unless given' })
  @MayBeAbsent()
  @IsShapeOf(() => MoneyDto)
  startingCash?: MoneyDto;
}

export const portfolioStates = ['open', 'archived'] as const;
export type PortfolioState = (typeof portfolioStates)[number];

export class PortfoliosQuery extends PageQuery {
  @ApiPropertyOptional({ enum: portfolioStates, default: 'open' })
  @IsOptional()
  @IsIn(portfolioStates)
  status: PortfolioState = 'open';

  @ApiPropertyOptional({ description: '`next` of the page before' })
  @IsOptional()
  @IsUUID('all', { message: 'Send `next` of the page before, as it is' })
  override cursor?: string;
}

export class RunsQuery extends PageQuery {
  @ApiPropertyOptional({ description: '`next` of the page before' })
  @IsOptional()
  @IsUUID('all', { message: 'Send `next` of the page before, as it is' })
  override cursor?: string;
}

export class PortfolioDto {
  @ApiProperty({ format: 'uuid' }) id!: string;
  @ApiProperty({ example: 'Main portfolio' }) name!: string;
  @ApiProperty({
    enum: portfolioKinds,
    enumName: 'PortfolioKind',
    description:
      '`trading` is the main one, which trades with the wallet; `league` is a paper one that competes; `tracked` is ' +
      'entered by hand or imported',
  })
  kind!: PortfolioKind;
  @ApiProperty({ example: 'EUR', description: 'Everything in it is valued in this currency' })
  currency!: string;
  @ApiProperty({
    type: ModelsDto,
    nullable: true,
    description: 'How its orders are filled; null for a tracked one',
  })
  models!: ModelsDto | null;
  @ApiProperty({ type: MoneyDto, nullable: true, description: 'Null for the main one and for tracked ones' })
  startingCash!: MoneyDto | null;
  @ApiProperty({ description: 'Whether its cash is part of it; only a tracked one can be without' })
  keepsCash!: boolean;
  @ApiProperty({ format: 'date-time' }) createdAt!: string;
  @ApiProperty({ format: 'date-time', description: 'When it was last begun anew' }) startedAt!: string;
  @ApiProperty({ type: String, nullable: true, format: 'uuid' }) leagueId!: string | null;
  @ApiProperty({ type: String, nullable: true, format: 'date-time' }) archivedAt!: string | null;

  static from(portfolio: PaperPortfolioEntity): PortfolioDto {
    const { id, name, leagueId, currency, models, startingCash } = portfolio;
    return {
      id,
      name,
      kind: leagueId === null ? 'paper' : 'league',
      currency,
      models,
      startingCash: MoneyDto.from(money(startingCash, currency)),
      keepsCash: true,
      createdAt: portfolio.createdAt.toISOString(),
      startedAt: portfolio.startedAt.toISOString(),
      leagueId,
      archivedAt: portfolio.archivedAt?.toISOString() ?? null,
    };
  }
}

export const trackedPortfolio = (portfolio: TrackedPortfolio): PortfolioDto => ({
  id: portfolio.id,
  name: portfolio.name,
  kind: 'tracked',
  currency: portfolio.currency,
  models: null,
  startingCash: null,
  keepsCash: portfolio.keepsCash,
  createdAt: portfolio.createdAt.toISOString(),
  startedAt: portfolio.createdAt.toISOString(),
  leagueId: null,
  archivedAt: portfolio.archivedAt?.toISOString() ?? null,
});

export class PortfolioPageDto extends PageDto {
  @ApiProperty({ type: [PortfolioDto] }) items!: PortfolioDto[];
}

export class RunDto {
  @ApiProperty({ format: 'uuid' }) id!: string;
  @ApiProperty({ format: 'date-time' }) startedAt!: string;
  @ApiProperty({ type: String, nullable: true, format: 'date-time', description: 'Null for the current one' })
  endedAt!: string | null;
  @ApiProperty() startingCash!: MoneyDto;
  @ApiProperty({ type: MoneyDto, nullable: true, description: 'What it was worth when it ended' })
  endValue!: MoneyDto | null;

  static from(run: PaperRunEntity, currency: string): RunDto {
    const { id, startedAt, endedAt, startingCash, endValue } = run;
    return {
      id,
      startedAt: startedAt.toISOString(),
      endedAt: endedAt?.toISOString() ?? null,
      startingCash: MoneyDto.from(money(startingCash, currency)),
      endValue: endValue === null ? null : MoneyDto.from(money(endValue, currency)),
    };
  }
}

export class RunPageDto extends PageDto {
  @ApiProperty({ type: [RunDto] }) items!: RunDto[];
}
