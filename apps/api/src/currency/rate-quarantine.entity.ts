import type { Day } from '@tradeyard/kernel';
import { Check, Column, Entity, PrimaryColumn, Unique } from 'typeorm';
import { DecimalColumn, InstantColumn } from '../platform/columns.js';

/** `jump`: further from the last known rate than a market moves. `swapped`: it has changed places with another currency's. */
export const quarantineReasons = ['jump', 'swapped'] as const;
export type QuarantineReason = (typeof quarantineReasons)[number];

/** `settled`: a later rate of that currency could be believed, so there is nothing left to decide. */
export const quarantineStatuses = ['open', 'accepted', 'dismissed', 'settled'] as const;
export type QuarantineStatus = (typeof quarantineStatuses)[number];

/** A rate that was not believed, and is not used unless somebody accepts it. */
@Entity('rate_quarantine')
@Unique('rate_quarantine_key', ['source', 'currency', 'date'])
@Check('rate_quarantine_reason', `reason in ('jump', 'swapped')`)
@Check('rate_quarantine_status', `status in ('open', 'accepted', 'dismissed', 'settled')`)
export class RateQuarantineEntity {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'rate_quarantine_pkey' }) id!: string;
  @Column('text') source!: string;
  @Column('text') currency!: string;
  @Column('date') date!: Day;
  /** Units of the currency for one euro, as the source says. */
  @DecimalColumn() perEuro!: string;
  /** The last one that was believed, and its day. */
  @DecimalColumn() lastPerEuro!: string;
  @Column('date') lastDate!: Day;
  @Column('text') reason!: QuarantineReason;
  @InstantColumn() at!: Date;
  @Column('text') status!: QuarantineStatus;
  @InstantColumn({ nullable: true }) decidedAt!: Date | null;
  /** The administrator who decided; null where a later rate settled it. */
  @Column('uuid', { nullable: true }) decidedBy!: string | null;
}
