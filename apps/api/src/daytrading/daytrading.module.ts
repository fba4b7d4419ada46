import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { LedgerModule } from '../ledger/ledger.module.js';
import { BatchController } from './batch.controller.js';
import { BatchService } from './batch.service.js';
import { DayLog } from './day-log.service.js';
import { DayPrices } from './day-prices.service.js';
import { DayState } from './day-state.service.js';
import { DayQuotes } from './day-quotes.service.js';
import { DayTriggers } from './day-triggers.service.js';
import { DaytradingOwner } from './daytrading-owner.service.js';
import { DaytradingController } from './daytrading.controller.js';
import { DaytradingJob } from './daytrading.job.js';
import { DaytradingService } from './daytrading.service.js';
import { DesksService } from './desks.service.js';
import { FiguresController } from './figures.controller.js';
import { WorkloadSecondEntity, WorkloadTotalEntity } from './figures.entity.js';
import { FiguresJob } from './figures.job.js';
import { FiguresReader } from './figures-reader.service.js';
import { FiguresService } from './figures.service.js';
import { LegacyQuotePatience, LegacyQuotes } from './legacy-quotes.provider.js';
import { TraderReader } from './trader-reader.service.js';
import { LogEntity, ReservationEntity, TraderEntity } from './trader.entity.js';
import { TurnBooking } from './turn-booking.service.js';
import { TurnsService } from './turns.service.js';
import { WorkloadEntity } from './workload.entity.js';
import { WorkloadsController } from './workloads.controller.js';
import { WorkloadsService } from './workloads.service.js';

/** The day-trading system of the course: sixteen commands over the one ledger. */
@Module({
  imports: [
    TypeOrmModule.forFeature([
      WorkloadEntity,
      TraderEntity,
      ReservationEntity,
      LogEntity,
      WorkloadTotalEntity,
      WorkloadSecondEntity,
    ]),
    LedgerModule,
  ],
  controllers: [WorkloadsController, DaytradingController, BatchController, FiguresController],
  providers: [
    BatchService,
    DayLog,
    DayPrices,
    DayQuotes,
    DayState,
    DayTriggers,
    DaytradingJob,
    DaytradingOwner,
    DaytradingService,
    DesksService,
    FiguresJob,
    FiguresReader,
    FiguresService,
    LegacyQuotePatience,
    LegacyQuotes,
    TraderReader,
    TurnBooking,
    TurnsService,
    WorkloadsService,
  ],
})
export class DaytradingModule {}
