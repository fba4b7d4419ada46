import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { DomainError } from '@tradeyard/kernel';
import { alertsMax } from '@tradeyard/market';
import { Repository } from 'typeorm';
import { UserEntity } from '../auth/user.entity.js';
import { Config } from '../platform/config.js';
import type { ChannelDto, ChannelsDto } from './alerts.dto.js';
import type { DeliveryChannel } from './delivery.entity.js';
import { WebhookEntity } from './webhook.entity.js';
import { webhooksMax } from './webhooks.service.js';

const noMail = 'This server sends no email: whoever runs it has not set SMTP_URL';
const noWebhook = 'You have no webhook yet. Add one first.';

/** Where somebody's alerts can go besides the app. */
@Injectable()
export class DeliveryChannelsService {
  constructor(
    @InjectRepository(WebhookEntity) private readonly webhooks: Repository<WebhookEntity>,
    @InjectRepository(UserEntity) private readonly users: Repository<UserEntity>,
    private readonly config: Config,
  ) {}

  async list(userId: string): Promise<ChannelsDto> {
    const hasWebhook = await this.webhooks.existsBy({ userId });
    const user = await this.users.findOneByOrFail({ id: userId });
    const canMail = this.config.mail !== undefined;
    const webhook: ChannelDto = {
      channel: 'webhook',
      available: hasWebhook,
      reason: hasWebhook ? null : noWebhook,
      address: null,
    };
    const email: ChannelDto = {
      channel: 'email',
      available: canMail,
      reason: canMail ? null : noMail,
      address: canMail ? user.email : null,
    };
    return { items: [webhook, email], alertsMax, webhooksMax };
  }

  /** Throws `channel_unavailable` for the first that nothing could be sent by. */
  async require(userId: string, channels: readonly DeliveryChannel[]): Promise<void> {
    if (channels.includes('email') && !this.config.mail) {
      throw new DomainError('channel_unavailable', noMail, 'channels');
    }
    if (channels.includes('webhook') && !(await this.webhooks.existsBy({ userId }))) {
      throw new DomainError('channel_unavailable', noWebhook, 'channels');
    }
  }
}
