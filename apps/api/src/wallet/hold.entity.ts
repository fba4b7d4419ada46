import type { Hold, HoldStatus } from '@tradeyard/ledger';
import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import { InstantColumn, MinorColumn } from '../platform/columns.js';

/** Money of one person that is reserved for another. It is written in the same transaction as the money it reserves. */
@Entity('hold')
@Index('hold_book_id_id', ['bookId', 'id'])
@Index('hold_payee_book_id_id', ['payeeBookId', 'id'])
@Index('hold_open_expires_at', ['expiresAt'], { where: `status = 'open'` })
export class HoldEntity implements Hold {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'hold_pkey' }) id!: string;
  /** Counts the changes, so that none is decided on a state that has passed. */
  @MinorColumn() version!: bigint;
  /** Whose money it is. */
  @Column('uuid') bookId!: string;
  /** Whom it is reserved for. */
  @Column('uuid') payeeBookId!: string;
  @Column('text') currency!: string;
  @MinorColumn() amount!: bigint;
  @MinorColumn() captured!: bigint;
  @Column('text') status!: HoldStatus;
  @Column('text', { nullable: true }) memo!: string | null;
  @InstantColumn() createdAt!: Date;
  @InstantColumn() expiresAt!: Date;
  @InstantColumn({ nullable: true }) closedAt!: Date | null;
}
