import type { Day } from '@tradeyard/kernel';
import { Check, Column, Entity, Index, PrimaryColumn } from 'typeorm';
import { InstantColumn, MinorColumn } from '../platform/columns.js';

/** The amount of a conversion that is given, and that the other one follows from. */
export const conversionSides = ['from', 'to'] as const;
export type ConversionSideName = (typeof conversionSides)[number];

/** What a conversion comes to, promised to one person until it expires. */
@Entity('conversion_quote')
@Index('conversion_quote_expires_at', ['expiresAt'])
@Check('conversion_quote_amounts', 'fee >= 0 and sold > fee and bought > 0')
export class ConversionQuoteEntity {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'conversion_quote_pkey' }) id!: string;
  /** Counts the changes, so that none is decided on a state that has passed. */
  @MinorColumn() version!: bigint;
  /** Whose quote it is. */
  @Column('uuid') bookId!: string;
  @Column('text') side!: ConversionSideName;
  @Column('text') fromCurrency!: string;
  @Column('text') toCurrency!: string;
  /** With the fee. */
  @MinorColumn() sold!: bigint;
  /** Of what is sold, in its currency. */
  @MinorColumn() fee!: bigint;
  @MinorColumn() bought!: bigint;
  /** As people read it; the amounts are what counts. */
  @Column('text') rate!: string;
  @Column('date') rateDate!: Day;
  @Column('text') rateSource!: string;
  @InstantColumn() createdAt!: Date;
  @InstantColumn() expiresAt!: Date;
  /** The journal that booked it. */
  @Column('uuid', { nullable: true }) usedBy!: string | null;
}
