import { Check, Column, Entity, ForeignKey, PrimaryColumn } from 'typeorm';
import { DecimalColumn, InstantColumn } from '../platform/columns.js';
import { InstrumentEntity } from './instrument.entity.js';

/**
 * A point on the path of an instrument's simulated price. Every process that
 * starts from it walks the same path; the one that is furthest moves it on.
 */
@Entity('simulation')
@Check('simulation_price_positive', 'price > 0')
export class SimulationEntity {
  @ForeignKey(() => InstrumentEntity, { name: 'simulation_symbol_fkey' })
  @PrimaryColumn('text', { primaryKeyConstraintName: 'simulation_pkey' })
  symbol!: string;
  /** Counts how often the path was begun anew. Whoever still walks an older path does not write, but reads again. */
  @Column('integer') generation!: number;
  /** When the price was this. */
  @InstantColumn() at!: Date;
  /** Finer than the tick size. */
  @DecimalColumn() price!: string;
}
