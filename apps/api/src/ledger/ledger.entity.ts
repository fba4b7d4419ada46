import type { Account, AccountKind } from '@tradeyard/ledger';
import { Check, Column, Entity, PrimaryColumn, Unique } from 'typeorm';
import { InstantColumn, MinorColumn } from '../platform/columns.js';

// The ledger refuses an overdraft before it happens; the check is its pair in
// the database, for the day some other code forgets to ask the ledger.
@Entity('account')
@Unique('account_book_id_asset_kind_key', ['bookId', 'asset', 'kind'])
@Check('account_customer_not_negative', `kind not in ('available', 'held') or balance >= 0`)
export class AccountEntity implements Account {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'account_pkey' }) id!: string;
  @Column('uuid') bookId!: string;
  @Column('text') asset!: string;
  @Column('text') kind!: AccountKind;
  @MinorColumn() balance!: bigint;
  /** How many postings it has. */
  @MinorColumn() seq!: bigint;
}

@Entity('journal')
export class JournalEntity {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'journal_pkey' }) id!: string;
  @Column('text') kind!: string;
  @Column('uuid', { nullable: true }) actor!: string | null;
  @InstantColumn() at!: Date;
  @Column('text', { nullable: true }) memo!: string | null;
  @Column('jsonb', { nullable: true }) detail!: Record<string, string> | null;
  @Column('text', { nullable: true }) idempotencyKey!: string | null;
}

@Entity('posting')
@Unique('posting_account_id_seq_key', ['accountId', 'seq'])
export class PostingEntity {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'posting_pkey' }) bookId!: string;
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'posting_pkey' })
  journalId!: string;
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'posting_pkey' })
  accountId!: string;
  /** The posting's number within its account, from 1 without gaps. */
  @MinorColumn() seq!: bigint;
  @MinorColumn() amount!: bigint;
  @MinorColumn() balanceAfter!: bigint;
}

/** The answer that a key got first, written in the same transaction as the money it moved. */
@Entity('idempotency')
export class IdempotencyEntity {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'idempotency_pkey' }) userId!: string;
  @PrimaryColumn('text', { primaryKeyConstraintName: 'idempotency_pkey' }) key!: string;
  @Column('text') fingerprint!: string;
  @Column('jsonb') answer!: unknown;
  @InstantColumn() at!: Date;
}
