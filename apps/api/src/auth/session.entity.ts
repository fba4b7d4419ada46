import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { InstantColumn } from '../platform/columns.js';
import { UserEntity } from './user.entity.js';

/**
 * One signed-in device. Its refresh token changes with every use; only hashes
 * are kept. The previous one is remembered for two tabs that refresh at once.
 */
@Entity('session')
export class SessionEntity {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'session_pkey' }) id!: string;
  @Index('session_user_id')
  @ForeignKey(() => UserEntity, { name: 'session_user_id_fkey' })
  @Column('uuid')
  userId!: string;
  @Column('bytea') tokenHash!: Buffer;
  @Column('bytea', { nullable: true }) previousHash!: Buffer | null;
  @InstantColumn() rotatedAt!: Date;
  @InstantColumn() expiresAt!: Date;
  @InstantColumn({ nullable: true }) revokedAt!: Date | null;
}
