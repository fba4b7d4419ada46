import { Check, Column, Entity, PrimaryColumn, Unique } from 'typeorm';
import { InstantColumn } from '../platform/columns.js';

/** A teacher opens leagues; an administrator may do all that anybody may. */
export const roles = ['user', 'teacher', 'admin'] as const;
export type Role = (typeof roles)[number];

/** A person. Their id is also the id of their wallet's book in the ledger. */
@Entity('user')
@Unique('user_email_key', ['email'])
@Unique('user_handle_key', ['handle'])
@Check('user_role_known', `role in ('user', 'teacher', 'admin')`)
export class UserEntity {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'user_pkey' }) id!: string;
  /** In lower case. */
  @Column({ type: 'text', collation: 'C' }) email!: string;
  /** A short public name that others send money to. */
  @Column({ type: 'text', collation: 'C' }) handle!: string;
  @Column('text') displayName!: string;
  /** Everything is valued in it. */
  @Column('text') baseCurrency!: string;
  @Column('text') passwordHash!: string;
  @Column('text', { default: 'user' }) role!: Role;
  @InstantColumn() createdAt!: Date;
  /** Since when nobody can sign in to it; null while it is open. */
  @InstantColumn({ nullable: true }) closedAt!: Date | null;
}
