import type { AssetCode } from '@tradeyard/kernel';
import type {
  LegRole,
  Order,
  OrderClass,
  OrderSide,
  OrderStatus,
  OrderType,
  TimeInForce,
} from '@tradeyard/trading';
import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn, Unique } from 'typeorm';
import { UserEntity } from '../auth/user.entity.js';
import { DecimalColumn, InstantColumn, MinorColumn } from '../platform/columns.js';

const resting = `status in ('pending', 'waiting', 'open', 'partly_filled')`;

/** An order, whose it is, and what its ways through storage and stream need. */
@Entity('order')
@Unique('order_user_id_client_order_id_key', ['userId', 'clientOrderId'])
@Check('order_held_not_negative', 'held >= 0')
@Check(
  'order_status_known',
  `status in ('pending', 'waiting', 'open', 'partly_filled', 'filled', 'cancelled', 'expired', 'rejected')`,
)
@Index('order_user_id_symbol_id', ['userId', 'symbol', 'id'])
@Index('order_user_id_id', ['userId', 'id'])
@Index('order_user_id_stream_seq', ['userId', 'streamSeq'])
@Index('order_resting_symbol_id', ['symbol', 'id'], { where: resting })
@Index('order_resting_user_id_id', ['userId', 'id'], { where: resting })
@Index('order_resting_updated_at', ['updatedAt'], { where: resting })
@Index('order_portfolio_id_id', ['portfolioId', 'id'])
@Index('order_pending_until', ['pendingUntil'], { where: `status = 'pending'` })
@Index('order_resting_expires_at', ['expiresAt'], { where: `${resting} and expires_at is not null` })
@Index('order_group_id', ['groupId'], { where: 'group_id is not null' })
export class OrderEntity implements Order {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'order_pkey' }) id!: string;
  @ForeignKey(() => UserEntity, { name: 'order_user_id_fkey' })
  @Column('uuid')
  userId!: string;
  @Column('uuid') portfolioId!: string;
  /** The portfolio's book of that time: a reset opens another. */
  @Column('uuid') bookId!: string;
  @Column('text') symbol!: string;
  @Column('text') asset!: AssetCode;
  @Column('text') side!: OrderSide;
  @Column('text') type!: OrderType;
  @Column('text') status!: OrderStatus;
  @Column('text') timeInForce!: TimeInForce;
  @InstantColumn({ nullable: true }) activeFrom!: Date | null;
  @InstantColumn({ nullable: true }) expiresAt!: Date | null;
  /** Until when its owner can commit it. */
  @InstantColumn({ nullable: true }) pendingUntil!: Date | null;
  /** What it is filled at when its owner commits it. */
  @Column('jsonb', { nullable: true }) reservedQuote!: QuoteText | null;
  @Column('text', { nullable: true }) clientOrderId!: string | null;
  /** Null when cash was asked for. */
  @MinorColumn({ nullable: true }) quantity!: bigint | null;
  @MinorColumn({ nullable: true }) notional!: bigint | null;
  @Column('text') currency!: string;
  @MinorColumn() filledQuantity!: bigint;
  @MinorColumn() filledCash!: bigint;
  /** Over all fills, in minor units of `currency`. */
  @MinorColumn() fee!: bigint;
  @DecimalColumn({ nullable: true }) limitPrice!: string | null;
  @DecimalColumn({ nullable: true }) stopPrice!: string | null;
  @DecimalColumn({ nullable: true }) trailAmount!: string | null;
  @DecimalColumn({ nullable: true }) trailPercent!: string | null;
  @DecimalColumn({ nullable: true }) watermark!: string | null;
  @DecimalColumn({ nullable: true }) reservePrice!: string | null;
  @InstantColumn({ nullable: true }) triggeredAt!: Date | null;
  @Column('text') orderClass!: OrderClass;
  /** Legs of one class share it. */
  @Column('uuid', { nullable: true }) groupId!: string | null;
  @Column('text', { nullable: true }) legRole!: LegRole | null;
  @MinorColumn() held!: bigint;
  /** Asked for as an automated point. */
  @Column('boolean') isPoint!: boolean;
  /** Counts the changes, so that none is decided on a state that has passed. */
  @MinorColumn() version!: bigint;
  @InstantColumn() createdAt!: Date;
  @InstantColumn() updatedAt!: Date;
  /** Prices up to this moment have been looked at for it: only later ones count. */
  @InstantColumn() metAt!: Date;
  /** The number of its newest change in the stream; null until it has one, and again with each change. */
  @MinorColumn({ nullable: true }) streamSeq!: bigint | null;
}

/** A quote as it is kept: prices as decimal text, the moment in ISO 8601. */
export type QuoteText = {
  readonly bid: string;
  readonly ask: string;
  readonly at: string;
  readonly source: string;
};

/** One execution, with the quote and the rule that made it. It is written in the same statement group as its money. */
@Entity('fill')
export class FillEntity {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'fill_pkey' }) id!: string;
  @Index('fill_order_id')
  @Column('uuid')
  orderId!: string;
  /** The ledger's entry. */
  @Column('uuid') journalId!: string;
  @InstantColumn() at!: Date;
  @MinorColumn() quantity!: bigint;
  @DecimalColumn() price!: string;
  @MinorColumn() cash!: bigint;
  @MinorColumn() fee!: bigint;
  @Column('text') rule!: string;
  /** How far from the model's price, per unit. */
  @DecimalColumn() slippage!: string;
  @Column('text') feeRule!: string;
  @DecimalColumn() bid!: string;
  @DecimalColumn() ask!: string;
  @InstantColumn() quotedAt!: Date;
  @Column('text') quoteSource!: string;
}

/** One thing that happened to an order, and why. They are never changed. */
@Entity('order_event')
@Index('order_event_order_id_id', ['orderId', 'id'])
export class OrderEventEntity {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'order_event_pkey' }) id!: string;
  @Column('uuid')
  orderId!: string;
  @Column('uuid') userId!: string;
  @InstantColumn() at!: Date;
  @Column('text') kind!: string;
  /** Who did it; null for the market and the clock. */
  @Column('uuid', { nullable: true }) actor!: string | null;
  /** In words for people. */
  @Column('text') cause!: string;
  @Column('jsonb') detail!: Record<string, string>;
}
