import type { Account, AccountKind } from '@tradeyard/ledger';
import { Check, Column, Entity, Index, PrimaryColumn, Unique } from 'typeorm';
import { InstantColumn, MinorColumn } from '../platform/columns.js';

// The ledger refuses an overdraft before it happens; the checks are its pair in
// the database, for the day some other code forgets to ask the ledger.
@Entity('account')
@Unique('account_book_id_asset_kind_key', ['bookId', 'asset', 'kind'])
@Index('account_share_id', ['asset', 'id'], { where: `kind = 'customer' and asset like 'share:%'` })
@Check('account_held_not_negative', 'held >= 0')
@Check('account_customer_covered', `kind <> 'customer' or balance >= held`)
@Check('account_cost_counted', '(cost is null) = (cost_currency is null) and coalesce(cost, 0) >= 0')
export class AccountEntity implements Omit<Account, 'cost'> {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'account_pkey' }) id!: string;
  @Column('uuid') bookId!: string;
  @Column('text') asset!: string;
  @Column('text') kind!: AccountKind;
  @MinorColumn() balance!: bigint;
  /** The part of the balance that is reserved. */
  @MinorColumn() held!: bigint;
  /** The journal that moved it last. */
  @Column('uuid') lastJournalId!: string;
  /** What the balance cost in the currency that its owner counts in; null where nobody counts. */
  @MinorColumn({ nullable: true }) cost!: bigint | null;
  @Column('text', { nullable: true }) costCurrency!: string | null;
}

@Entity('journal')
@Index('journal_reverses_key', ['reverses'], { unique: true, where: 'reverses is not null' })
@Index('journal_actor_id', ['actor', 'id'], { where: `kind in ('release', 'reversal')` })
export class JournalEntity {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'journal_pkey' }) id!: string;
  @Column('text') kind!: string;
  /** Whose doing it was; null for the product itself. */
  @Column('uuid', { nullable: true }) actor!: string | null;
  @InstantColumn() at!: Date;
  @Column('text', { nullable: true }) memo!: string | null;
  @Column('jsonb', { nullable: true }) detail!: Record<string, string> | null;
  @Column('text', { nullable: true }) idempotencyKey!: string | null;
  /** The address it was asked from, or the job that did it. */
  @Column('text') origin!: string;
  /** The day it counts for, where that is not the day it was booked. */
  @Column('date', { nullable: true }) valueDate!: string | null;
  /** The journal that it takes back; none is taken back twice. */
  @Column('uuid', { nullable: true }) reverses!: string | null;
}

/** The postings of an account follow each other in the order of their journals' ids. */
@Entity('posting')
export class PostingEntity {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'posting_pkey' }) accountId!: string;
  @Index('posting_journal_id', { type: 'brin' })
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'posting_pkey' })
  journalId!: string;
  @MinorColumn() amount!: bigint;
  /** How much more is reserved from here on, or less. */
  @MinorColumn() held!: bigint;
  @MinorColumn() balanceAfter!: bigint;
  @MinorColumn() heldAfter!: bigint;
}

/** What a posting did to the cost of its account, in minor units of `currency`; only where that is counted. */
@Entity('posting_cost')
@Check('posting_cost_not_negative', 'cost_after >= 0')
export class PostingCostEntity {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'posting_cost_pkey' }) accountId!: string;
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'posting_cost_pkey' }) journalId!: string;
  @Column('text') currency!: string;
  @MinorColumn() cost!: bigint;
  /** Null where the cost is not known from here on. */
  @MinorColumn({ nullable: true }) costAfter!: bigint | null;
  /** Null where nothing is realised, or nobody knows how much. */
  @MinorColumn({ nullable: true }) gain!: bigint | null;
}

/** The answer that a key got first, written in the same transaction as the money it moved. */
@Entity('idempotency')
export class IdempotencyEntity {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'idempotency_pkey' }) userId!: string;
  @PrimaryColumn('text', { primaryKeyConstraintName: 'idempotency_pkey' }) key!: string;
  @Column('text') fingerprint!: string;
  /** As JSON. */
  @Column('text') answer!: string;
  @Index('idempotency_at', { type: 'brin' })
  @InstantColumn()
  at!: Date;
}

/** A money command that moved nothing, and why. */
@Entity('refusal')
@Index('refusal_actor_id', ['actor', 'id'])
export class RefusalEntity {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'refusal_pkey' }) id!: string;
  @Column('uuid') actor!: string;
  @InstantColumn() at!: Date;
  /** The address it was asked from. */
  @Column('text') origin!: string;
  /** What was asked, as the route that was called. */
  @Column('text') action!: string;
  @Column('text') code!: string;
  @Column('text') message!: string;
  /** The beginning of the body. */
  @Column('text') request!: string;
}
