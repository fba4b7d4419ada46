import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { UserEntity } from '../auth/user.entity.js';
import { InstantColumn } from '../platform/columns.js';

/** An address of somebody's own that their alerts are sent to. */
@Entity('webhook')
@Index('webhook_user_id', ['userId', 'id'])
export class WebhookEntity {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'webhook_pkey' }) id!: string;
  @ForeignKey(() => UserEntity, { name: 'webhook_user_id_fkey' })
  @Column('uuid')
  userId!: string;
  @Column('text') url!: string;
  /** Encrypted: it signs, and so is needed in clear. */
  @Column('bytea') secret!: Buffer;
  /** The one before signs as well until then, so that a receiver can change over in peace. */
  @Column('bytea', { nullable: true }) oldSecret!: Buffer | null;
  @InstantColumn({ nullable: true }) oldSecretUntil!: Date | null;
  @InstantColumn() createdAt!: Date;
  @InstantColumn({ nullable: true }) testedAt!: Date | null;
}
