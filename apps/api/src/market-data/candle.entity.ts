import type { CandleInterval, CandleSource } from '@tradeyard/market';
import { Check, Column, Entity, ForeignKey, PrimaryColumn } from 'typeorm';
import { DecimalColumn } from '../platform/columns.js';
import { InstrumentEntity } from './instrument.entity.js';

@Entity('candle')
@Check(
  'candle_prices_in_order',
  `low > 0 and low <= least(open, close) and high >= greatest(open, close) and high < 'Infinity'`,
)
@Check('candle_volume_not_negative', `volume >= 0 and volume < 'Infinity'`)
export class CandleEntity {
  @ForeignKey(() => InstrumentEntity, { name: 'candle_symbol_fkey' })
  @PrimaryColumn('text', { primaryKeyConstraintName: 'candle_pkey' })
  symbol!: string;
  @PrimaryColumn('text', { primaryKeyConstraintName: 'candle_pkey' }) interval!: CandleInterval;
  /** When the interval begins. */
  @PrimaryColumn('timestamptz', { primaryKeyConstraintName: 'candle_pkey' }) at!: Date;
  @DecimalColumn() open!: string;
  @DecimalColumn() high!: string;
  @DecimalColumn() low!: string;
  @DecimalColumn() close!: string;
  @DecimalColumn() volume!: string;
  @Column('text') source!: CandleSource;
}
