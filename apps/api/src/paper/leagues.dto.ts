import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { money } from '@tradeyard/kernel';
import { IsObject, IsOptional, IsUUID, Matches, ValidateIf } from 'class-validator';
import { MoneyDto } from '../platform/money.dto.js';
import { PageDto, PageQuery } from '../platform/page.dto.js';
import { IsMoment, IsName, IsShapeOf, IsText, MayBeAbsent } from '../platform/validation.js';
import { LeagueRulesDto } from './league-rules.dto.js';
import type { LeagueEntity } from './league.entity.js';
import { ModelsChangeDto, ModelsDto } from './models.dto.js';
import { portfolioNameCharactersMax } from './portfolios.dto.js';

const descriptionCharactersMax = 2_000;
/** Lines may break; nothing else that cannot be seen is in it. */
const readableLines = /^(?:[^\p{Cc}\u202a-\u202e\u2066-\u2069]|\n)*$/u;
const unreadable = 'The description has characters in it that cannot be seen';

const MayBeAbsentOrNull = (): PropertyDecorator =>
  ValidateIf((_, value) => value !== undefined && value !== null);

export class NewLeagueDto {
  @ApiProperty({ example: 'Economics 101', maxLength: portfolioNameCharactersMax })
  @IsName(portfolioNameCharactersMax)
  name!: string;

  @ApiPropertyOptional({ type: String, nullable: true, maxLength: descriptionCharactersMax })
  @MayBeAbsentOrNull()
  @IsText(descriptionCharactersMax)
  @Matches(readableLines, { message: unreadable })
  description?: string | null;

  @ApiProperty({ example: 'USD' })
  @IsText(12)
  currency!: string;

  @ApiProperty({ description: 'What everybody begins with, in its currency, at most 1,000,000,000' })
  @IsShapeOf(() => MoneyDto)
  startingCash!: MoneyDto;

  @ApiProperty({ format: 'date-time', description: 'Not before yesterday' })
  @IsMoment()
  startsAt!: string;

  @ApiProperty({ format: 'date-time', description: 'After the start, and within five years' })
  @IsMoment()
  endsAt!: string;

  @ApiPropertyOptional({ type: ModelsChangeDto, description: 'How all orders in it are filled' })
  @MayBeAbsent()
  @IsObject()
  models?: ModelsChangeDto;

  @ApiPropertyOptional({ type: LeagueRulesDto })
  @MayBeAbsent()
  @IsShapeOf(() => LeagueRulesDto)
  rules?: LeagueRulesDto;
}

export class ChangeLeagueDto {
  @ApiPropertyOptional({ example: 'Economics 101', maxLength: portfolioNameCharactersMax })
  @MayBeAbsent()
  @IsName(portfolioNameCharactersMax)
  name?: string;

  @ApiPropertyOptional({ type: String, nullable: true, maxLength: descriptionCharactersMax })
  @MayBeAbsentOrNull()
  @IsText(descriptionCharactersMax)
  @Matches(readableLines, { message: unreadable })
  description?: string | null;

  @ApiPropertyOptional({ format: 'date-time', description: 'Until it has started' })
  @MayBeAbsent()
  @IsMoment()
  startsAt?: string;

  @ApiPropertyOptional({ format: 'date-time', description: 'Until it has started' })
  @MayBeAbsent()
  @IsMoment()
  endsAt?: string;
}

export class JoinLeagueDto {
  @ApiProperty({
    example: 'K7MP2QXZ',
    description: 'In capital or small letters; spaces and hyphens do not count',
  })
  @IsText(40)
  code!: string;
}

export class IdPageQuery extends PageQuery {
  @ApiPropertyOptional({ description: '`next` of the page before' })
  @IsOptional()
  @IsUUID('all', { message: 'Send `next` of the page before, as it is' })
  override cursor?: string;
}

export const leagueStatuses = ['upcoming', 'running', 'ended'] as const;
export type LeagueStatus = (typeof leagueStatuses)[number];

export class LeaguePersonDto {
  @ApiProperty({ format: 'uuid' }) id!: string;
  @ApiProperty({ example: 'ada-lovelace' }) handle!: string;
  @ApiProperty({ example: 'Ada Lovelace' }) displayName!: string;
}

/** What is beside the row of a league for whoever looks at it. */
export type LeagueView = {
  readonly owner: LeaguePersonDto;
  readonly members: number;
  readonly portfolioId: string | null;
  readonly mayManage: boolean;
};

export class LeagueDto {
  @ApiProperty({ format: 'uuid' }) id!: string;
  @ApiProperty({ example: 'Economics 101' }) name!: string;
  @ApiProperty({ type: String, nullable: true }) description!: string | null;
  @ApiProperty() owner!: LeaguePersonDto;
  @ApiProperty({ example: 'USD' }) currency!: string;
  @ApiProperty() startingCash!: MoneyDto;
  @ApiProperty() models!: ModelsDto;
  @ApiProperty() rules!: LeagueRulesDto;
  @ApiProperty({ format: 'date-time' }) startsAt!: string;
  @ApiProperty({ format: 'date-time' }) endsAt!: string;
  @ApiProperty({ enum: leagueStatuses, enumName: 'LeagueStatus' }) status!: LeagueStatus;
  @ApiProperty({
    type: String,
    nullable: true,
    example: 'K7MP2QXZ',
    description: 'Whoever knows it may join. For its owner and administrators',
  })
  code!: string | null;
  @ApiProperty({ type: 'integer' }) members!: number;
  @ApiProperty({ type: String, nullable: true, format: 'uuid', description: 'Mine in it, if I am a member' })
  portfolioId!: string | null;
  @ApiProperty({ description: 'Whether I may change it' }) mayManage!: boolean;
  @ApiProperty({ format: 'date-time' }) createdAt!: string;

  static from(
    league: LeagueEntity,
    { owner, members, portfolioId, mayManage }: LeagueView,
    now: Date,
  ): LeagueDto {
    const { id, name, description, currency, startingCash, models, rules, startsAt, endsAt, code } = league;
    return {
      id,
      name,
      description,
      owner,
      currency,
      startingCash: MoneyDto.from(money(startingCash, currency)),
      models,
      rules: LeagueRulesDto.from(rules),
      startsAt: startsAt.toISOString(),
      endsAt: endsAt.toISOString(),
      status: now >= endsAt ? 'ended' : now >= startsAt ? 'running' : 'upcoming',
      code: mayManage ? code : null,
      members,
      portfolioId,
      mayManage,
      createdAt: league.createdAt.toISOString(),
    };
  }
}

export class LeaguePageDto extends PageDto {
  @ApiProperty({ type: [LeagueDto] }) items!: LeagueDto[];
}

export class LeagueMemberDto extends LeaguePersonDto {
  @ApiProperty({ format: 'uuid' }) portfolioId!: string;
  @ApiProperty({ format: 'date-time' }) joinedAt!: string;
}

export class LeagueMemberPageDto extends PageDto {
  @ApiProperty({ type: [LeagueMemberDto] }) items!: LeagueMemberDto[];
}
