import type { OrderSide, OrderStatus, TimeInForce } from '@tradeyard/trading';
import { Column, Entity, ForeignKey, Index, PrimaryColumn, Unique } from 'typeorm';
import { UserEntity } from '../auth/user.entity.js';
import { DecimalColumn, InstantColumn, MinorColumn } from '../platform/columns.js';

/** What somebody asked for, and how far it has come. Units are hundred-millionths, cash is in minor units of `currency`. */
@Entity('order')
@Unique('order_user_id_client_order_id_key', ['userId', 'clientOrderId'])
@Index('order_user_id_symbol_id', ['userId', 'symbol', 'id'])
@Index('order_user_id_id', ['userId', 'id'])
@Index('order_user_id_stream_seq', ['userId', 'streamSeq'])
export class OrderEntity {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'order_pkey' }) id!: string;
  @ForeignKey(() => UserEntity, { name: 'order_user_id_fkey' })
  @Column('uuid')
  userId!: string;
  /** The book whose cash buys: a portfolio's. */
  @Column('uuid') bookId!: string;
  @Column('text') symbol!: string;
  @Column('text') side!: OrderSide;
  @Column('text') type!: 'market';
  @Column('text') status!: OrderStatus;
  @Column('text') timeInForce!: TimeInForce;
  @Column('text', { nullable: true }) clientOrderId!: string | null;
  /** Null when cash was asked for. */
  @MinorColumn({ nullable: true }) quantity!: bigint | null;
  @MinorColumn({ nullable: true }) notional!: bigint | null;
  @Column('text') currency!: string;
  @MinorColumn() filledQuantity!: bigint;
  @MinorColumn() filledCash!: bigint;
  @InstantColumn() createdAt!: Date;
  @InstantColumn() updatedAt!: Date;
  /** The number of its newest change in the stream; null until it has one, and again with each change. */
  @MinorColumn({ nullable: true }) streamSeq!: bigint | null;
}

/** One execution, with the quote and the rule that made it. It is written in the same statement group as its money. */
@Entity('fill')
export class FillEntity {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'fill_pkey' }) id!: string;
  @Index('fill_order_id')
  @ForeignKey(() => OrderEntity, { name: 'fill_order_id_fkey' })
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
  @DecimalColumn() bid!: string;
  @DecimalColumn() ask!: string;
  @InstantColumn() quotedAt!: Date;
  @Column('text') quoteSource!: string;
}
