import { Column, Entity, ForeignKey, Index, PrimaryColumn, Unique } from 'typeorm';
import { UserEntity } from '../auth/user.entity.js';
import { InstantColumn } from '../platform/columns.js';

/** Something that somebody is told in the app. */
@Entity('notice')
@Unique('notice_user_id_seq_key', ['userId', 'seq'])
@Index('notice_unread', ['userId'], { where: 'read_at is null' })
export class NoticeEntity {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'notice_pkey' }) id!: string;
  @ForeignKey(() => UserEntity, { name: 'notice_user_id_fkey' })
  @Column('uuid')
  userId!: string;
  /** Grows with each notice of the same person, in the order in which they are committed. */
  @Column('integer') seq!: number;
  /** The alert that it comes from, which may be gone. */
  @Column('uuid', { nullable: true }) alertId!: string | null;
  @Column('text', { nullable: true }) symbol!: string | null;
  @Column('text') title!: string;
  @Column('text', { nullable: true }) body!: string | null;
  @Index('notice_at')
  @InstantColumn()
  at!: Date;
  @InstantColumn({ nullable: true }) readAt!: Date | null;
}

/** The number of the newest notice of each person. */
@Entity('notice_counter')
export class NoticeCounterEntity {
  @ForeignKey(() => UserEntity, { name: 'notice_counter_user_id_fkey' })
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'notice_counter_pkey' })
  userId!: string;
  @Column('integer') seq!: number;
}
