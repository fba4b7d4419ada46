import type { ActivityType } from '@tradeyard/portfolio';
import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { TrackedPortfolioEntity } from '../paper/tracked-portfolio.entity.js';
import { DecimalColumn, InstantColumn, MinorColumn } from '../platform/columns.js';

const current = { where: 'to_version is null' };
const key = { primaryKeyConstraintName: 'portfolio_activity_pkey' };

/** An activity as it was from one version of its portfolio to another; those without an end are there now. */
@Entity('portfolio_activity')
@Index('portfolio_activity_day_id', ['portfolioId', 'day', 'id'], current)
@Index('portfolio_activity_symbol_day_id', ['portfolioId', 'symbol', 'day', 'id'], current)
@Index('portfolio_activity_key', ['portfolioId', 'key'], current)
@Index('portfolio_activity_from_version', ['portfolioId', 'fromVersion'])
@Index('portfolio_activity_to_version', ['portfolioId', 'toVersion'], { where: 'to_version is not null' })
export class ActivityEntity {
  @PrimaryColumn('uuid', key)
  portfolioId!: string;
  @PrimaryColumn('uuid', key) id!: string;
  @PrimaryColumn({ ...key, type: 'bigint' }) fromVersion!: string;
  @MinorColumn({ nullable: true }) toVersion!: bigint | null;
  /** What it says, but for the note: two that have the same may be one that was entered twice. */
  @Column('uuid') key!: string;
  @Column('date') day!: string;
  @InstantColumn({ nullable: true }) at!: Date | null;
  @Column('text') type!: ActivityType;
  @Column({ type: 'text', nullable: true, collation: 'C' }) symbol!: string | null;
  @DecimalColumn({ nullable: true }) quantity!: string | null;
  @DecimalColumn({ nullable: true }) price!: string | null;
  @DecimalColumn({ nullable: true }) amount!: string | null;
  @Column('text') currency!: string;
  @DecimalColumn() fee!: string;
  @DecimalColumn({ nullable: true }) ratioTo!: string | null;
  @DecimalColumn({ nullable: true }) ratioFrom!: string | null;
  @Column('text', { nullable: true }) target!: string | null;
  @DecimalColumn({ nullable: true }) costShare!: string | null;
  @Column('date', { nullable: true }) acquired!: string | null;
  @Column('jsonb', { nullable: true }) lots!: { activityId: string; quantity: string }[] | null;
  @Column('text') note!: string;
}

export const changeKinds = [
  'create',
  'edit',
  'delete',
  'import',
  'undo',
  'asset',
  'price',
  'setting',
  'portfolio',
] as const;
export type ChangeKind = (typeof changeKinds)[number];

/** What made a version of a portfolio. */
@Entity('portfolio_change')
export class ChangeEntity {
  @ForeignKey(() => TrackedPortfolioEntity, { name: 'portfolio_change_portfolio_id_fkey' })
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'portfolio_change_pkey' })
  portfolioId!: string;
  @PrimaryColumn('bigint', { primaryKeyConstraintName: 'portfolio_change_pkey' }) version!: string;
  @Column('text') kind!: ChangeKind;
  @InstantColumn() at!: Date;
  /** How many activities, assets or prices it was about. */
  @Column('integer') count!: number;
  /** Of an undo: what it took back. */
  @MinorColumn({ nullable: true }) undoes!: bigint | null;
  /** The version that took it back. */
  @MinorColumn({ nullable: true }) undoneBy!: bigint | null;
}
