import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn, Unique } from 'typeorm';
import { UserEntity } from '../auth/user.entity.js';
import { InstantColumn, MinorColumn } from '../platform/columns.js';
import { LeagueEntity } from './league.entity.js';
import type { ModelsJson } from './models.dto.js';

/** A portfolio of paper money. It is changed by commands of the ledger, and so counts its versions. */
@Entity('paper_portfolio')
@Unique('paper_portfolio_book_id_key', ['bookId'])
@Check('paper_portfolio_starting_cash_positive', 'starting_cash > 0')
@Index('paper_portfolio_open_user_id_id', ['userId', 'id'], { where: 'archived_at is null' })
@Index('paper_portfolio_archived_user_id_id', ['userId', 'id'], { where: 'archived_at is not null' })
export class PaperPortfolioEntity {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'paper_portfolio_pkey' }) id!: string;
  @MinorColumn() version!: bigint;
  @ForeignKey(() => UserEntity, { name: 'paper_portfolio_user_id_fkey' })
  @Column('uuid')
  userId!: string;
  /** Null for one that is in no league. */
  @ForeignKey(() => LeagueEntity, { name: 'paper_portfolio_league_id_fkey' })
  @Column('uuid', { nullable: true })
  leagueId!: string | null;
  @Column('text') name!: string;
  /** What it is valued in, and what its starting cash is in. */
  @Column('text') currency!: string;
  /** The book of its current run. */
  @Column('uuid') bookId!: string;
  @MinorColumn() startingCash!: bigint;
  @Column('jsonb') models!: ModelsJson;
  @InstantColumn() createdAt!: Date;
  /** When its current run began. */
  @InstantColumn() startedAt!: Date;
  @InstantColumn({ nullable: true }) archivedAt!: Date | null;
}

/** The time from the start or a reset of a portfolio to the next. Its id is the id of the book that it was traded in. */
@Entity('paper_run')
@Index('paper_run_portfolio_id_id', ['portfolioId', 'id'])
export class PaperRunEntity {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'paper_run_pkey' }) id!: string;
  @MinorColumn() version!: bigint;
  @ForeignKey(() => PaperPortfolioEntity, { name: 'paper_run_portfolio_id_fkey' })
  @Column('uuid')
  portfolioId!: string;
  @InstantColumn() startedAt!: Date;
  @InstantColumn({ nullable: true }) endedAt!: Date | null;
  @MinorColumn() startingCash!: bigint;
  /** What it was worth when it ended. */
  @MinorColumn({ nullable: true }) endValue!: bigint | null;
}

/** What there is once for each person; its id is theirs. */
@Entity('paper_owner')
@Check('paper_owner_count_not_negative', 'open_count >= 0')
@Check('paper_owner_tracked_count_not_negative', 'tracked_count >= 0')
export class PaperOwnerEntity {
  @ForeignKey(() => UserEntity, { name: 'paper_owner_id_fkey' })
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'paper_owner_pkey' })
  id!: string;
  @MinorColumn() version!: bigint;
  /** How many of their portfolios are not archived. */
  @Column('integer') openCount!: number;
  /** How many of those that they track are not archived. */
  @Column('integer', { default: 0 }) trackedCount!: number;
  /** How orders of the main portfolio are filled; null for the default. */
  @Column('jsonb', { nullable: true }) mainModels!: ModelsJson | null;
}

// Rows as commands see them: plain data, of which the next state is a copy.
export type PaperPortfolio = Pick<PaperPortfolioEntity, keyof PaperPortfolioEntity>;
export type PaperRun = Pick<PaperRunEntity, keyof PaperRunEntity>;
export type PaperOwner = Pick<PaperOwnerEntity, keyof PaperOwnerEntity>;
