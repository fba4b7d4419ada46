import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { UserEntity } from '../auth/user.entity.js';
import { InstantColumn, MinorColumn } from '../platform/columns.js';

/** A portfolio of which its owner says what happened in it; nothing of it is in the ledger. */
@Entity('tracked_portfolio')
@Index('tracked_portfolio_user_id_id', ['userId', 'id'])
@Check('tracked_portfolio_count_not_negative', 'activity_count >= 0')
export class TrackedPortfolioEntity {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'tracked_portfolio_pkey' }) id!: string;
  @ForeignKey(() => UserEntity, { name: 'tracked_portfolio_user_id_fkey' })
  @Column('uuid')
  userId!: string;
  @Column('text') name!: string;
  /** What it is valued in. */
  @Column('text') currency!: string;
  /** Whether the cash that purchases take and sales bring is a part of it. */
  @Column('boolean') keepsCash!: boolean;
  /** Grows with each change of anything in it. */
  @MinorColumn() version!: bigint;
  /** Those that are there now. */
  @Column('integer', { default: 0 }) activityCount!: number;
  @InstantColumn() createdAt!: Date;
  @InstantColumn({ nullable: true }) archivedAt!: Date | null;
}

export type TrackedPortfolio = Pick<TrackedPortfolioEntity, keyof TrackedPortfolioEntity>;
