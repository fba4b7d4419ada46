import { Column, Entity, PrimaryColumn, Unique } from 'typeorm';
import { InstantColumn } from '../platform/columns.js';

/** A person. Their id is also the id of their wallet's book in the ledger. */
@Entity('user')
@Unique('user_email_key', ['email'])
@Unique('user_handle_key', ['handle'])
export class UserEntity {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'user_pkey' }) id!: string;
  /** In lower case. */
  @Column('text') email!: string;
  /** A short public name that others send money to. */
  @Column('text') handle!: string;
  @Column('text') displayName!: string;
  /** Everything is valued in it. */
  @Column('text') baseCurrency!: string;
  @Column('text') passwordHash!: string;
  @InstantColumn() createdAt!: Date;
}
