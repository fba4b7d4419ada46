import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsOptional, Matches } from 'class-validator';
import { MoneyDto } from '../platform/money.dto.js';
import { PageDto, PageQuery } from '../platform/page.dto.js';
import { LeaguePersonDto } from './leagues.dto.js';

/** Where somebody stands. `place` counts all; those with the same return share a `rank`. `value` is in minor units. */
export type Standing = LeaguePersonDto & {
  readonly place: number;
  readonly rank: number;
  readonly value: bigint;
  readonly returnPercent: string;
};

export class LeaderboardQuery extends PageQuery {
  @ApiPropertyOptional({ description: '`next` of the page before' })
  @IsOptional()
  @Matches(/^\d{1,9}$/, { message: 'Send `next` of the page before, as it is' })
  override cursor?: string;
}

export class StandingDto extends LeaguePersonDto {
  @ApiProperty({ type: 'integer', description: 'Shared by those with the same return' }) rank!: number;
  @ApiProperty() value!: MoneyDto;
  @ApiProperty({ example: '12.34', description: 'Since the start, in percent' }) returnPercent!: string;

  static from(
    { id, handle, displayName, rank, value, returnPercent }: Standing,
    currency: string,
  ): StandingDto {
    return {
      id,
      handle,
      displayName,
      rank,
      value: MoneyDto.from({ minor: value, currency }),
      returnPercent,
    };
  }
}

export class LeaderboardDto extends PageDto {
  @ApiProperty({ type: [StandingDto], description: 'The best first' }) items!: StandingDto[];
  @ApiProperty({ type: StandingDto, nullable: true, description: 'Mine, if I am a member' })
  me!: StandingDto | null;
  @ApiProperty({ description: 'The league has ended, and this is how' }) final!: boolean;
  @ApiProperty({ format: 'date-time', description: 'When this was so' }) asOf!: string;
}
