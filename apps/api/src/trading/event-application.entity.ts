import type { InstrumentEventKind } from '@tradeyard/market';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { InstantColumn, MinorColumn } from '../platform/columns.js';

/**
 * That a split or dividend came to a book. It is written together with the money that it moved, and its id follows from
 * the event and the book: nothing comes to a book twice.
 */
@Entity('event_application')
export class EventApplicationEntity {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'event_application_pkey' }) id!: string;
  @Column('text') symbol!: string;
  @Column('date') day!: string;
  @Column('text') kind!: InstrumentEventKind;
  @Column('uuid') bookId!: string;
  /** What was held when the day began, in hundred-millionths. */
  @MinorColumn() quantity!: bigint;
  /** The ledger's entry; null where nothing moved. */
  @Column('uuid', { nullable: true }) journalId!: string | null;
  @InstantColumn() at!: Date;
}
