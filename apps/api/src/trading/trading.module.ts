import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { CurrencyModule } from '../currency/currency.module.js';
import { LedgerModule } from '../ledger/ledger.module.js';
import { LiveMarketModule } from '../market-data/live-market.module.js';
import { MarketDataModule } from '../market-data/market-data.module.js';
import { PaperModule } from '../paper/paper.module.js';
import { StreamModule } from '../stream/stream.module.js';
import { BookClosing } from './book-closing.service.js';
import { BooksService } from './books.service.js';
import { CorporateEvents } from './corporate-events.service.js';
import { CorporateEventsCommands } from './corporate-events-commands.service.js';
import { CorporateEventsReader } from './corporate-events-reader.service.js';
import { EventApplicationEntity } from './event-application.entity.js';
import { KillSwitch } from './kill-switch.service.js';
import { LeagueLimits } from './league-limits.service.js';
import { MarketHours } from './market-hours.service.js';
import { MomentsService } from './moments.service.js';
import { OrderAnnouncer } from './order-announcer.service.js';
import { OrderBook } from './order-book.service.js';
import { OrderChanges } from './order-changes.service.js';
import { OrderChannelService } from './order-channel.service.js';
import { OrderCommands } from './order-commands.service.js';
import { OrderDrafts } from './order-drafts.service.js';
import { OrderEngine } from './order-engine.service.js';
import { FillEntity, OrderEntity, OrderEventEntity } from './order.entity.js';
import { OrderFilling } from './order-filling.service.js';
import { OrderOwner } from './order-owner.service.js';
import { OrderPlacing } from './order-placing.service.js';
import { OrderReader } from './order-reader.service.js';
import { OrderReplacement } from './order-replacement.service.js';
import { OrderRisk } from './order-risk.service.js';
import { OrdersJob } from './orders.job.js';
import { OrderWatching } from './order-watching.service.js';
import { PointsController } from './points.controller.js';
import { PointsService } from './points.service.js';
import { RecentTicks } from './recent-ticks.service.js';
import { RestingReader } from './resting-reader.service.js';
import { TradingController } from './trading.controller.js';
import { TradingAdministrationController, TradingStopController } from './trading-stops.controller.js';
import { TradingStops } from './trading-stops.service.js';
import { WaitingReasons } from './waiting-reasons.service.js';

@Module({
  imports: [
    TypeOrmModule.forFeature([OrderEntity, FillEntity, OrderEventEntity, EventApplicationEntity]),
    CurrencyModule,
    LedgerModule,
    LiveMarketModule,
    MarketDataModule,
    PaperModule,
    StreamModule,
  ],
  controllers: [TradingController, PointsController, TradingStopController, TradingAdministrationController],
  providers: [
    BookClosing,
    BooksService,
    CorporateEvents,
    CorporateEventsCommands,
    CorporateEventsReader,
    KillSwitch,
    LeagueLimits,
    MarketHours,
    MomentsService,
    OrderAnnouncer,
    OrderBook,
    OrderChanges,
    OrderChannelService,
    OrderCommands,
    OrderDrafts,
    OrderEngine,
    OrderFilling,
    OrderOwner,
    OrderPlacing,
    OrderReader,
    OrderReplacement,
    OrderRisk,
    OrdersJob,
    OrderWatching,
    PointsService,
    RecentTicks,
    RestingReader,
    TradingStops,
    WaitingReasons,
  ],
})
export class TradingModule {}
