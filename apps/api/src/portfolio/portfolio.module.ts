import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { ActivitiesModule } from '../activities/activities.module.js';
import { CurrencyModule } from '../currency/currency.module.js';
import { LedgerModule } from '../ledger/ledger.module.js';
import { MarketDataModule } from '../market-data/market-data.module.js';
import { StreamModule } from '../stream/stream.module.js';
import { PaperModule } from '../paper/paper.module.js';
import { ComparisonService } from './comparison.service.js';
import { ComputedService } from './computed.service.js';
import { CostsService } from './costs.service.js';
import { FiguresController } from './figures.controller.js';
import { HeldActivitiesService } from './held-activities.service.js';
import { MarketSeriesService } from './market-series.service.js';
import { PortfolioChannelService } from './portfolio-channel.service.js';
import { PortfolioController } from './portfolio.controller.js';
import { PortfolioService } from './portfolio.service.js';
import { PositionPlansService } from './position-plans.service.js';
import { PortfolioShareEntity } from './share.entity.js';
import { SharesService } from './shares.service.js';
import { SnapshotsService } from './snapshots.service.js';

import { AllocationsService } from './allocations.service.js';
import { BenchmarksService } from './benchmarks.service.js';
import { CalculationController } from './calculation.controller.js';
import { CalculationsService } from './calculations.service.js';
import { DividendsService } from './dividends.service.js';
import { ExactRatesService } from './exact-rates.service.js';
import { HoldingsController } from './holdings.controller.js';
import { LotsService } from './lots.service.js';
import { NetWorthService } from './net-worth.service.js';
import { PerformanceService } from './performance.service.js';
import { RebalancesService } from './rebalances.service.js';
import { RisksService } from './risks.service.js';
import { SeriesService } from './series.service.js';
import { SharedPortfoliosController, SharesController } from './shares.controller.js';
import { SharedPortfoliosService } from './shared-portfolios.service.js';
import { TrailsService } from './trails.service.js';
import { UsersModule } from '../users/users.module.js';

/** What portfolios are worth and have gained. */
@Module({
  imports: [
    TypeOrmModule.forFeature([PortfolioShareEntity]),
    ActivitiesModule,
    CurrencyModule,
    LedgerModule,
    MarketDataModule,
    StreamModule,
    PaperModule,
    UsersModule,
  ],
  controllers: [
    PortfolioController,
    CalculationController,
    FiguresController,
    HoldingsController,
    SharesController,
    SharedPortfoliosController,
  ],
  providers: [
    PortfolioService,
    PortfolioChannelService,
    ComparisonService,
    CostsService,
    ComputedService,
    HeldActivitiesService,
    MarketSeriesService,
    PositionPlansService,
    SharesService,
    SnapshotsService,
    AllocationsService,
    BenchmarksService,
    CalculationsService,
    DividendsService,
    ExactRatesService,
    LotsService,
    NetWorthService,
    PerformanceService,
    RebalancesService,
    RisksService,
    SeriesService,
    SharedPortfoliosService,
    TrailsService,
  ],
})
export class PortfolioModule {}
