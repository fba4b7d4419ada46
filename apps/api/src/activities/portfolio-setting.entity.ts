import { Check, Column, Entity, ForeignKey, PrimaryColumn } from 'typeorm';
import { UserEntity } from '../auth/user.entity.js';
import { MinorColumn } from '../platform/columns.js';

/** Which purchases a sale takes its units from. */
export const costBases = ['fifo', 'lifo', 'hifo', 'average', 'chosen'] as const;
export type CostBasis = (typeof costBases)[number];

export const targetDimensions = ['position', 'class', 'currency', 'sector', 'country'] as const;
export type TargetDimension = (typeof targetDimensions)[number];

/** How much of a portfolio each symbol, class and so on should be, in percent as decimal text. */
export type Targets = { readonly [dimension in TargetDimension]?: Readonly<Record<string, string>> };

/** What its owner has decided for a portfolio of any kind; one without a row has the usual. */
@Entity('portfolio_setting')
@Check('portfolio_setting_cost_basis_known', `cost_basis in ('fifo', 'lifo', 'hifo', 'average', 'chosen')`)
export class PortfolioSettingEntity {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'portfolio_setting_pkey' }) portfolioId!: string;
  @ForeignKey(() => UserEntity, { name: 'portfolio_setting_user_id_fkey' })
  @Column('uuid')
  userId!: string;
  @Column('text') costBasis!: CostBasis;
  /** The symbol of an instrument. */
  @Column('text', { nullable: true }) benchmark!: string | null;
  @Column('jsonb') targets!: Targets;
  @MinorColumn() version!: bigint;
}
