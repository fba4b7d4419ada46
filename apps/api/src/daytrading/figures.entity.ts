import type { CountedTotals } from '@tradeyard/daytrading';
import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import { InstantColumn } from '../platform/columns.js';

/**
 * What one process has counted of one workload since it began to: `counterId` is of both, and of that time. The driver
 * gives a `bigint` as text.
 */
@Entity('daytrading_total')
export class WorkloadTotalEntity implements Pick<CountedTotals, 'byCommand' | 'failures' | 'symbols'> {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'daytrading_total_pkey' }) workloadId!: string;
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'daytrading_total_pkey' }) counterId!: string;
  @Column('bigint') commands!: string;
  @Column('bigint') failed!: string;
  @Column('jsonb') byCommand!: CountedTotals['byCommand'];
  @Column('jsonb') failures!: CountedTotals['failures'];
  /** The most frequent ones. */
  @Column('jsonb') symbols!: CountedTotals['symbols'];
  @InstantColumn() lastAt!: Date;
}

/** The same of one second that had commands. */
@Entity('daytrading_second')
@Index('daytrading_second_at', ['at'])
export class WorkloadSecondEntity {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'daytrading_second_pkey' }) workloadId!: string;
  @PrimaryColumn('timestamptz', { primaryKeyConstraintName: 'daytrading_second_pkey' }) at!: Date;
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'daytrading_second_pkey' }) counterId!: string;
  @Column('integer') commands!: number;
  @Column('integer') failed!: number;
  /** The bin of the first of `latencies`: those before it and behind them are empty. */
  @Column('smallint') latencyFrom!: number;
  @Column('integer', { array: true }) latencies!: number[];
}

/** One of these as it is read. */
export type SecondRow = Omit<WorkloadSecondEntity, 'workloadId' | 'counterId'>;
