import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { DomainError } from '@tradeyard/kernel';
import { IsNull, LessThan, LessThanOrEqual, Repository } from 'typeorm';
import { validate as isUuid, v7 as uuid } from 'uuid';
import { Clock } from '../platform/clock.js';
import { Config } from '../platform/config.js';
import { page } from '../platform/page.dto.js';
import { Problem } from '../platform/problem.js';
import { DeliveryEntity } from './delivery.entity.js';
import { readOutgoingUrl } from './outgoing-address.dto.js';
import { WebhookSecrets } from './webhook-secrets.service.js';
import { WebhookSender } from './webhook-sender.service.js';
import { WebhookEntity } from './webhook.entity.js';
import type { DeliveriesQuery, WebhookTestDto } from './webhooks.dto.js';

export const webhooksMax = 5;
/** The first half of the advisory locks of webhooks; the second is made of whose they are. */
const webhookLock = 7_275;
/** As long as a receiver may take to change over to a new secret. */
const oldSecretMs = 24 * 3_600_000;
const testEveryMs = 5_000;

type WithSecret = { readonly webhook: WebhookEntity; readonly secret: string };

/** Where people have their alerts sent. */
@Injectable()
export class WebhooksService {
  constructor(
    @InjectRepository(WebhookEntity) private readonly webhooks: Repository<WebhookEntity>,
    @InjectRepository(DeliveryEntity) private readonly deliveries: Repository<DeliveryEntity>,
    private readonly secrets: WebhookSecrets,
    private readonly sender: WebhookSender,
    private readonly clock: Clock,
    private readonly config: Config,
  ) {}

  list(userId: string): Promise<WebhookEntity[]> {
    return this.webhooks.find({ where: { userId }, order: { id: 'asc' } });
  }

  /** Throws `webhook_address_refused` and `too_many_webhooks`. */
  async create(userId: string, text: string): Promise<WithSecret> {
    const url = readOutgoingUrl(text, this.config.webhookPrivateAddresses === 'allow');
    const id = uuid();
    const secret = this.secrets.make();
    const webhook: WebhookEntity = {
      id,
      userId,
      url,
      secret: this.secrets.seal(id, secret),
      oldSecret: null,
      oldSecretUntil: null,
      createdAt: this.clock.now(),
      testedAt: null,
    };
    await this.webhooks.manager.transaction(async (manager) => {
      await manager.query('select pg_advisory_xact_lock($1, hashtext($2))', [webhookLock, userId]);
      if ((await manager.countBy(WebhookEntity, { userId })) >= webhooksMax) {
        throw new DomainError(
          'too_many_webhooks',
          `There is room for ${webhooksMax} webhooks. Delete one first.`,
        );
      }
      await manager.insert(WebhookEntity, webhook);
    });
    return { webhook, secret };
  }

  /** Throws `webhook_not_found`. */
  async rotate(userId: string, id: string): Promise<WithSecret> {
    const webhook = await this.find(userId, id);
    const secret = this.secrets.make();
    const changed = {
      secret: this.secrets.seal(id, secret),
      oldSecret: webhook.secret,
      oldSecretUntil: new Date(this.clock.now().getTime() + oldSecretMs),
    };
    await this.webhooks.update({ id, userId }, changed);
    return { webhook: Object.assign(webhook, changed), secret };
  }

  /** Throws `webhook_not_found`. */
  async remove(userId: string, id: string): Promise<void> {
    await this.find(userId, id);
    await this.webhooks.delete({ id, userId });
  }

  /** Sends one message now. Throws `webhook_not_found`, and `too_many_requests` when the last test was just now. */
  async test(userId: string, id: string): Promise<WebhookTestDto> {
    const webhook = await this.find(userId, id);
    const now = this.clock.now();
    const before = new Date(now.getTime() - testEveryMs);
    // One statement asks and takes, so that of several at once one is the test.
    const { affected } = await this.webhooks.update(
      [
        { id, userId, testedAt: IsNull() },
        { id, userId, testedAt: LessThanOrEqual(before) },
      ],
      { testedAt: now },
    );
    if (affected === 0)
      throw new Problem('too_many_requests', 'One test in five seconds. Try again in a moment.');
    const payload = { type: 'test', timestamp: now.toISOString(), data: { webhookId: id } };
    const startMs = performance.now();
    const { isDelivered, answer, fault } = await this.sender.send(webhook, uuid(), JSON.stringify(payload));
    return { delivered: isDelivered, answer, fault, durationMs: Math.round(performance.now() - startMs) };
  }

  /** Newest first. Throws `webhook_not_found`. */
  async listDeliveries(
    userId: string,
    id: string,
    { limit, cursor }: DeliveriesQuery,
  ): Promise<{ items: DeliveryEntity[]; next: string | null }> {
    await this.find(userId, id);
    const found = await this.deliveries.find({
      where: { webhookId: id, ...(cursor !== undefined && { id: LessThan(cursor) }) },
      order: { id: 'desc' },
      take: limit + 1,
    });
    return page(found, limit, (delivery) => delivery.id);
  }

  private async find(userId: string, id: string): Promise<WebhookEntity> {
    const webhook = isUuid(id) ? await this.webhooks.findOneBy({ id, userId }) : null;
    if (!webhook) throw new DomainError('webhook_not_found', 'You have no such webhook');
    return webhook;
  }
}
