import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn, Unique } from 'typeorm';
import { UserEntity } from '../auth/user.entity.js';
import { InstantColumn, MinorColumn } from '../platform/columns.js';
import type { LeagueRules } from './league-rules.dto.js';
import type { ModelsJson } from './models.dto.js';

/** A competition: all begin with the same cash under the same rules, and are ranked by what they made of it. */
@Entity('league')
@Unique('league_code_key', ['code'])
@Check('league_starting_cash_positive', 'starting_cash > 0')
@Check('league_ends_after_start', 'ends_at > starts_at')
@Index('league_owner_id_id', ['ownerId', 'id'])
@Index('league_ends_at', ['endsAt'], { where: 'frozen_at is null' })
export class LeagueEntity {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'league_pkey' }) id!: string;
  @ForeignKey(() => UserEntity, { name: 'league_owner_id_fkey' })
  @Column('uuid')
  ownerId!: string;
  @Column('text') name!: string;
  @Column('text', { nullable: true }) description!: string | null;
  @Column('text') currency!: string;
  @MinorColumn() startingCash!: bigint;
  @Column('jsonb') models!: ModelsJson;
  @Column('jsonb') rules!: LeagueRules;
  /** Whoever knows it may join. */
  @Column('text') code!: string;
  @InstantColumn() startsAt!: Date;
  @InstantColumn() endsAt!: Date;
  @InstantColumn() createdAt!: Date;
  /** When its results were stored, once and for all. */
  @InstantColumn({ nullable: true }) frozenAt!: Date | null;
}
