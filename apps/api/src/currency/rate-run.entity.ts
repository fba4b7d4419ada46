import type { Day } from '@tradeyard/kernel';
import { Check, Column, Entity, PrimaryColumn } from 'typeorm';
import { InstantColumn } from '../platform/columns.js';
import type { RateSourceName } from '../platform/config.js';

export const refreshReasons = ['schedule', 'catch_up', 'admin'] as const;
export type RefreshReason = (typeof refreshReasons)[number];

/**
 * `stored`: it gave something new. `up_to_date`: nothing was missing, or nothing
 * of what it gave was new. `late`: it answered, and its newest day is still to
 * come. `refused`: what it said cannot be right. `failed`: it said nothing.
 */
export const sourceOutcomes = ['stored', 'up_to_date', 'late', 'refused', 'failed'] as const;
export type SourceOutcome = (typeof sourceOutcomes)[number];

/** What one source had to say in one run. */
export type SourceReport = {
  readonly name: RateSourceName;
  readonly label: string;
  readonly outcome: SourceOutcome;
  /** The newest day of its answer; null without one. */
  readonly date: Day | null;
  /** Rates that are new or corrected. */
  readonly stored: number;
  readonly quarantined: number;
  /** Why there was nothing to store, as a sentence that goes on after the label. */
  readonly message: string | null;
};

/** One refresh: why, when, and what became of it. Ids sort by time. */
@Entity('rate_run')
@Check('rate_run_reason', `reason in ('schedule', 'catch_up', 'admin')`)
export class RateRunEntity {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'rate_run_pkey' }) id!: string;
  @Column('text') reason!: RefreshReason;
  /** The administrator who asked for it. */
  @Column('uuid', { nullable: true }) requestedBy!: string | null;
  @InstantColumn() startedAt!: Date;
  @InstantColumn() endedAt!: Date;
  /** Every source gave all that it has to have by then: nothing to try again before the next day. */
  @Column('boolean') complete!: boolean;
  @Column('jsonb') sources!: SourceReport[];
}
