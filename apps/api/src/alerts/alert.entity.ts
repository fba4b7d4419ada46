import type { AlertDirection, AlertKind, AlertStatus } from '@tradeyard/market';
import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { UserEntity } from '../auth/user.entity.js';
import { InstrumentEntity } from '../market-data/instrument.entity.js';
import { DecimalColumn, InstantColumn } from '../platform/columns.js';
import type { DeliveryChannel } from './delivery.entity.js';

/** What somebody wants to be told of. */
@Entity('alert')
@Index('alert_user_id', ['userId', 'id'])
@Index('alert_waiting', ['id'], { where: `status in ('active', 'resting')` })
@Check('alert_kind_known', `kind in ('above', 'below', 'change')`)
@Check('alert_price_positive', 'price > 0')
@Check('alert_percent_positive', 'percent > 0')
@Check('alert_direction_known', `direction in ('up', 'down', 'either')`)
@Check('alert_status_known', `status in ('active', 'resting', 'paused', 'fired', 'expired')`)
@Check(
  'alert_condition_complete',
  `(kind = 'change') = (price is null) and (kind = 'change') = (percent is not null) and (kind = 'change') = (direction is not null)`,
)
export class AlertEntity {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'alert_pkey' }) id!: string;
  @ForeignKey(() => UserEntity, { name: 'alert_user_id_fkey' })
  @Column('uuid')
  userId!: string;
  @ForeignKey(() => InstrumentEntity, { name: 'alert_symbol_fkey' })
  @Index('alert_symbol')
  @Column('text')
  symbol!: string;
  @Column('text') kind!: AlertKind;
  /** Of `above` and `below`. */
  @DecimalColumn({ nullable: true }) price!: string | null;
  /** The day whose shares the price is of: a later split moves it. */
  @Column('date') pricedOn!: string;
  /** Of `change`, as is the direction. */
  @DecimalColumn({ nullable: true }) percent!: string | null;
  @Column('text', { nullable: true }) direction!: AlertDirection | null;
  @Column('boolean') repeats!: boolean;
  @Column('text', { nullable: true }) note!: string | null;
  /** Where it is told besides the app. */
  @Column('text', { array: true }) channels!: DeliveryChannel[];
  @Index('alert_expires_at', { where: 'expires_at is not null' })
  @InstantColumn({ nullable: true })
  expiresAt!: Date | null;
  @Column('text') status!: AlertStatus;
  /** Counts its changes. Whoever knows an older one fires nothing, but reads again. */
  @Column('integer') version!: number;
  /** Prices of this moment and before do not count. */
  @InstantColumn() since!: Date;
  @InstantColumn() createdAt!: Date;
  @Index('alert_changed_at')
  @InstantColumn()
  changedAt!: Date;
  @InstantColumn({ nullable: true }) firedAt!: Date | null;
  @DecimalColumn({ nullable: true }) firedPrice!: string | null;
}

/** How far the processes have come with something: after a pause they go on from there. */
@Entity('alert_progress')
export class AlertProgressEntity {
  @PrimaryColumn('text', { primaryKeyConstraintName: 'alert_progress_pkey' }) name!: string;
  @InstantColumn() at!: Date;
}
