import type { Day } from '@tradeyard/kernel';
import { Check, Column, Entity, PrimaryColumn } from 'typeorm';
import { DecimalColumn } from '../platform/columns.js';

/** What one euro was worth on a day. The euro itself is 1 and is not stored. */
@Entity('rate')
@Check('rate_per_euro_positive', `per_euro > 0 and per_euro < 'Infinity'`)
export class RateEntity {
  @PrimaryColumn('text', { primaryKeyConstraintName: 'rate_pkey' }) currency!: string;
  @PrimaryColumn('date', { primaryKeyConstraintName: 'rate_pkey' }) date!: Day;
  /** Units of the currency for one euro. */
  @DecimalColumn() perEuro!: string;
  /** Who said so: `ECB`. */
  @Column('text') source!: string;
}
