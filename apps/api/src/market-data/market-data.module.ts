import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { CandlePacksService } from './candle-packs.service.js';
import { CandlePartitionsService } from './candle-partitions.service.js';
import { CandleSeriesService } from './candle-series.service.js';
import { CandleWriterService } from './candle-writer.service.js';
import { CandlesController } from './candles.controller.js';
import { CandlesService } from './candles.service.js';
import { ClosesService } from './closes.service.js';
import { CandleEntity } from './candle.entity.js';
import { EventsImportService } from './events-import.service.js';
import { InstrumentChangesController } from './instrument-changes.controller.js';
import { InstrumentChangesService } from './instrument-changes.service.js';
import { InstrumentEventEntity } from './instrument-event.entity.js';
import { InstrumentEventsController } from './instrument-events.controller.js';
import { InstrumentEventsService } from './instrument-events.service.js';
import { InstrumentSearchService } from './instrument-search.service.js';
import { InstrumentEntity } from './instrument.entity.js';
import { InstrumentsImportService } from './instruments-import.service.js';
import { InstrumentsController } from './instruments.controller.js';
import { InstrumentsService } from './instruments.service.js';
import { PriceRangesService } from './price-ranges.service.js';
import { ProviderSymbolsService } from './provider-symbols.service.js';
import { PricesImportService } from './prices-import.service.js';
import { LiveCandlesService } from './live-candles.service.js';
import { MinutesService } from './minutes.service.js';
import { QuotesController } from './quotes.controller.js';
import { QuotesService } from './quotes.service.js';
import { SimulationEntity } from './simulation.entity.js';
import { SimulationProgressService } from './simulation-progress.service.js';
import { SimulationsService } from './simulations.service.js';
import { SplitsService } from './splits.service.js';
import { TicksService } from './ticks.service.js';
import { WatchlistEntity } from './watchlist.entity.js';
import { WatchlistsController } from './watchlists.controller.js';
import { WatchlistsService } from './watchlists.service.js';

/** Instruments, their history and their newest prices. What makes the prices move is in LiveMarketModule. */
@Module({
  imports: [
    TypeOrmModule.forFeature([
      InstrumentEntity,
      InstrumentEventEntity,
      CandleEntity,
      SimulationEntity,
      WatchlistEntity,
    ]),
  ],
  controllers: [
    InstrumentsController,
    InstrumentChangesController,
    InstrumentEventsController,
    CandlesController,
    QuotesController,
    WatchlistsController,
  ],
  providers: [
    TicksService,
    QuotesService,
    InstrumentsService,
    InstrumentSearchService,
    InstrumentChangesService,
    ProviderSymbolsService,
    InstrumentsImportService,
    EventsImportService,
    InstrumentEventsService,
    SplitsService,
    CandlesService,
    ClosesService,
    CandleSeriesService,
    CandleWriterService,
    MinutesService,
    CandlePacksService,
    CandlePartitionsService,
    LiveCandlesService,
    SimulationsService,
    SimulationProgressService,
    PriceRangesService,
    PricesImportService,
    WatchlistsService,
  ],
  exports: [
    TicksService,
    QuotesService,
    InstrumentsService,
    InstrumentEventsService,
    SplitsService,
    CandlesService,
    ClosesService,
    CandleWriterService,
    MinutesService,
    CandlePacksService,
    CandlePartitionsService,
    LiveCandlesService,
    PriceRangesService,
    SimulationsService,
    SimulationProgressService,
  ],
})
export class MarketDataModule {}
