import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { CandlesService } from './candles.service.js';
import { CandleEntity } from './candle.entity.js';
import { InstrumentEntity } from './instrument.entity.js';
import { InstrumentsService } from './instruments.service.js';
import { QuotesService } from './quotes.service.js';
import { SimulationEntity } from './simulation.entity.js';
import { TicksService } from './ticks.service.js';

/** Instruments, their history and their newest prices. What makes the prices move is in LiveMarketModule. */
@Module({
  imports: [TypeOrmModule.forFeature([InstrumentEntity, CandleEntity, SimulationEntity])],
  providers: [TicksService, QuotesService, InstrumentsService, CandlesService],
  exports: [TicksService, QuotesService, InstrumentsService, CandlesService],
})
export class MarketDataModule {}
