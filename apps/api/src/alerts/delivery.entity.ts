import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { UserEntity } from '../auth/user.entity.js';
import { InstantColumn } from '../platform/columns.js';
import { WebhookEntity } from './webhook.entity.js';

/** How a notice can leave the house. */
export const deliveryChannels = ['webhook', 'email'] as const;
export type DeliveryChannel = (typeof deliveryChannels)[number];

export const deliveryStatuses = ['pending', 'delivered', 'given_up'] as const;
export type DeliveryStatus = (typeof deliveryStatuses)[number];

/** One message to one receiver. It is written with the notice that it tells of, and so is never forgotten. */
@Entity('delivery')
@Index('delivery_due_at', ['dueAt'], { where: `status = 'pending'` })
@Index('delivery_webhook_id', ['webhookId', 'id'])
@Index('delivery_emails', ['userId', 'createdAt'], { where: `channel = 'email'` })
@Check('delivery_channel_known', `channel in ('webhook', 'email')`)
@Check('delivery_status_known', `status in ('pending', 'delivered', 'given_up')`)
@Check('delivery_webhook_of_channel', `(channel = 'webhook') = (webhook_id is not null)`)
export class DeliveryEntity {
  /** Stays the same however often it is tried: receivers know by it what they have had. */
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'delivery_pkey' }) id!: string;
  @ForeignKey(() => UserEntity, { name: 'delivery_user_id_fkey' })
  @Column('uuid')
  userId!: string;
  @Column('text') channel!: DeliveryChannel;
  @ForeignKey(() => WebhookEntity, { name: 'delivery_webhook_id_fkey', onDelete: 'CASCADE' })
  @Column('uuid', { nullable: true })
  webhookId!: string | null;
  /** JSON, byte for byte as it is sent. */
  @Column('text') payload!: string;
  @Column('text') status!: DeliveryStatus;
  @Column('integer') attempts!: number;
  /** When it is tried next. Whoever tries it moves this on first, so that nobody else does. */
  @InstantColumn() dueAt!: Date;
  /** The status that the receiver answered last. */
  @Column('integer', { nullable: true }) answer!: number | null;
  /** Why the last try failed. */
  @Column('text', { nullable: true }) fault!: string | null;
  @Index('delivery_created_at')
  @InstantColumn()
  createdAt!: Date;
  @InstantColumn({ nullable: true }) endedAt!: Date | null;
}
