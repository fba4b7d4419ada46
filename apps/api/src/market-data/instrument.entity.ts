import type {
  Instrument,
  InstrumentClass,
  InstrumentOrigin,
  InstrumentStatus,
  ProviderName,
  SimulatedInstrument,
} from '@tradeyard/market';
import { Check, Column, Entity, Index, PrimaryColumn } from 'typeorm';
import { DecimalColumn } from '../platform/columns.js';

@Entity('instrument')
@Index('instrument_provider_provider_symbol', ['provider', 'providerSymbol'])
@Check('instrument_class_known', `class in ('stock', 'etf', 'fund', 'crypto')`)
@Check('instrument_status_known', `status in ('active', 'halted', 'delisted')`)
@Check('instrument_provider_known', `provider in ('simulated', 'replay', 'yahoo', 'binance', 'finnhub')`)
@Check('instrument_sessions_known', `simulated_sessions in ('always', 'calendar')`)
@Check('instrument_base_of_crypto', `(base is not null) = (class = 'crypto')`)
@Check('instrument_tick_size_positive', 'tick_size > 0')
@Check('instrument_start_price_positive', 'start_price > 0')
@Check('instrument_country_of_two_letters', `country ~ '^[A-Z]{2}$'`)
export class InstrumentEntity implements Instrument, InstrumentOrigin, SimulatedInstrument {
  @PrimaryColumn('text', { primaryKeyConstraintName: 'instrument_pkey' }) symbol!: string;
  @Column('text') name!: string;
  @Column('text') exchange!: string;
  @Column('text') class!: InstrumentClass;
  @Column('text') currency!: string;
  @Index('instrument_base', { where: 'base is not null' })
  @Column('text', { nullable: true })
  base!: string | null;
  @DecimalColumn() tickSize!: string;
  @Column('text', { default: 'active' }) status!: InstrumentStatus;
  @Column('text', { default: '24/7' }) calendar!: string;
  @Column('text', { default: 'simulated' }) provider!: ProviderName;
  @Column('text', { nullable: true }) providerSymbol!: string | null;
  /** Where the simulated market begins when there is no history. */
  @DecimalColumn() startPrice!: string;
  @Column('integer', { default: 0 }) yearlyDriftBp!: number;
  @Column('integer') yearlyVolatilityBp!: number;
  @Column('integer') spreadBp!: number;
  @DecimalColumn() dailyVolume!: string;
  @Column('text', { default: 'always' }) simulatedSessions!: 'always' | 'calendar';
  @Column('text', { nullable: true }) sector!: string | null;
  /** By ISO 3166-1, two letters. */
  @Column('text', { nullable: true }) country!: string | null;
}
