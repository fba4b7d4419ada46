import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { MarketDataModule } from '../market-data/market-data.module.js';
import { StreamModule } from '../stream/stream.module.js';
import { AlertBook } from './alert-book.service.js';
import { AlertEngine } from './alert-engine.service.js';
import { AlertFiring } from './alert-firing.service.js';
import { AlertReader } from './alert-reader.service.js';
import { AlertSplits } from './alert-splits.service.js';
import { AlertEntity, AlertProgressEntity } from './alert.entity.js';
import { AlertsController } from './alerts.controller.js';
import { AlertsJob } from './alerts.job.js';
import { AlertsService } from './alerts.service.js';
import { DeliveriesJob } from './deliveries.job.js';
import { DeliveriesService } from './deliveries.service.js';
import { DeliveryChannelsService } from './delivery-channels.service.js';
import { DeliveryEntity } from './delivery.entity.js';
import { EmailSender } from './email-sender.service.js';
import { NoticeCounterEntity, NoticeEntity } from './notice.entity.js';
import { NoticeChannelService } from './notice-channel.service.js';
import { NoticesController } from './notices.controller.js';
import { NoticesService } from './notices.service.js';
import { WebhookSecrets } from './webhook-secrets.service.js';
import { SenderPatience, WebhookSender } from './webhook-sender.service.js';
import { WebhookEntity } from './webhook.entity.js';
import { WebhooksController } from './webhooks.controller.js';
import { WebhooksService } from './webhooks.service.js';

/** Alerts on prices, and how people are told: in the app, by webhook and by email. */
@Module({
  imports: [
    MarketDataModule,
    StreamModule,
    TypeOrmModule.forFeature([
      AlertEntity,
      AlertProgressEntity,
      NoticeEntity,
      NoticeCounterEntity,
      WebhookEntity,
      DeliveryEntity,
    ]),
  ],
  controllers: [AlertsController, WebhooksController, NoticesController],
  providers: [
    AlertsService,
    AlertBook,
    AlertEngine,
    AlertFiring,
    AlertReader,
    AlertSplits,
    AlertsJob,
    DeliveriesJob,
    DeliveriesService,
    DeliveryChannelsService,
    EmailSender,
    NoticeChannelService,
    NoticesService,
    SenderPatience,
    WebhookSecrets,
    WebhookSender,
    WebhooksService,
  ],
})
export class AlertsModule {}
