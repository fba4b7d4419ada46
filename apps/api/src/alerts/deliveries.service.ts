import { Injectable, Logger } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { DataSource, In, Repository } from 'typeorm';
import { UserEntity } from '../auth/user.entity.js';
import { Clock } from '../platform/clock.js';
import { DeliveryEntity } from './delivery.entity.js';
import { pauseAfter } from './delivery-schedule.dto.js';
import { EmailSender } from './email-sender.service.js';
import { WebhookSender, type Sent } from './webhook-sender.service.js';
import { WebhookEntity } from './webhook.entity.js';

/** How long a try may take, with room to write what came of it: then another process takes over. */
const leaseMs = 60_000;
/** So many wait for their receivers at once, in each process. */
const atOnceMax = 20;
/** A receiver that hangs must not take all of them. */
const perReceiverMax = 2;
/** Among so many that are due the next are looked for. */
const lookMax = 1_000;

type Claimed = Pick<DeliveryEntity, 'id' | 'userId' | 'channel' | 'webhookId' | 'payload' | 'attempts'>;

// Who takes one moves its time on with the same statement: it is nobody else's until then, also when its owner dies.
const claim = `
  update delivery set attempts = attempts + 1, due_at = $2
  where id = any (array(
    select delivery.id from delivery
    join (
      select id, row_number() over (partition by coalesce(webhook_id, user_id) order by due_at, id) as place
      from (
        select id, webhook_id, user_id, due_at from delivery
        where status = 'pending' and due_at <= $1 and coalesce(webhook_id, user_id) <> all ($4::uuid[])
        order by due_at limit ${lookMax}
      ) as due
    ) as ordered on ordered.id = delivery.id
    where ordered.place <= ${perReceiverMax} and delivery.status = 'pending' and delivery.due_at <= $1
    order by delivery.due_at limit $3
    for update of delivery skip locked))
  returning id, user_id as "userId", channel, webhook_id as "webhookId", payload, attempts`;

/** Sends what waits to be sent: at least once, each under an id of its own that stays the same. */
@Injectable()
export class DeliveriesService {
  private readonly logger = new Logger(DeliveriesService.name);
  /** Receivers that this process waits for. */
  private readonly busy = new Set<string>();

  constructor(
    private readonly dataSource: DataSource,
    @InjectRepository(WebhookEntity) private readonly webhooks: Repository<WebhookEntity>,
    @InjectRepository(UserEntity) private readonly users: Repository<UserEntity>,
    private readonly webhookSender: WebhookSender,
    private readonly emailSender: EmailSender,
    private readonly clock: Clock,
  ) {}

  /** Tries some of what is due, several at once. Answers how many: none when there was nothing. */
  async sendDue(): Promise<number> {
    const now = this.clock.now();
    const [claimed] = await this.dataSource.query<[Claimed[], number]>(claim, [
      now,
      new Date(now.getTime() + leaseMs),
      atOnceMax,
      [...this.busy],
    ]);
    if (claimed.length === 0) return 0;
    const receivers = claimed.map(({ webhookId, userId }) => webhookId ?? userId);
    for (const receiver of receivers) this.busy.add(receiver);
    try {
      await this.sendAll(claimed);
    } finally {
      for (const receiver of receivers) this.busy.delete(receiver);
    }
    return claimed.length;
  }

  private async sendAll(claimed: readonly Claimed[]): Promise<void> {
    const webhooks = await this.webhooks.findBy({
      id: In(claimed.flatMap(({ webhookId }) => webhookId ?? [])),
    });
    const users = await this.users.findBy({
      id: In(claimed.flatMap(({ channel, userId }) => (channel === 'email' ? userId : []))),
    });
    const webhookById = new Map(webhooks.map((webhook) => [webhook.id, webhook]));
    const addressById = new Map(users.map(({ id, email }) => [id, email]));
    const results = await Promise.allSettled(
      claimed.map(async (delivery) => {
        const sent = await this.send(delivery, webhookById, addressById);
        if (sent) await this.record(delivery, sent);
      }),
    );
    // What could not be recorded is tried again after its lease: a message twice is better than none.
    for (const result of results) if (result.status === 'rejected') this.logger.error(result.reason);
  }

  /** Undefined where its receiver was deleted meanwhile, and the message with it. */
  private async send(
    { id, userId, channel, webhookId, payload }: Claimed,
    webhooks: ReadonlyMap<string, WebhookEntity>,
    addresses: ReadonlyMap<string, string>,
  ): Promise<Sent | undefined> {
    if (channel === 'email') {
      const address = addresses.get(userId);
      return address === undefined ? undefined : this.emailSender.send(address, id, payload);
    }
    const webhook = webhooks.get(webhookId ?? '');
    return webhook && this.webhookSender.send(webhook, id, payload);
  }

  private async record({ id, attempts }: Claimed, sent: Sent): Promise<void> {
    const now = this.clock.now();
    const pauseMs = sent.isFinal ? null : pauseAfter(attempts, sent.retryAfterMs, Math.random());
    const isOver = sent.isDelivered || pauseMs === null;
    await this.dataSource.query(
      `update delivery set status = $2, due_at = $3, answer = $4, fault = $5, ended_at = $6
       where id = $1 and status = 'pending'`,
      [
        id,
        sent.isDelivered ? 'delivered' : isOver ? 'given_up' : 'pending',
        isOver ? now : new Date(now.getTime() + pauseMs),
        sent.answer,
        sent.fault,
        isOver ? now : null,
      ],
    );
  }
}
