import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { CandleSeriesService } from './candle-series.service.js';
import { CandlesController } from './candles.controller.js';
import { CandlesService } from './candles.service.js';
import { CandleEntity } from './candle.entity.js';
import { InstrumentEntity } from './instrument.entity.js';
import { InstrumentsController } from './instruments.controller.js';
import { InstrumentsService } from './instruments.service.js';
import { PricesImportService } from './prices-import.service.js';
import { LiveCandlesService } from './live-candles.service.js';
import { QuotesController } from './quotes.controller.js';
import { QuotesService } from './quotes.service.js';
import { SimulationEntity } from './simulation.entity.js';
import { SimulationsService } from './simulations.service.js';
import { TicksService } from './ticks.service.js';
import { WatchlistEntity } from './watchlist.entity.js';
import { WatchlistsController } from './watchlists.controller.js';
import { WatchlistsService } from './watchlists.service.js';

/** Instruments, their history and their newest prices. What makes the prices move is in LiveMarketModule. */
@Module({
  imports: [TypeOrmModule.forFeature([InstrumentEntity, CandleEntity, SimulationEntity, WatchlistEntity])],
  controllers: [InstrumentsController, CandlesController, QuotesController, WatchlistsController],
  providers: [
    TicksService,
    QuotesService,
    InstrumentsService,
    CandlesService,
    CandleSeriesService,
    LiveCandlesService,
    SimulationsService,
    PricesImportService,
    WatchlistsService,
  ],
  exports: [
    TicksService,
    QuotesService,
    InstrumentsService,
    CandlesService,
    LiveCandlesService,
    SimulationsService,
  ],
})
export class MarketDataModule {}
