import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { DomainError } from '@tradeyard/kernel';
import { In, IsNull, LessThan, LessThanOrEqual, MoreThan, Repository } from 'typeorm';
import { Clock } from '../platform/clock.js';
import { page } from '../platform/page.dto.js';
import { Problem } from '../platform/problem.js';
import { NoticeCounterEntity, NoticeEntity } from './notice.entity.js';
import {
  NoticeDto,
  type NoticePageDto,
  type NoticesQuery,
  type ReadNoticesDto,
  type UnreadDto,
} from './notices.dto.js';

/** What people are told in the app. */
@Injectable()
export class NoticesService {
  constructor(
    @InjectRepository(NoticeEntity) private readonly notices: Repository<NoticeEntity>,
    @InjectRepository(NoticeCounterEntity) private readonly counters: Repository<NoticeCounterEntity>,
    private readonly clock: Clock,
  ) {}

  /** Newest first. */
  async list(userId: string, { limit, cursor, unread }: NoticesQuery): Promise<NoticePageDto> {
    const found = await this.notices.find({
      where: {
        userId,
        ...(unread && { readAt: IsNull() }),
        ...(cursor !== undefined && { seq: LessThan(Number(cursor)) }),
      },
      order: { seq: 'desc' },
      take: limit + 1,
    });
    const { items, next } = page(found, limit, ({ seq }) => `${seq}`);
    const { unread: count } = await this.countUnread(userId);
    return { items: items.map(NoticeDto.from), next, unread: count };
  }

  /** Throws a problem unless exactly one of the two is given, and `notice_not_found` for an unknown `upTo`. */
  async markRead(userId: string, { ids, upTo }: ReadNoticesDto): Promise<UnreadDto> {
    if ((ids === undefined) === (upTo === undefined)) {
      const message = 'Give either ids or upTo';
      throw new Problem('validation_failed', message, [{ field: 'ids', message }]);
    }
    const which = ids ? { id: In(ids) } : { seq: LessThanOrEqual(await this.seqOf(userId, upTo ?? '')) };
    await this.notices.update({ userId, readAt: IsNull(), ...which }, { readAt: this.clock.now() });
    return this.countUnread(userId);
  }

  async countUnread(userId: string): Promise<UnreadDto> {
    return { unread: await this.notices.countBy({ userId, readAt: IsNull() }) };
  }

  /** The number of somebody's newest notice; 0 before the first. */
  async newestSeq(userId: string): Promise<number> {
    return (await this.counters.findOneBy({ userId }))?.seq ?? 0;
  }

  /** The same for several; those who never had one are left out. */
  async listNewestSeqs(userIds: readonly string[]): Promise<{ userId: string; seq: number }[]> {
    return this.counters.findBy({ userId: In(userIds) });
  }

  /** The next after a number, oldest first. */
  listAfter(userId: string, seq: number, limit: number): Promise<NoticeEntity[]> {
    return this.notices.find({ where: { userId, seq: MoreThan(seq) }, order: { seq: 'asc' }, take: limit });
  }

  private async seqOf(userId: string, id: string): Promise<number> {
    const notice = await this.notices.findOneBy({ id, userId });
    if (!notice) throw new DomainError('notice_not_found', 'You have no such notice', 'upTo');
    return notice.seq;
  }
}
