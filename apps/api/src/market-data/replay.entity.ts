import { Check, Column, Entity, PrimaryColumn } from 'typeorm';
import { InstantColumn } from '../platform/columns.js';

/** The history that is being replayed, one for all processes: it has one row. */
@Entity('replay')
@Check('replay_only_one', 'id = 1')
@Check('replay_in_order', 'from_at < to_at')
@Check('replay_speed_positive', 'speed > 0')
export class ReplayEntity {
  @PrimaryColumn('integer', { primaryKeyConstraintName: 'replay_pkey' }) id!: number;
  /** What was asked for when it began: another wish begins another replay. Null for all that there is. */
  @Column('date', { nullable: true }) wantedFrom!: string | null;
  @Column('integer') speed!: number;
  /** The stretch of history; the end is not part of it. */
  @InstantColumn() fromAt!: Date;
  @InstantColumn() toAt!: Date;
  /** When its first moment was told, by our clock. */
  @InstantColumn() startedAt!: Date;
}
