import { Column, Entity, ForeignKey, Index, PrimaryColumn, Unique } from 'typeorm';
import { UserEntity } from '../auth/user.entity.js';
import { DecimalColumn, InstantColumn, MinorColumn } from '../platform/columns.js';
import { LeagueEntity } from './league.entity.js';
import { PaperPortfolioEntity } from './portfolio.entity.js';

/** That somebody is, or was, in a league. */
@Entity('league_member')
@Index('league_member_key', ['userId', 'leagueId'], { unique: true, where: 'left_at is null' })
@Index('league_member_user_id_league_id', ['userId', 'leagueId'])
@Index('league_member_league_id_id', ['leagueId', 'id'])
@Index('league_member_portfolio_id', ['portfolioId'])
export class LeagueMemberEntity {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'league_member_pkey' }) id!: string;
  @ForeignKey(() => LeagueEntity, { name: 'league_member_league_id_fkey' })
  @Column('uuid')
  leagueId!: string;
  @ForeignKey(() => UserEntity, { name: 'league_member_user_id_fkey' })
  @Column('uuid')
  userId!: string;
  @ForeignKey(() => PaperPortfolioEntity, { name: 'league_member_portfolio_id_fkey' })
  @Column('uuid')
  portfolioId!: string;
  @InstantColumn() joinedAt!: Date;
  @InstantColumn({ nullable: true }) leftAt!: Date | null;
  /** By the league's owner, and not by themselves. */
  @Column('boolean') wasRemoved!: boolean;
}

/** Where somebody ended. `place` counts all members; those with the same return share a `rank`. */
@Entity('league_result')
@Unique('league_result_league_id_user_id_key', ['leagueId', 'userId'])
export class LeagueResultEntity {
  @ForeignKey(() => LeagueEntity, { name: 'league_result_league_id_fkey' })
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'league_result_pkey' })
  leagueId!: string;
  @PrimaryColumn('integer', { primaryKeyConstraintName: 'league_result_pkey' }) place!: number;
  @Column('integer') rank!: number;
  @ForeignKey(() => UserEntity, { name: 'league_result_user_id_fkey' })
  @Column('uuid')
  userId!: string;
  /** In minor units of the league's currency. */
  @MinorColumn() value!: bigint;
  @DecimalColumn() returnPercent!: string;
}
