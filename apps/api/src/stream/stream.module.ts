import { Module } from '@nestjs/common';
import { BroadcastService } from './broadcast.service.js';
import { ChannelsService } from './channels.service.js';
import { ConnectionsService } from './connections.service.js';
import { EventsService } from './events.service.js';
import { SequencesService } from './sequences.service.js';
import { StreamController } from './stream.controller.js';
import { StreamGateway } from './stream.gateway.js';
import { SubscriptionsService } from './subscriptions.service.js';

/** What is pushed to whoever watches. Other modules register what there is to watch; for the server only. */
@Module({
  controllers: [StreamController],
  providers: [
    StreamGateway,
    ConnectionsService,
    SubscriptionsService,
    ChannelsService,
    BroadcastService,
    EventsService,
    SequencesService,
  ],
  exports: [ChannelsService, SequencesService],
})
export class StreamModule {}
