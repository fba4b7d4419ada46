import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { BinanceProvider } from './binance.provider.js';
import { FinnhubProvider } from './finnhub.provider.js';
import { HistoriesJob } from './histories.job.js';
import { InstrumentEntity } from './instrument.entity.js';
import { MarketAdministrationController } from './market-administration.controller.js';
import { MarketHealthService } from './market-health.service.js';
import { CandlesJob } from './candles.job.js';
import { MarketDataModule } from './market-data.module.js';
import { ProviderPatience } from './market-provider.provider.js';
import { MarketOwnerService } from './market-owner.service.js';
import { MarketJob } from './market.job.js';
import { ProvidersJob } from './providers.job.js';
import { QuarantineService } from './quarantine.service.js';
import { ReplayEntity } from './replay.entity.js';
import { ReplayProvider } from './replay.provider.js';
import { ReplaysService } from './replays.service.js';
import { RosterService } from './roster.service.js';
import { OutsideCandlesService } from './outside-candles.service.js';
import { SimulatedProvider } from './simulated.provider.js';
import { MarketChannelsService } from './market-channels.service.js';
import { StreamModule } from '../stream/stream.module.js';
import { SupervisorService } from './supervisor.service.js';
import { TickRelayService } from './tick-relay.service.js';
import { YahooProvider } from './yahoo.provider.js';

/** What makes prices move and shows them: for the server only, a command-line tool must not run a market. */
@Module({
  imports: [MarketDataModule, StreamModule, TypeOrmModule.forFeature([InstrumentEntity, ReplayEntity])],
  controllers: [MarketAdministrationController],
  providers: [
    ProviderPatience,
    SimulatedProvider,
    ReplayProvider,
    YahooProvider,
    BinanceProvider,
    FinnhubProvider,
    SupervisorService,
    MarketOwnerService,
    TickRelayService,
    RosterService,
    ReplaysService,
    MarketJob,
    ProvidersJob,
    HistoriesJob,
    MarketHealthService,
    QuarantineService,
    CandlesJob,
    OutsideCandlesService,
    MarketChannelsService,
  ],
  exports: [ProviderPatience, SupervisorService],
})
export class LiveMarketModule {}
