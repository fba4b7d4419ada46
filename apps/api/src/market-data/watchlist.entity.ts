import { Check, Column, Entity, ForeignKey, PrimaryColumn, Unique } from 'typeorm';
import { UserEntity } from '../auth/user.entity.js';

/** Instruments that somebody keeps an eye on, in their own order. */
@Entity('watchlist')
@Unique('watchlist_user_id_name_key_key', ['userId', 'nameKey'])
@Check('watchlist_symbols_bounded', 'cardinality(symbols) <= 200')
export class WatchlistEntity {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'watchlist_pkey' }) id!: string;
  @ForeignKey(() => UserEntity, { name: 'watchlist_user_id_fkey' })
  @Column('uuid')
  userId!: string;
  @Column('text') name!: string;
  /** What the name is compared by: one owner has no two lists of the same. */
  @Column({ type: 'text', collation: 'C' }) nameKey!: string;
  /** Lists are told in the order of it; it may have gaps. */
  @Column('integer') position!: number;
  @Column('text', { array: true }) symbols!: readonly string[];
}
