import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn, Unique } from 'typeorm';
import { UserEntity } from '../auth/user.entity.js';
import { InstantColumn } from '../platform/columns.js';

/** What somebody sees who has the link: shares of a whole only, or amounts, quantities and values too. */
export const shareScopes = ['percent', 'amounts'] as const;
export type ShareScope = (typeof shareScopes)[number];

/** A link by which anybody who has it sees a portfolio. Of its token only the hash is kept. */
@Entity('portfolio_share')
@Unique('portfolio_share_token_hash_key', ['tokenHash'])
@Index('portfolio_share_user_id_id', ['userId', 'id'])
@Check('portfolio_share_scope_known', `scope in ('percent', 'amounts')`)
export class PortfolioShareEntity {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'portfolio_share_pkey' }) id!: string;
  @ForeignKey(() => UserEntity, { name: 'portfolio_share_user_id_fkey' })
  @Column('uuid')
  userId!: string;
  /** A portfolio, a group, or `all`. */
  @Column('text') scopeId!: string;
  @Column('text') scope!: ShareScope;
  /** SHA-256. */
  @Column('bytea') tokenHash!: Buffer;
  @Column('text') label!: string;
  @InstantColumn() createdAt!: Date;
  @InstantColumn({ nullable: true }) expiresAt!: Date | null;
  @InstantColumn({ nullable: true }) revokedAt!: Date | null;
  @InstantColumn({ nullable: true }) lastSeenAt!: Date | null;
}
