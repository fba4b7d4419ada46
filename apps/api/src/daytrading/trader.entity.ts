import type { Reservation, Side } from '@tradeyard/daytrading';
import { Column, Entity, Index, PrimaryColumn, Unique } from 'typeorm';
import { InstantColumn, MinorColumn } from '../platform/columns.js';

/**
 * A user of a workload, whose id is also that of their book in the ledger. `version` grows with every turn they have, and
 * stands for all that is theirs: balances, reservations and log.
 */
@Entity('daytrading_trader')
@Unique('daytrading_trader_workload_id_name_key', ['workloadId', 'name'])
export class TraderEntity {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'daytrading_trader_pkey' }) id!: string;
  @Column('uuid') workloadId!: string;
  /** Empty for commands that name nobody. */
  @Column({ type: 'text', collation: 'C' }) name!: string;
  @MinorColumn() version!: bigint;
  /** The number of their newest command. */
  @MinorColumn() transaction!: bigint;
  /** How many there were, repeated ones not counted. */
  @MinorColumn() commands!: bigint;
  @Column('boolean') isKnown!: boolean;
}

/** As a plain object. */
export type TraderRow = { readonly [Key in keyof TraderEntity]: TraderEntity[Key] };

/** What a trader has set aside, cash in cents and whole shares; its row goes when it does. */
@Entity('daytrading_reservation')
@Index('daytrading_reservation_trader_id', ['traderId'])
@Index('daytrading_reservation_expires_at', ['expiresAt'], { where: 'expires_at is not null' })
@Index('daytrading_reservation_watched', ['symbol', 'side', 'trigger'], { where: 'is_watched' })
export class ReservationEntity implements Omit<Reservation, 'transaction' | 'atMs'> {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'daytrading_reservation_pkey' }) id!: string;
  @Column('uuid') traderId!: string;
  @Column('text') form!: Reservation['form'];
  @Column('text') side!: Side;
  @Column('text') symbol!: string;
  @MinorColumn() amount!: bigint;
  @MinorColumn() cash!: bigint;
  @MinorColumn() shares!: bigint;
  @MinorColumn({ nullable: true }) trigger!: bigint | null;
  @MinorColumn() transaction!: bigint;
  @InstantColumn() at!: Date;
  /** Until when it can be committed; null for ever, or where it is no pending one. */
  @InstantColumn({ nullable: true }) expiresAt!: Date | null;
  /** That it is armed, and its price moves. */
  @Column('boolean') isWatched!: boolean;
}

/** What happened in one turn of a trader, written together with what it changed. */
@Entity('daytrading_log')
@Index('daytrading_log_workload_id_id', ['workloadId', 'id'])
@Index('daytrading_log_trader_id_transaction', ['traderId', 'transaction', 'id'])
export class LogEntity {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'daytrading_log_pkey' }) id!: string;
  @Column('uuid') workloadId!: string;
  @Column('uuid') traderId!: string;
  /** The trader's newest command after it. */
  @MinorColumn() transaction!: bigint;
  /** A JSON array of `Happening`. */
  @Column('text') happenings!: string;
}
