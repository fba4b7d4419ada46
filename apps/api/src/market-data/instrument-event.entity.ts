import type { InstrumentEventKind } from '@tradeyard/market';
import { Check, Column, Entity, ForeignKey, PrimaryColumn } from 'typeorm';
import { DecimalColumn, InstantColumn } from '../platform/columns.js';
import { InstrumentEntity } from './instrument.entity.js';

/** A corporate action. Candles stay as they were observed; whoever reads them corrects them by these. */
@Entity('instrument_event')
@Check('instrument_event_kind_known', `kind in ('split', 'dividend')`)
@Check(
  'instrument_event_value_of_kind',
  `case kind when 'split' then split_to > 0 and split_from > 0 and split_to <> split_from and amount is null
     else amount > 0 and amount < 'Infinity' and split_to is null and split_from is null end`,
)
export class InstrumentEventEntity {
  @ForeignKey(() => InstrumentEntity, { name: 'instrument_event_symbol_fkey' })
  @PrimaryColumn('text', { primaryKeyConstraintName: 'instrument_event_pkey' })
  symbol!: string;
  /** The first day whose prices are without it: the exchange's ex-date. */
  @PrimaryColumn('date', { primaryKeyConstraintName: 'instrument_event_pkey' }) day!: string;
  @PrimaryColumn('text', { primaryKeyConstraintName: 'instrument_event_pkey' }) kind!: InstrumentEventKind;
  /** Each `splitFrom` shares have become `splitTo`. */
  @Column('integer', { nullable: true }) splitTo!: number | null;
  @Column('integer', { nullable: true }) splitFrom!: number | null;
  /** Of a dividend: what a share got, in the instrument's currency. */
  @DecimalColumn({ nullable: true }) amount!: string | null;
  @InstantColumn() createdAt!: Date;
}
