import type { AssetClass } from '@tradeyard/portfolio';
import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { InstrumentEntity } from '../market-data/instrument.entity.js';
import { TrackedPortfolioEntity } from '../paper/tracked-portfolio.entity.js';
import { DecimalColumn, MinorColumn } from '../platform/columns.js';

/** What a tracked portfolio calls by a symbol. */
@Entity('tracked_asset')
@Index('tracked_asset_portfolio_id_version', ['portfolioId', 'version'])
@Check(
  'tracked_asset_class_known',
  `class in ('stock', 'etf', 'fund', 'bond', 'crypto', 'commodity', 'real_estate', 'cash', 'liability', 'other')`,
)
export class AssetEntity {
  @ForeignKey(() => TrackedPortfolioEntity, { name: 'tracked_asset_portfolio_id_fkey' })
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'tracked_asset_pkey' })
  portfolioId!: string;
  @PrimaryColumn({ type: 'text', primaryKeyConstraintName: 'tracked_asset_pkey', collation: 'C' })
  symbol!: string;
  @Column('text') name!: string;
  @Column('text') class!: AssetClass;
  @Column('text') currency!: string;
  @Column('text', { nullable: true }) sector!: string | null;
  @Column('text', { nullable: true }) country!: string | null;
  /** Whose prices it has; null where they are given by hand. */
  @ForeignKey(() => InstrumentEntity, { name: 'tracked_asset_instrument_fkey' })
  @Column('text', { nullable: true })
  instrument!: string | null;
  /** Of the portfolio, when it changed last. */
  @MinorColumn() version!: bigint;
}

/** What one unit of an asset was worth on a day, in its currency; null where that was taken away again. */
@Entity('tracked_price')
@Index('tracked_price_portfolio_id_version', ['portfolioId', 'version'])
export class PriceEntity {
  @ForeignKey(() => TrackedPortfolioEntity, { name: 'tracked_price_portfolio_id_fkey' })
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'tracked_price_pkey' })
  portfolioId!: string;
  @PrimaryColumn({ type: 'text', primaryKeyConstraintName: 'tracked_price_pkey', collation: 'C' })
  symbol!: string;
  @PrimaryColumn('date', { primaryKeyConstraintName: 'tracked_price_pkey' }) day!: string;
  @DecimalColumn({ nullable: true }) price!: string | null;
  @MinorColumn() version!: bigint;
}
