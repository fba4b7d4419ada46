import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { UserEntity } from '../auth/user.entity.js';
import { InstantColumn } from '../platform/columns.js';

/** Where prices come from: the fixed ones of comparison mode, in which nothing expires, or the legacy quote server. */
export const quoteSources = ['fixed', 'server'] as const;
export type QuoteSource = (typeof quoteSources)[number];

/** One run of the day-trading system. It never changes. */
@Entity('daytrading_workload')
@Index('daytrading_workload_owner_id_id', ['ownerId', 'id'])
@Index('daytrading_workload_default_key', ['ownerId'], { unique: true, where: 'is_default' })
@Check('daytrading_workload_quotes_known', `quotes in ('fixed', 'server')`)
export class WorkloadEntity {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'daytrading_workload_pkey' }) id!: string;
  @ForeignKey(() => UserEntity, { name: 'daytrading_workload_owner_id_fkey' })
  @Column('uuid')
  ownerId!: string;
  @Column('text') name!: string;
  @Column('text') quotes!: QuoteSource;
  /** The one that commands are meant for which name none. */
  @Column('boolean') isDefault!: boolean;
  @InstantColumn() createdAt!: Date;
}
