import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { UserEntity } from '../auth/user.entity.js';

/** Portfolios that somebody looks at together. */
@Entity('portfolio_group')
@Index('portfolio_group_user_id_id', ['userId', 'id'])
export class PortfolioGroupEntity {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'portfolio_group_pkey' }) id!: string;
  @ForeignKey(() => UserEntity, { name: 'portfolio_group_user_id_fkey' })
  @Column('uuid')
  userId!: string;
  @Column('text') name!: string;
  /** What it is valued in. */
  @Column('text') currency!: string;
}

@Entity('portfolio_group_member')
export class PortfolioGroupMemberEntity {
  @ForeignKey(() => PortfolioGroupEntity, {
    name: 'portfolio_group_member_group_id_fkey',
    onDelete: 'CASCADE',
  })
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'portfolio_group_member_pkey' })
  groupId!: string;
  /** Of any kind. */
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'portfolio_group_member_pkey' }) portfolioId!: string;
}
