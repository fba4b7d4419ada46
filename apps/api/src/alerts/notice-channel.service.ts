import { Injectable, type OnModuleInit } from '@nestjs/common';
import { z } from 'zod';
import { Signals } from '../platform/signals.js';
import type { ChannelDescription } from '../stream/channel.dto.js';
import { ChannelsService } from '../stream/channels.service.js';
import { NoticeDto } from './notices.dto.js';
import { NoticesService } from './notices.service.js';

/** The channel's name, and the topic of the signal that somebody has a new notice. */
export const noticesTopic = 'notices';
/** A client begins with the newest; older ones are under GET /notices. */
const snapshotMax = 20;

const noticeData = z.object({
  id: z.uuid(),
  alertId: z.uuid().nullable(),
  symbol: z.string().nullable(),
  title: z.string(),
  body: z.string().nullable(),
  at: z.iso.datetime(),
  readAt: z.iso.datetime().nullable(),
}) satisfies z.ZodType<NoticeDto>;

export const noticeChannel = {
  kind: 'event',
  name: noticesTopic,
  example: noticesTopic,
  description: `My notices: the newest ${snapshotMax} with how many are not read, and then each new one`,
  snapshotData: z.object({ items: z.array(noticeData), unread: z.int() }),
  data: noticeData,
} as const satisfies ChannelDescription;

/** Notices in the stream, so that an open window shows each at once. */
@Injectable()
export class NoticeChannelService implements OnModuleInit {
  /** The newest notice that this process has told, of each user who watches. */
  private told = new Map<string, number>();

  constructor(
    private readonly channels: ChannelsService,
    private readonly notices: NoticesService,
    private readonly signals: Signals,
  ) {}

  onModuleInit(): void {
    this.channels.register({
      ...noticeChannel,
      newest: async (userId) => {
        const seq = await this.notices.newestSeq(userId);
        this.told.set(userId, seq);
        return seq;
      },
      snapshot: async (userId) => {
        const { items, unread } = await this.notices.list(userId, { limit: snapshotMax, unread: false });
        return { items, unread };
      },
      listAfter: async (userId, seq, limit) => {
        const notices = await this.notices.listAfter(userId, seq, limit);
        this.told.set(userId, notices.at(-1)?.seq ?? seq);
        return notices.map((notice) => ({ seq: notice.seq, data: NoticeDto.from(notice) }));
      },
      findMissed: (userIds) => this.findMissed(userIds),
    });
    this.signals.on(noticesTopic, (userId) => this.channels.happened(noticesTopic, userId));
  }

  private async findMissed(userIds: readonly string[]): Promise<string[]> {
    // Those who stopped watching are forgotten with it.
    this.told = new Map(userIds.map((userId) => [userId, this.told.get(userId) ?? 0]));
    const newest = await this.notices.listNewestSeqs(userIds);
    return newest.filter(({ userId, seq }) => seq > (this.told.get(userId) ?? 0)).map(({ userId }) => userId);
  }
}
